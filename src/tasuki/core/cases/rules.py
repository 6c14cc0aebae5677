"""Guards that several kinds share."""

from tasuki.core.cases.kind import Facts, Guard
from tasuki.core.dates import add_months
from tasuki.core.law.refusals import Refusal

LONGEST_MONTHS = 1200


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


def refuse_backwards(facts: Facts) -> Refusal | None:
    """A term ends after it begins."""
    if facts.day("ends_on") > facts.day("starts_on"):
        return None
    return Refusal(
        "CASE-TERM",
        "終了日が開始日より前です。",
        "The last day lies before the first one.",
        "開始日より後の終了日を入力してください。",
        "Enter a last day after the first one.",
        "design",
    )


def refuse_longer_than(months: int, *, source: str) -> Guard:
    """Return a guard against a term of more than so many months."""

    def check(facts: Facts) -> Refusal | None:
        if facts.day("ends_on") <= add_months(facts.day("starts_on"), months):
            return None
        return Refusal(
            "CASE-TERM",
            f"期間が{months}か月を超えています。",
            f"The term is longer than {months} months.",
            f"{months}か月以内の終了日を入力してください。",
            f"Enter a last day within {months} months.",
            source,
        )

    return check


def refuse_shorter_than(months: int, *, source: str) -> Guard:
    """Return a guard against a term of fewer than so many months."""

    def check(facts: Facts) -> Refusal | None:
        if facts.day("ends_on").toordinal() + 1 >= (
            add_months(facts.day("starts_on"), months).toordinal()
        ):
            return None
        return Refusal(
            "CASE-TERM",
            f"期間が{months}か月に足りません。",
            f"The term is shorter than {months} months.",
            f"{months}か月以上になる終了日を入力してください。",
            f"Enter a last day that makes it {months} months or more.",
            source,
        )

    return check


def refuse_no_consent(facts: Facts) -> Refusal | None:
    """H9: the person's own, single consent, given freely, after the terms were explained.

    Source: 労働契約法 14条; 民法 625条1項.
    """
    if facts.values["is_consent_single"] is True:
        return None
    return Refusal(
        "H9",
        "本人一人ひとりの個別の同意がありません。包括的な同意や一括の同意では進められません。",
        "There is no consent of this one person; a general or collective consent is not enough.",
        "条件を本人に説明し、個別の同意書を受け取ってください。断っても不利益はありません。",
        "Explain the terms to the person and receive a single consent. A no has no drawback.",
        "労働契約法 14条; 民法 625条1項",
    )
