"""Which kind of organisation may do which act between people and posts.

The matrix is data, because the authority keeps adding examples. It does not look at a single
licence or contract; that is the licence gate's question.

Source: Employment Security Act (職業安定法) 4, 29, 30, 32-3, 33, 44 and the criteria for
telling information services from placement.
"""

from dataclasses import dataclass
from enum import StrEnum

from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words


class Act(StrEnum):
    """What somebody does between people and posts."""

    LIST_JOBS = "list_jobs"
    RANK_OWN = "rank_own"
    SEARCH = "search"
    RECOMMEND = "recommend"
    RELAY_MSG = "relay_msg"
    EDIT_MSG = "edit_msg"
    CHARGE_HIRE = "charge_hire"
    BROKER_SECONDMENT = "broker_secondment"
    SUPPLY = "supply"


class LegalRole(StrEnum):
    """In which role an organisation acts; one organisation may have several."""

    EMPLOYER = "employer"
    GROUP_COMPANY = "group_company"
    PLATFORM = "platform"
    LICENSED_AGENCY = "licensed_agency"
    MUNICIPALITY = "municipality"


class ActAnswer(StrEnum):
    """The answer of one cell; CONDITION and NOT_ITS_ACT carry a sentence."""

    YES = "yes"
    NO = "no"
    CONDITION = "condition"
    NOT_ITS_ACT = "not_its_act"


@dataclass(frozen=True, slots=True)
class ActRule:
    """One cell of the matrix; `condition` is set only with CONDITION."""

    permission: ActAnswer
    condition: Words | None = None


ACT_LABELS: dict[Act, Words] = {
    Act.LIST_JOBS: Words("自社の求人の掲載と応募の受付", "list own jobs and receive applications"),
    Act.RANK_OWN: Words("自社の応募者・社員の順位づけ", "rank own applicants or employees"),
    Act.SEARCH: Words("見える条件での検索", "search by visible conditions"),
    Act.RECOMMEND: Words(
        "ほかの会社の求人と人の推薦", "recommend a person for another company's job"
    ),
    Act.RELAY_MSG: Words("連絡をそのまま伝えること", "pass messages on unchanged"),
    Act.EDIT_MSG: Words(
        "連絡の編集、意見の追加、面接の調整", "edit messages, add comments, set interviews"
    ),
    Act.CHARGE_HIRE: Words("採用に応じた料金の受け取り", "charge for a hire"),
    Act.BROKER_SECONDMENT: Words(
        "関係のない会社どうしの出向・転籍の仲介", "broker a move between unrelated firms"
    ),
    Act.SUPPLY: Words("労働者の供給事業", "supply workers as a business"),
}

_YES = ActRule(ActAnswer.YES)
_NO = ActRule(ActAnswer.NO)
_NONE = ActRule(ActAnswer.NOT_ITS_ACT)
_OWN = ActRule(
    ActAnswer.CONDITION,
    Words("会社ごとに、自社の分だけ行えます。", "Each company does so for its own only."),
)
_FILED = ActRule(
    ActAnswer.CONDITION,
    Words("届出済みの手数料表に沿う場合だけです。", "Only by the filed fee table."),
)
_FLAT = ActRule(
    ActAnswer.CONDITION,
    Words(
        "掲載料などの定額か、あっせんを伴わない料金だけです。",
        "Only a flat or posting fee, or a fee without any placement.",
    ),
)

# Columns: employer, group company, platform, licensed agency, municipality.
_MATRIX: dict[Act, tuple[ActRule, ...]] = {
    Act.LIST_JOBS: (_YES, _OWN, _NONE, _YES, _YES),
    Act.RANK_OWN: (_YES, _OWN, _NONE, _NONE, _NONE),
    Act.SEARCH: (_YES, _YES, _YES, _YES, _YES),
    Act.RECOMMEND: (_NO, _NO, _NO, _YES, _YES),
    Act.RELAY_MSG: (_YES, _YES, _YES, _YES, _YES),
    Act.EDIT_MSG: (_NO, _NO, _NO, _YES, _YES),
    Act.CHARGE_HIRE: (_NO, _NO, _FLAT, _FILED, _NO),
    Act.BROKER_SECONDMENT: (_NO, _NONE, _NO, _YES, _YES),
    Act.SUPPLY: (_NO, _NO, _NO, _NO, _NO),
}
ACT_RULES: dict[tuple[Act, LegalRole], ActRule] = {
    (act, kind): rule
    for act, row in _MATRIX.items()
    for kind, rule in zip(LegalRole, row, strict=True)
}


def check_act(act: Act, *, kind: LegalRole, is_condition_met: bool = False) -> Refusal | None:
    """Return why an organisation of this kind may not do the act; None if it may.

    Args:
        act: what it wants to do, for another company's hiring where the act names none.
        kind: in which role it acts.
        is_condition_met: the condition of the cell, if there is one, was checked.
    """
    rule = ACT_RULES[act, kind]
    if rule.permission is ActAnswer.YES:
        return None
    if rule.condition is not None and is_condition_met:
        return None
    label = ACT_LABELS[act]
    if rule.condition is not None:
        next_step = rule.condition
    elif act is Act.SUPPLY:
        next_step = Words(
            "出向や派遣など、別の適法な形を選んでください。",
            "Choose another lawful form, such as a secondment.",
        )
    else:
        next_step = Words(
            "許可のある人材紹介会社に依頼してください。",
            "Ask a licensed placement agency to do it.",
        )
    return Refusal(
        rule="H1",
        reason_ja=f"この立場では「{label.ja}」はできません。",
        reason_en=f"This kind of organisation may not {label.en}.",
        next_ja=next_step.ja,
        next_en=next_step.en,
        source="職業安定法 44条" if act is Act.SUPPLY else "職業安定法 4条, 30条",
    )
