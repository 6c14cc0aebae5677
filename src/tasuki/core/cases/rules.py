"""Guards that several kinds share."""

from tasuki.core.cases.kind import Facts
from tasuki.core.law.refusals import Refusal


def refuse_other_entity(facts: Facts) -> Refusal | None:
    """Moves inside are moves inside one legal person; a group company is another employer.

    Source: Employment Security Act (職業安定法) 4(1), 30.
    """
    if facts.values["same_entity"]:
        return None
    return Refusal(
        "CASE-ENTITY",
        "受入先が別の法人です。社内の異動としては扱えません。",
        "The other side is another legal person; this is no move inside one company.",
        "在籍出向または転籍として始めてください。",
        "Begin it as a secondment or a transfer.",
        "職業安定法 4条1項, 30条",
    )


def refuse_without_decider(facts: Facts) -> Refusal | None:
    """H12: a named human decides about a person."""
    if facts.values.get("decider"):
        return None
    return Refusal(
        "H12",
        "判断した人の名前がありません。",
        "Nobody is named as having decided.",
        "判断した人の名前を入力してください。",
        "Enter the name of the person who decided.",
        "公正な採用選考の基本; 個人情報保護法 19条",
    )
