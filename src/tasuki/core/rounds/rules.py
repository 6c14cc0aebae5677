"""Who may hold which round, with whom, and by which mechanism. Pure facts in, a refusal out.

Source: law.md 1.13; 職業安定法 4条, 29条, 30条, 44条; 労働契約法 14条; 個人情報保護法 27条.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.law.acts import Act, LegalRole, check_act
from tasuki.core.law.refusals import Refusal
from tasuki.core.market.records import MechanismName
from tasuki.core.words import Words


class RoundKind(StrEnum):
    """What a round is for; stored."""

    INTERNAL = "internal"
    ROTATION = "rotation"
    INTRODUCTIONS = "introductions"
    SWAP = "swap"


class PersonSource(StrEnum):
    """As what a person takes part."""

    EMPLOYEE = "employee"
    JOB_SEEKER = "job_seeker"
    APPLICANT = "applicant"


KIND_WORDS: Final[dict[RoundKind, Words]] = {
    RoundKind.INTERNAL: Words("社内公募", "Internal posting"),
    RoundKind.ROTATION: Words("社内ローテーション", "Rotation"),
    RoundKind.INTRODUCTIONS: Words("職業紹介のラウンド", "Introductions"),
    RoundKind.SWAP: Words("会社間の出向の交換", "Secondment swap"),
}

_M = MechanismName
MECHANISMS: Final[dict[RoundKind, tuple[MechanismName, ...]]] = {
    RoundKind.INTERNAL: (_M.DEFERRED_ACCEPTANCE, _M.FLEXIBLE),
    RoundKind.ROTATION: (_M.TOP_TRADING_CYCLES, _M.BLOCK_EXCHANGE, _M.STATUS_QUO),
    RoundKind.INTRODUCTIONS: (_M.DEFERRED_ACCEPTANCE, _M.FLEXIBLE),
    RoundKind.SWAP: (_M.CYCLE_CHAIN_PACKING,),
}
"""The mechanisms of each kind; the first is the default."""

MECHANISM_WORDS: Final[dict[MechanismName, Words]] = {
    _M.DEFERRED_ACCEPTANCE: Words("受入保留方式", "Deferred acceptance"),
    _M.FLEXIBLE: Words("受入保留方式（地域の上限つき）", "Deferred acceptance with ceilings"),
    _M.MULTI_STAGE: Words("段階的な受入保留方式", "Deferred acceptance in stages"),
    _M.TOP_TRADING_CYCLES: Words("循環交換方式", "Top trading cycles"),
    _M.BLOCK_EXCHANGE: Words("部署の順位を守る交換", "Exchange that keeps the units' ranking"),
    _M.STATUS_QUO: Words("現状を基準にした受入保留方式", "Deferred acceptance from today"),
    _M.CYCLE_CHAIN_PACKING: Words("循環と玉突きの最適な組み合わせ", "Best cycles and chains"),
    _M.ASSIGNMENT: Words("計画配置", "Planned assignment"),
}

PEOPLE: Final[dict[RoundKind, PersonSource]] = {
    RoundKind.INTERNAL: PersonSource.EMPLOYEE,
    RoundKind.ROTATION: PersonSource.EMPLOYEE,
    RoundKind.INTRODUCTIONS: PersonSource.JOB_SEEKER,
    RoundKind.SWAP: PersonSource.EMPLOYEE,
}
"""As what people take part in each kind."""

_ACTS: Final = {
    RoundKind.INTERNAL: Act.RANK_OWN,
    RoundKind.ROTATION: Act.RANK_OWN,
    RoundKind.INTRODUCTIONS: Act.RECOMMEND,
    RoundKind.SWAP: Act.BROKER_SECONDMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """What the law asks about a round on one day.

    Attributes:
        legal: in which role the operator acts that day; an agency without a valid licence is
            what any platform is.
        operator_id: the organisation that operates the round.
        company_ids: the employers of its places; None stands for one that is not on the platform.
        is_party: the operator is a party of the agreement between the companies (swap).
        purpose: purpose code of the secondments (swap).
        has_agreement: the companies signed an agreement on the exchange (swap).
    """

    kind: RoundKind
    legal: LegalRole
    operator_id: int
    company_ids: Collection[int | None] = ()
    is_party: bool = False
    purpose: str = ""
    has_agreement: bool = False


def act_of(kind: RoundKind) -> Act:
    """Return the row of the permission matrix that a round of this kind is."""
    return _ACTS[kind]


def check_round(facts: RoundFacts) -> Refusal | None:
    """H1, H9: may this operator hold this round on that day?"""
    if facts.kind is RoundKind.SWAP:
        return _check_swap(facts)
    refusal = check_act(act_of(facts.kind), kind=facts.legal)
    if refusal is not None or facts.kind is RoundKind.INTRODUCTIONS:
        return refusal
    if any(one != facts.operator_id for one in facts.company_ids):
        # A group's companies are several employers: to rank people for them is placement.
        return check_act(Act.RECOMMEND, kind=facts.legal)
    return None


def check_person(*, kind: RoundKind, source: PersonSource) -> Refusal | None:
    """H3: may somebody take part as this? Applicants whom a company rejected never do."""
    if source is PEOPLE[kind]:
        return None
    return Refusal(
        "H3",
        "この方は、このラウンドの対象ではありません。応募の結果にもとづく順位づけや選別はできません。",
        "This person cannot take part. Applicants are neither ranked nor selected by a round.",
        "社内のラウンドには在籍中の社員を、職業紹介のラウンドには求職中の方を追加してください。",
        "Add employees to a round of your company, and people who look for work to a round of "
        "introductions.",
        "職業安定法 4条",
    )


def check_consents(*, missing: int) -> Refusal | None:
    """H2: nobody's list is cleared without that person's own consent to this round.

    Args:
        missing: how many people with a list did not agree.
    """
    if not missing:
        return None
    return Refusal(
        "H2",
        f"このラウンドに同意していない方の希望が{missing}名分あります。",
        f"The lists of {missing} people stand here without their consent to this round.",
        "同意のない方の希望を取り除いてから締め切ってください。",
        "Remove those lists before you lock the round.",
        "個人情報保護法 27条",
    )


def _check_swap(facts: RoundFacts) -> Refusal | None:
    if not facts.purpose:
        return Refusal(
            "H9",
            "出向の目的が選ばれていません。",
            "The purpose of the secondments is missing.",
            "雇用の維持・技術指導・能力開発・グループ内の人事交流から目的を選んでください。",
            "Choose one: keeping jobs, guidance, skills, exchange inside a group.",
            "職業安定法 44条",
        )
    if not facts.has_agreement:
        return Refusal(
            "H9",
            "会社間の出向の取り決めに署名した日が記録されていません。",
            "The day on which the companies signed their agreement is missing.",
            "参加するすべての会社と取り決めを結び、署名した日を入力してください。",
            "Sign an agreement with every company that takes part, and enter the day.",
            "職業安定法 44条; 労働契約法 14条",
        )
    if facts.legal is LegalRole.EMPLOYER and facts.is_party:
        return None
    return check_act(Act.BROKER_SECONDMENT, kind=facts.legal)
