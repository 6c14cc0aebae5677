"""When a person may be lent to or handed over to another firm (在籍出向・転籍): the stop H9.

A secondment looks like labour supply from outside; it is lawful because of its purpose, and
because the person said yes to conditions that both firms had delivered. A transfer (転籍) ends
one contract and begins another: the person's own yes, given after the new conditions were
delivered, and never in bulk.

Source: Employment Security Act (職業安定法) 44; Labour Contracts Act (労働契約法) 14;
Labour Standards Act (労働基準法) 15; Corporation Tax Act (法人税法) 37.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tasuki.core.dates import add_months
from tasuki.core.law.parameters import find_parameter
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

TRANSFER_READING_DAYS: Final = 7
_SUPPLY: Final = "職業安定法 44条"
_CONSENT: Final = "労働契約法 14条; 労働基準法 15条"
_TRANSFER: Final = "労働契約法 8条, 9条; 民法 625条1項"


class MoveKind(StrEnum):
    """Which of the two moves; stored."""

    SECONDMENT = "secondment"
    TRANSFER_OUT = "transfer_out"


class MovePurpose(StrEnum):
    """Why a secondment is no labour supply as a business; stored."""

    KEEP_EMPLOYMENT = "keep_employment"
    GUIDANCE = "guidance"
    SKILLS = "skills"
    GROUP_EXCHANGE = "group_exchange"


class GapReason(StrEnum):
    """Why the home firm bears a part of what the host should pay; stored."""

    WAGE_GAP = "wage_gap"
    HOST_IN_DIFFICULTY = "host_in_difficulty"
    ABROAD = "abroad"
    BONUS = "bonus"
    OTHER = "other"


PURPOSE_LABELS: Final[dict[MovePurpose, Words]] = {
    MovePurpose.KEEP_EMPLOYMENT: Words("雇用機会の確保", "keeping employment"),
    MovePurpose.GUIDANCE: Words("経営・技術指導", "guidance in management or technique"),
    MovePurpose.SKILLS: Words("職業能力開発", "building skills"),
    MovePurpose.GROUP_EXCHANGE: Words("企業グループ内の人事交流", "exchange inside a group"),
}
GAP_LABELS: Final[dict[GapReason, Words]] = {
    GapReason.WAGE_GAP: Words("較差補填", "gap between the two firms' wages"),
    GapReason.HOST_IN_DIFFICULTY: Words("出向先の経営不振", "host in difficulty"),
    GapReason.ABROAD: Words("海外勤務", "work abroad"),
    GapReason.BONUS: Words("賞与等", "bonus and the like"),
    GapReason.OTHER: Words("その他", "other"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFacts:
    """What H9 looks at; an empty value means that the thing is missing.

    Attributes:
        kind: secondment or transfer.
        purpose: one of the four; not asked of a transfer.
        purpose_evidence: what shows the purpose, such as a training plan.
        employed_since: first day of the person's employment at the home firm.
        starts_on, ends_on: first and last day; a transfer has no last day.
        is_seconded_elsewhere: the person is lent out already; so where nobody says no.
        actual_cost_yen: what the person costs the home firm in a month, >= 0.
        burden_yen: what the host pays the home firm in a month, >= 0.
        home_conditions_on, host_conditions_on: days on which each firm's conditions were
            delivered; a transfer needs the new employer's only.
        consented_on: day of the person's own yes.
        is_consent_single: the yes names this person and this move alone; no blanket yes.
        home_signed_on, host_signed_on: days of the two signatures under the contract.
    """

    kind: MoveKind
    purpose: MovePurpose | None = None
    purpose_evidence: str = ""
    employed_since: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_seconded_elsewhere: bool = True
    actual_cost_yen: int | None = None
    burden_yen: int = 0
    home_conditions_on: date | None = None
    host_conditions_on: date | None = None
    consented_on: date | None = None
    is_consent_single: bool = False
    home_signed_on: date | None = None
    host_signed_on: date | None = None

    @property
    def is_secondment(self) -> bool:
        """Whether the person keeps the contract with the home firm."""
        return self.kind is MoveKind.SECONDMENT

    @property
    def conditions_on(self) -> date | None:
        """The day on which the last of the needed conditions was delivered; None if missing."""
        needed = [self.host_conditions_on]
        if self.is_secondment:
            needed.append(self.home_conditions_on)
        days = [day for day in needed if day is not None]
        return max(days) if len(days) == len(needed) else None


def list_move_refusals(facts: MoveFacts) -> tuple[Refusal, ...]:
    """H9: return everything that keeps a move from starting; empty if it may start."""
    checks = (
        (check_purpose(facts), check_term(facts), check_burden(facts))
        if facts.is_secondment
        else (check_start(facts),)
    )
    return tuple(
        refusal
        for refusal in (*checks, check_consent(facts), check_signatures(facts))
        if refusal is not None
    )


def check_move(facts: MoveFacts) -> Refusal | None:
    """H9: return why a move may not start; None if it may."""
    return next(iter(list_move_refusals(facts)), None)


def check_purpose(facts: MoveFacts) -> Refusal | None:
    """H9: a secondment has one of the four purposes, and something that shows it.

    Source: Employment Security Act 44 (labour supply as a business is forbidden).
    """
    if facts.purpose is None:
        return _refuse(
            "出向の目的が選ばれていません。",
            "No purpose of the secondment is chosen.",
            "4つの目的（雇用機会の確保・経営技術指導・職業能力開発・グループ内交流）から選んでください。",
            "Choose one of the four: keeping employment, guidance, skills, group exchange.",
            _SUPPLY,
        )
    if not facts.purpose_evidence.strip():
        return _refuse(
            "出向の目的を示す資料の記載がありません。",
            "Nothing shows the purpose of the secondment.",
            "育成計画や指導計画など、目的が分かる資料を記入してください。",
            "Name what shows it, such as a training plan.",
            _SUPPLY,
        )
    return None


def check_start(facts: MoveFacts) -> Refusal | None:
    """H9: the person was employed before; nobody is hired in order to be lent out.

    Source: Employment Security Act 44.
    """
    if facts.starts_on is None:
        return _refuse(
            "開始日がありません。",
            "There is no first day.",
            "開始日を入力してください。",
            "Enter the first day.",
            _SUPPLY,
        )
    if facts.employed_since is None or facts.employed_since > facts.starts_on:
        return _refuse(
            "開始日より前の雇用がありません。",
            "The person was not employed before the move.",
            "自社に雇用されている人の入社日を入力してください。",
            "Enter the hire date of a person whom you employ.",
            _SUPPLY,
        )
    if facts.employed_since == facts.starts_on:
        return _refuse(
            "開始日が入社日と同じです。出向させるための雇入れはできません。",
            "The move begins on the day of hire; nobody is hired to be lent out.",
            "自社での勤務を経てからの開始日に変えてください。",
            "Choose a first day after a time of work at your own firm.",
            _SUPPLY,
        )
    return None


def check_term(facts: MoveFacts) -> Refusal | None:
    """H9: employed before, a last day, and not lent out already.

    Source: Employment Security Act 44.
    """
    if refusal := check_start(facts):
        return refusal
    assert facts.starts_on is not None
    if facts.ends_on is None or facts.ends_on < facts.starts_on:
        return _refuse(
            "出向の終了日がありません。",
            "The secondment has no last day.",
            "開始日より後の終了日（復帰の前日）を入力してください。",
            "Enter a last day after the first one.",
            _SUPPLY,
        )
    if facts.is_seconded_elsewhere:
        return _refuse(
            "この人は、すでに別の会社へ出向しています（再出向はできません）。",
            "The person is lent out already and cannot be lent on.",
            "今の出向が終わってから始めてください。",
            "Begin after the present secondment has ended.",
            _SUPPLY,
        )
    return None


def check_burden(facts: MoveFacts) -> Refusal | None:
    """H9: the host never pays more than the person really costs.

    Source: Employment Security Act 44 (a profit makes it labour supply as a business).
    """
    if facts.actual_cost_yen is None:
        return _refuse(
            "1か月の実費が入力されていません。",
            "The actual cost of a month is missing.",
            "賃金と社会保険料など、本人にかかる実費を入力してください。",
            "Enter what the person really costs in a month.",
            _SUPPLY,
        )
    if facts.burden_yen > facts.actual_cost_yen:
        return _refuse(
            f"負担金（{facts.burden_yen:,}円）が実費（{facts.actual_cost_yen:,}円）を超えています。",
            f"The host pays {facts.burden_yen:,} yen, more than the actual cost of "
            f"{facts.actual_cost_yen:,} yen.",
            "負担金を実費以下にしてください。手数料は別の契約で請求します。",
            "Lower it to the actual cost; a fee for a service is charged apart.",
            _SUPPLY,
        )
    return None


def check_consent(facts: MoveFacts) -> Refusal | None:
    """H9: the person's own yes, after the conditions were delivered.

    Source: Labour Contracts Act 8, 9, 14; Labour Standards Act 15; Civil Code 625 (1).
    """
    source = _CONSENT if facts.is_secondment else _TRANSFER
    if facts.conditions_on is None:
        return _refuse(
            "労働条件が本人に渡されていません"
            + ("（出向元・出向先の両方が必要です）。" if facts.is_secondment else "。"),
            "The conditions were not delivered to the person"
            + (" (both firms' are needed)." if facts.is_secondment else "."),
            "条件を書面か電子で渡し、渡した日を記録してください。",
            "Deliver them in writing and record the day.",
            source,
        )
    if facts.consented_on is None:
        return _refuse(
            "本人の同意がありません。",
            "The person has not consented.",
            "本人に説明し、同意書の日付を記録してください。断っても不利益はありません。",
            "Explain it and record the day of the consent; a no has no drawback.",
            source,
        )
    if not facts.is_consent_single:
        return _refuse(
            "まとめての同意や、あらかじめの包括的な同意は使えません。",
            "A consent of several people, or one given in advance for any move, does not count.",
            "この人の、この件についての同意をもらってください。",
            "Ask this person about this move.",
            source,
        )
    if facts.consented_on < facts.conditions_on:
        return _refuse(
            f"同意（{facts.consented_on:%Y/%m/%d}）が、条件を渡した日"
            f"（{facts.conditions_on:%Y/%m/%d}）より前です。",
            f"The consent of {facts.consented_on.isoformat()} came before the conditions of "
            f"{facts.conditions_on.isoformat()}.",
            "条件を読んでもらったうえで、もう一度同意をもらってください。",
            "Let the person read the conditions and ask again.",
            source,
        )
    return None


def check_signatures(facts: MoveFacts) -> Refusal | None:
    """H9: both firms signed the contract, on or after the person's consent."""
    if facts.home_signed_on and facts.host_signed_on:
        return _check_signature_days(facts, min(facts.home_signed_on, facts.host_signed_on))
    is_home = facts.home_signed_on is None
    return _refuse(
        "契約の署名がそろっていません（" + ("出向元" if is_home else "出向先") + "）。"
        if facts.is_secondment
        else "三者の覚書の署名がそろっていません。",
        f"The contract lacks the signature of the {'home' if is_home else 'host'} firm.",
        "両社の署名日を記録してください。",
        "Record the day on which each firm signed.",
        _SUPPLY if facts.is_secondment else _TRANSFER,
    )


def _check_signature_days(facts: MoveFacts, earliest: date) -> Refusal | None:
    consented_on = facts.consented_on
    if consented_on is None or earliest >= consented_on:
        return None
    return _refuse(
        f"契約の署名（{earliest:%Y/%m/%d}）が、本人の同意（{consented_on:%Y/%m/%d}）より前です。",
        f"A signature of {earliest.isoformat()} came before the person's consent of "
        f"{consented_on.isoformat()}.",
        "同意の後に両社で署名し、その日を記録してください。",
        "Have both firms sign after the consent and record those days.",
        _SUPPLY if facts.is_secondment else _TRANSFER,
    )


def list_move_warnings(facts: MoveFacts, *, gap_reason: GapReason | None) -> tuple[Words, ...]:
    """Return what should be looked at before the start; it stops nothing.

    Args:
        facts: of the move.
        gap_reason: why the home firm bears a part; None if no reason is given.

    Source: Labour Contracts Act 14 (time to think it over; design); Corporation Tax Act 37.
    """
    return tuple(_warnings(facts, gap_reason))


def is_pair_review_due(starts: Iterable[date], *, on: date) -> bool:
    """Return whether so many people went between the same two firms that a lawyer should look.

    Args:
        starts: first days of all secondments between the two firms.
        on: the day of the question; the months before it count.
    """
    months = int(find_parameter("secondment_pair_months", on=on).value)
    persons = int(find_parameter("secondment_pair_persons", on=on).value)
    since = add_months(on, -months)
    return sum(1 for day in starts if since < day <= on) > persons


def return_reminders(ends_on: date, *, on: date) -> tuple[date, ...]:
    """Return the days on which the return is brought to mind, the earliest first."""
    months = find_parameter("secondment_return_reminder_months", on=on).value
    return tuple(sorted(add_months(ends_on, -int(one)) for one in months))


def _warnings(facts: MoveFacts, gap_reason: GapReason | None) -> Iterator[Words]:
    starts_on, read_on = facts.starts_on, facts.conditions_on
    if starts_on and read_on and facts.is_secondment:
        weeks = int(find_parameter("secondment_explain_weeks", on=starts_on).value)
        if starts_on - read_on < timedelta(weeks=weeks):
            yield Words(
                f"説明から開始まで{weeks}週間ありません。",
                f"There are less than {weeks} weeks between explanation and start.",
            )
    if read_on and facts.consented_on and not facts.is_secondment:
        days = (facts.consented_on - read_on).days
        if days < TRANSFER_READING_DAYS:
            yield Words(
                f"条件を読む時間が{TRANSFER_READING_DAYS}日ありません（{days}日）。",
                f"The person had {days} days to read; {TRANSFER_READING_DAYS} are advised.",
            )
    cost = facts.actual_cost_yen
    if facts.is_secondment and cost and facts.burden_yen < cost and gap_reason is None:
        yield Words(
            f"出向元が負担する{cost - facts.burden_yen:,}円の理由がありません"
            "（寄附金とみなされるおそれがあります）。",
            f"No reason is given why the home firm bears {cost - facts.burden_yen:,} yen; "
            "it may count as a donation.",
        )


def _refuse(ja: str, en: str, next_ja: str, next_en: str, source: str) -> Refusal:
    return Refusal("H9", ja, en, next_ja, next_en, source)
