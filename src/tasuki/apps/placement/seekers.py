"""Job seekers at the agency's desk: wishes, start of the search, renewal, end."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps import policy
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.actions import (
    VALID_MONTHS,
    end_search,
    lock_job_seeker,
    record_step,
    take_step,
)
from tasuki.apps.placement.models import Introduction, JobSeeker, SeekerWishes
from tasuki.apps.placement.terms import check_day
from tasuki.apps.vocab.occupations import CODE, find_occupation
from tasuki.core.access import Permission
from tasuki.core.dates import last_day_of_period
from tasuki.core.openings.labels import PAY_UNITS
from tasuki.core.placement.card import find_hints
from tasuki.core.placement.seekers import (
    CLOSE_REASONS,
    OPEN_STATES,
    CloseReason,
    JobSeekerEvent,
    JobSeekerState,
    WishedTerm,
)
from tasuki.core.prefectures import PREFECTURES

RENEW_FROM_DAYS: Final = 60
_WISH_TEXTS: Final = {
    "place": 200,
    "pay_text": 200,
    "hours": 200,
    "begins": 100,
    "note": 1_000,
    "history": 4_000,
    "certificates": 1_000,
    "card_text": 1_000,
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WishValues:
    """What a person wishes and brings.

    Attributes:
        wished_occupation: in words.
        occupation_code: of the classification of the ministry, such as ``025-01``.
        prefectures: numbers 1-47.
        place, pay_text, hours, begins, note, history, certificates: in words.
        term: ``WishedTerm`` or empty.
        pay_min_yen: lowest pay; with ``pay_unit`` year, month, day or hour.
        card_text: the text of the card, without anything that names the person.
    """

    wished_occupation: str = ""
    occupation_code: str = ""
    prefectures: list[int] = field(default_factory=list)
    place: str = ""
    term: str = ""
    pay_min_yen: int | None = None
    pay_unit: str = "year"
    pay_text: str = ""
    hours: str = ""
    begins: str = ""
    note: str = ""
    history: str = ""
    certificates: str = ""
    card_text: str = ""


@action(act=None)
def save_wishes(
    *, actor: Actor, job_seeker_id: UUID, values: WishValues, now: datetime
) -> JobSeeker:
    """Keep what the person wishes and brings, and the text of the card.

    Raises:
        InvalidInputError: a field cannot be used.
        RefusedError: forbidden data (H5), barred work (H1), the card names the person, or the
            search is over.
        NotVisibleError: no such job seeker.

    Source: 職業安定法 5条の5, 32条の11; 公正な採用選考の基本.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    row = lock_job_seeker(job_seeker_id)
    require_open(row)
    occupation, code = read_occupation(values.wished_occupation, values.occupation_code)
    policy.require_licence(on=localdate(now), occupation=occupation)
    read = _read_wishes(values)
    _check_card(row, read["card_text"])
    row.wished_occupation, row.occupation_code = occupation, code
    row.save(update_fields=["wished_occupation", "occupation_code"])
    wishes = wishes_of(row, now=now)
    for name, value in read.items():
        setattr(wishes, name, value)
    wishes.changed_at = now
    wishes.save()
    record_step(actor, row, "wishes", now=now)
    return row


@action(act=None)
def start_search(*, actor: Actor, job_seeker_id: UUID, now: datetime) -> JobSeeker:
    """Begin to serve a person whose terms of service arrived and whose occupation is known.

    Raises:
        RefusedError: the terms did not arrive, no licence (H1), or the search is not new.
        InvalidInputError: the wished occupation is missing.
        NotVisibleError: no such job seeker.

    Source: 職業安定法 32条の13.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    policy.require_licence(on=localdate(now))
    row = lock_job_seeker(job_seeker_id)
    if row.state == JobSeekerState.RECEIVED:
        raise RefusedError(
            ja="取扱職種の範囲等の明示書が本人に届いていません。交付して、到達を記録してください。",
            en="The terms of service did not arrive yet. Deliver them and note the arrival.",
            code="terms",
        )
    if not row.wished_occupation:
        raise InvalidInputError(
            ja="希望職種を入力してください（求職管理簿の項目です）。",
            en="Enter the wished occupation; it is a column of the book.",
            field="wished_occupation",
        )
    return take_step(actor=actor, row=row, event=JobSeekerEvent.START, now=now)


@action(act=None)
def renew_search(
    *, actor: Actor, job_seeker_id: UUID, confirmed_on: date, now: datetime
) -> JobSeeker:
    """Extend the validity by twelve months after the person said that the search goes on.

    Args:
        actor: the member who asked.
        job_seeker_id: an open search within 60 days of its end.
        confirmed_on: the day on which the person said so.
        now: when.

    Raises:
        InvalidInputError: the day cannot be.
        RefusedError: the search is over, or its end is far.
        NotVisibleError: no such job seeker.

    Source: 職業安定法 5条の4 (data of job seekers are kept correct and new).
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    row = lock_job_seeker(job_seeker_id)
    require_open(row)
    today = localdate(now)
    if row.valid_to - today > timedelta(days=RENEW_FROM_DAYS):
        raise RefusedError(
            ja=f"有効期間（{row.valid_to:%Y/%m/%d}まで）の更新は、終了の{RENEW_FROM_DAYS}日前から"
            "できます。",
            en=f"It is valid until {row.valid_to:%Y/%m/%d} and can be renewed in the last "
            f"{RENEW_FROM_DAYS} days.",
            code="too_early",
        )
    check_day(
        confirmed_on,
        field="confirmed_on",
        now=now,
        not_before=row.valid_to - timedelta(days=RENEW_FROM_DAYS),
    )
    row.valid_to = last_day_of_period(row.valid_to + timedelta(days=1), VALID_MONTHS)
    row.renewed_on = confirmed_on
    row.save(update_fields=["valid_to", "renewed_on"])
    record_step(actor, row, "renew", now=now)
    return row


@action(act=None)
def close_search(*, actor: Actor, job_seeker_id: UUID, reason: str, now: datetime) -> JobSeeker:
    """End a search without a hire; the row stays in the book.

    Args:
        actor: who ends it.
        job_seeker_id: the row.
        reason: ``CloseReason``.
        now: when.

    Raises:
        InvalidInputError: no such reason.
        RefusedError: it is over already, or an introduction has no outcome yet.
        NotVisibleError: no such job seeker.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    if reason not in {str(one) for one in CLOSE_REASONS}:
        raise InvalidInputError(
            ja="終了の理由を一覧から選んでください。",
            en="Choose the reason from the list.",
            field="reason",
        )
    row = lock_job_seeker(job_seeker_id)
    if Introduction.objects.filter(job_seeker=row, outcome="").exists():
        raise RefusedError(
            ja="結果の決まっていない紹介があります。先に紹介の結果を記録してください。",
            en="An introduction has no outcome yet. Record it first.",
            code="introduced",
        )
    return end_search(
        actor=actor, row=row, event=JobSeekerEvent.CLOSE, reason=CloseReason(reason), now=now
    )


@action(act=None)
def expire_searches(*, actor: Actor, now: datetime) -> int:
    """End the searches whose validity is over, but for those with an introduction under way.

    Returns:
        How many were ended.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    waiting = Introduction.objects.filter(outcome="").values("job_seeker_id")
    over = JobSeeker.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state__in=OPEN_STATES, closed_on=None, valid_to__lt=localdate(now)
    )
    rows = list(over.exclude(id__in=waiting))
    for row in rows:
        end_search(actor=actor, row=row, event=JobSeekerEvent.EXPIRE, now=now)
    return len(rows)


def require_open(row: JobSeeker) -> None:
    """Refuse to change a search that is over.

    Raises:
        RefusedError: it is.
    """
    if row.closed_on is not None:
        raise RefusedError(
            ja="求職が終了しています。続ける場合は、新しく受け付けてください。",
            en="The search is over. Receive the person anew to go on.",
            code="state",
        )


def wishes_of(row: JobSeeker, *, now: datetime) -> SeekerWishes:
    """Return the wishes of a row of the book, made empty if there are none."""
    found = SeekerWishes.objects.filter(job_seeker=row).first()
    return found or SeekerWishes.objects.create(
        organisation_id=row.organisation_id,
        job_seeker=row,
        talent_record_id=row.talent_record_id,
        changed_at=now,
    )


def read_occupation(text: str, code: str) -> tuple[str, str]:
    """Return the occupation in words and its code; a code alone brings its name.

    Raises:
        InvalidInputError: too long, or no such code.
        RefusedError: forbidden data (H5).
    """
    words = " ".join(text.split())
    require_lawful_text(words, field="wished_occupation")
    if len(words) > 120:
        raise too_long("wished_occupation", 120)
    if not code:
        return words, ""
    known = find_occupation(code=code) if CODE.fullmatch(code) else None
    if not CODE.fullmatch(code) or (known is None and not words):
        raise InvalidInputError(
            ja="厚労省編職業分類の番号（「025」または「025-01」）を一覧から選んでください。",
            en="Choose the number of the classification from the list, such as 025 or 025-01.",
            field="occupation_code",
        )
    return words or (known.name[:120] if known else ""), code


def _read_wishes(values: WishValues) -> dict[str, Any]:
    read = asdict(values)
    del read["wished_occupation"], read["occupation_code"]
    for name, characters_max in _WISH_TEXTS.items():
        text = str(read[name]).replace("\r\n", "\n").strip()
        if len(text) > characters_max:
            raise too_long(name, characters_max)
        require_lawful_text(text, field=name)
        read[name] = text
    read["prefectures"] = sorted(set(values.prefectures))
    if any(not 1 <= number <= len(PREFECTURES) for number in values.prefectures):
        raise _not_listed("prefectures")
    if values.term and values.term not in {str(one) for one in WishedTerm}:
        raise _not_listed("term")
    if values.pay_unit not in PAY_UNITS:
        raise _not_listed("pay_unit")
    return read


def _check_card(row: JobSeeker, text: str) -> None:
    """Refuse a text of the card that would let a reader know the person."""
    if not text:
        return
    record = TalentRecord.objects.filter(id=row.talent_record_id).first()
    names = [row.name]
    if record is not None:
        names += [record.family_name, record.given_name, record.name_kana, record.address]
        names += record.further_names.splitlines()
    if hints := find_hints(text, names=[one for one in names if one]):
        found_ja = "、".join(f"「{one.found}」（{one.what.ja}）" for one in hints)
        found_en = ", ".join(f"“{one.found}” ({one.what.en})" for one in hints)
        error = RefusedError(
            ja=f"カードの文章に本人がわかる内容があります：{found_ja}。書き換えてください。",
            en=f"The text of the card points at the person: {found_en}. Write it differently.",
            code="card",
        )
        error.field = "card_text"
        raise error


def too_long(name: str, characters_max: int) -> InvalidInputError:
    """Return the refusal of a text that is too long."""
    return InvalidInputError(
        ja=f"{characters_max:,}文字以内で入力してください。",
        en=f"Enter at most {characters_max:,} characters.",
        field=name,
    )


def _not_listed(name: str) -> InvalidInputError:
    return InvalidInputError(
        ja="一覧から選んでください。", en="Choose one of the list.", field=name
    )
