"""The hard stops that the relay meets, as pure checks.

Each check gets facts and returns a `Refusal` or None. Nothing here can be overridden by a
setting: where the law knows an exception (a permit, a request of the person), the exception
is one of the facts. H5 stands in ``forbidden``, H6 in ``posting``, H7 in ``solicitation``;
H8-H11 concern retention, moves, hours and contract work and stand in their own modules.

No fact has a default that speaks for the act: what nobody stated is not lawful.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tasuki.core.law.occupations import find_barred_occupation
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.wording import find_wording

NOT_CARRIED_FIELDS = frozenset(
    {
        "score",
        "scores",
        "rating",
        "rank",
        "ranking",
        "note",
        "notes",
        "comment",
        "reason",
        "reasons",
    }
)


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """A placement licence; `valid_to` is its last valid day."""

    number: str
    valid_from: date
    valid_to: date


def check_licence(
    licence: LicenceFacts | None, *, on: date, occupation_code: str | None = None
) -> Refusal | None:
    """H1: accepting, matching, arranging and charging need a licence valid that day.

    Args:
        licence: the agency's licence; None if it has none.
        on: the day of the act.
        occupation_code: the kind of work as written, if the act concerns one.
    """
    source = "職業安定法 30条, 32条の11"
    if occupation_code and find_barred_occupation(occupation_code, on=on):
        return Refusal(
            "H1",
            "港湾運送と建設の仕事は紹介できません。",
            "Harbour and construction work cannot be placed.",
            "別の職種の求人を選んでください。施工管理や事務など、現場の作業ではない仕事なら、"
            "職種をその名前だけで書き直してください。",
            "Choose a job of another occupation. If it is no work on the site, such as site "
            "management or an office job, let the job name that occupation alone.",
            source,
        )
    if licence is None or not licence.number:
        return Refusal(
            "H1",
            "有効な職業紹介の許可がありません。",
            "There is no placement licence.",
            "許可番号と有効期間を登録してください。",
            "Record the licence number and its period.",
            source,
        )
    if not licence.valid_from <= on <= licence.valid_to:
        return Refusal(
            "H1",
            f"許可（{licence.number}）は{on:%Y/%m/%d}に有効ではありません。",
            f"Licence {licence.number} is not valid on {on.isoformat()}.",
            "新しい許可を登録すると再開できます。",
            "Record the new licence to go on.",
            source,
        )
    return None


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """A consent to one named recipient.

    Attributes:
        valid_to: its last day; None while unlimited.
        withdrawn_on: the day on which it was taken back; None if it stands.
    """

    recipient_id: str
    items: frozenset[str]
    purpose: str
    given_on: date
    valid_to: date | None
    withdrawn_on: date | None

    def is_live(self, on: date) -> bool:
        """Return whether the consent holds on a day."""
        is_withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= on
        is_over = self.valid_to is not None and self.valid_to < on
        return self.given_on <= on and not is_withdrawn and not is_over


def check_transfer(
    consent: ConsentFacts | None,
    *,
    recipient_id: str,
    items: Collection[str],
    purpose: str,
    on: date,
    legal_document_number: str | None = None,
) -> Refusal | None:
    """H2: personal data leaves an organisation only by a live consent that names all of it.

    Args:
        consent: the consent the transfer rests on; None if there is none.
        recipient_id: who receives.
        items: names of the fields that leave.
        purpose: what for.
        on: the day of the transfer.
        legal_document_number: number of the document of an authority that orders the
            transfer; it takes the place of the consent.
    """
    source = "個人情報保護法 27条, 29条, 30条; 職業安定法 5条の5"
    if legal_document_number and legal_document_number.strip():
        return None
    if consent is None or not consent.is_live(on) or consent.recipient_id != recipient_id:
        return Refusal(
            "H2",
            "この提供先への有効な本人の同意がありません。",
            "There is no live consent of the person for this recipient.",
            "提供先と項目を示して、本人に同意を求めてください。",
            "Ask the person for consent, naming recipient and fields.",
            source,
        )
    if consent.purpose != purpose:
        return Refusal(
            "H2",
            "同意した目的と異なります。",
            "The purpose is not the one the person agreed to.",
            "この目的について、あらためて同意を求めてください。",
            "Ask for consent to this purpose.",
            source,
        )
    if outside := sorted(set(items) - consent.items):
        names = ", ".join(outside)
        return Refusal(
            "H2",
            f"同意の範囲にない項目があります：{names}。",
            f"Fields outside the consent: {names}.",
            "その項目を外すか、本人に追加の同意を求めてください。",
            "Leave these fields out or ask for a further consent.",
            source,
        )
    return None


@dataclass(frozen=True, slots=True)
class GuidanceFacts:
    """What a company is about to do with the guidance of one person to the relay.

    Attributes:
        is_result_decided: the selection is over and its result is "not hired".
        is_result_notified: the person was told, or is told in the same notice.
        leaves_out_by_merit: people are left out for another reason than an X-code.
        is_condition_of_process: registering is made a condition of anything.
        carried_fields: names of the fields that go along.
        text: the text that is sent or shown.
    """

    is_result_decided: bool
    is_result_notified: bool
    leaves_out_by_merit: bool
    is_condition_of_process: bool
    carried_fields: frozenset[str]
    text: str


_RELAY_SOURCE = "職業安定法 4条, 30条; 許可のない選別は職業紹介にあたる"


def check_nobody_chosen(*, leaves_out_by_merit: bool) -> Refusal | None:
    """H3: whoever was not selected is guided; only X-codes leave somebody out.

    Args:
        leaves_out_by_merit: people are left out for another reason than an X-code.
    """
    if not leaves_out_by_merit:
        return None
    return Refusal(
        "H3",
        "評価で案内する相手を選ぶことはできません。",
        "People may not be chosen for guidance by merit.",
        "見送りとした全員に案内してください。外せるのは本人の希望などX1〜X6だけです。",
        "Guide everybody who was not hired; only X1-X6 are reasons to leave one out.",
        _RELAY_SOURCE,
    )


def check_guidance_text(text: str) -> Refusal | None:
    """H3: no text of the relay evaluates, presses or promises.

    Args:
        text: a template, a notice or the text of a consent.
    """
    return _wording_refusal(text, rule="H3", source=_RELAY_SOURCE)


def check_relay_protocol(facts: GuidanceFacts) -> Refusal | None:
    """H3: after the result only, to everybody, refusable, and without any evaluation."""
    source = _RELAY_SOURCE
    if not (facts.is_result_decided and facts.is_result_notified):
        return Refusal(
            "H3",
            "選考の結果を伝える前に案内することはできません。",
            "Guidance is not possible before the person was told the result.",
            "先に結果を確定し、通知してください。",
            "Decide and notify the result first.",
            source,
        )
    if refusal := check_nobody_chosen(leaves_out_by_merit=facts.leaves_out_by_merit):
        return refusal
    if facts.is_condition_of_process:
        return Refusal(
            "H3",
            "登録を選考などの条件にすることはできません。",
            "Registering may not be a condition of anything.",
            "任意であることを示し、条件を外してください。",
            "Say that it is optional and remove the condition.",
            source,
        )
    if carried := sorted(facts.carried_fields & NOT_CARRIED_FIELDS):
        names = ", ".join(carried)
        return Refusal(
            "H3",
            f"評価や選考の理由を渡すことはできません：{names}。",
            f"Scores, notes and reasons may not be passed on: {names}.",
            "その項目を外してください。",
            "Leave these fields out.",
            source,
        )
    return check_guidance_text(facts.text)


def _wording_refusal(text: str, *, rule: str, source: str) -> Refusal | None:
    hits = [hit for hit in find_wording(text) if hit.rule == rule]
    if not hits:
        return None
    hit = hits[0]
    return Refusal(
        rule,
        f"「{hit.found}」は使えません。{hit.reason.ja}",
        f"“{hit.found}” cannot be used. {hit.reason.en}",
        f"「{hit.found}」を削除してください。",
        f"Delete “{hit.found}”.",
        source,
    )


@dataclass(frozen=True, slots=True)
class CreditPlanFacts:
    """What must be on file before people are counted toward a slot."""

    fee_table_version: str | None
    fee_table_filed_on: date | None
    has_free_slot_clause: bool
    consultation_held_on: date | None
    consultation_office: str
    is_municipal: bool


def check_credit_plan(facts: CreditPlanFacts, *, on: date) -> Refusal | None:
    """H4: a credit plan needs the filed fee table with its clause and the consultation."""
    source = "職業安定法 32条の3第4項; 労働基準法 6条"
    if facts.is_municipal:
        return Refusal(
            "H4",
            "自治体の無料職業紹介では、枠や報奨を扱えません。",
            "A municipality's free placement knows no slots or rewards.",
            "枠のない形で運用してください。",
            "Run it without slots.",
            source,
        )
    filed_on = facts.fee_table_filed_on
    if not facts.fee_table_version or filed_on is None or filed_on > on:
        return Refusal(
            "H4",
            "届出済みの手数料表がありません。",
            "There is no filed fee table.",
            "手数料表の版と届出日を登録してください。",
            "Record the fee table's version and filing date.",
            source,
        )
    if not facts.has_free_slot_clause:
        return Refusal(
            "H4",
            "届出済みの手数料表に無料枠の定めがありません。",
            "The filed fee table has no free-slot clause.",
            "無料枠の定めを加えた手数料表を届け出てください。",
            "File a fee table that contains the free-slot clause.",
            source,
        )
    held_on = facts.consultation_held_on
    if held_on is None or held_on > on or not facts.consultation_office:
        return Refusal(
            "H4",
            "労働局需給調整事業部への相談記録がありません。",
            "There is no record of the consultation with the Labour Bureau.",
            "相談した窓口、日付、回答を登録してください。",
            "Record office, date and answer of the consultation.",
            source,
        )
    return None


def check_no_gift(text: str) -> Refusal | None:
    """H4: no text or field name promises a benefit to the person who registers."""
    return _wording_refusal(text, rule="H4", source="職業安定法 指針（お祝い金の禁止）")


@dataclass(frozen=True, slots=True)
class RewardFacts:
    """A payout that somebody wants to promise or make.

    Attributes:
        beneficiary: candidate, employee, company or other.
        is_wage_item: paid to an own employee as a wage under the work rules.
        is_per_hire: depends on a hire; what nobody stated does.
        is_beneficiary_licensed: the receiver holds a placement licence.
        permit_number: permit to commission recruitment; empty if none.
    """

    beneficiary: str
    is_wage_item: bool = False
    is_per_hire: bool = True
    is_beneficiary_licensed: bool = False
    permit_number: str = ""


def check_reward(facts: RewardFacts) -> Refusal | None:
    """H4: who may be paid for a person's registration or hire."""
    source = "職業安定法 36条, 40条"
    if facts.beneficiary == "candidate":
        return Refusal(
            "H4",
            "登録や就職をした本人に特典を渡すことはできません。",
            "The person who registers or is hired may receive no benefit.",
            "特典を削除してください。",
            "Delete the benefit.",
            source,
        )
    if facts.beneficiary == "employee":
        is_lawful = facts.is_wage_item
    elif facts.beneficiary == "company":
        is_lawful = facts.is_beneficiary_licensed or not facts.is_per_hire
    else:
        is_lawful = bool(facts.permit_number)
    if is_lawful:
        return None
    return Refusal(
        "H4",
        "この相手に採用や紹介の報酬を支払うことはできません。",
        "This receiver may not be paid for a referral or a hire.",
        "社員には就業規則の賃金として、社外の人には委託募集の許可番号を登録してから扱ってください。",
        "Pay employees as a wage under the work rules; for others record the permit first.",
        source,
    )


def check_human_decision(
    *, decided_by: str, reason: str, is_adverse: bool = True
) -> Refusal | None:
    """H12: an adverse step has a named human and a written reason.

    Args:
        decided_by: name or account of the human; empty if a program decided.
        reason: the reason in words.
        is_adverse: the step is to the person's disadvantage.
    """
    if not is_adverse or (decided_by.strip() and reason.strip()):
        return None
    return Refusal(
        "H12",
        "不利な決定には、決めた人の名前と理由が必要です。",
        "An adverse decision needs a named human and a reason.",
        "担当者が内容を確かめ、理由を入力してください。",
        "Have a person look at it and enter the reason.",
        "公正な採用選考の基本; 個人情報保護法 19条",
    )
