"""What every posting must show before anybody is introduced to it (H6).

Source: Employment Security Act (職業安定法) 5-3, 5-4, 5-6 and its rules 4-2.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.dates import add_months
from tasuki.core.law.ages import AgeLimit, check_age_limit
from tasuki.core.law.equality import check_posting_words
from tasuki.core.law.parameters import find_number
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.wages import PayFloor, check_minimum_wage, take_off_fixed_overtime
from tasuki.core.words import Words


class PostingItem(StrEnum):
    """The eleven items, in the order of the list."""

    DUTIES = "duties"
    CONTRACT_PERIOD = "contract_period"
    RENEWAL = "renewal"
    PROBATION = "probation"
    WORKPLACE = "workplace"
    HOURS = "hours"
    WAGE = "wage"
    INSURANCE = "insurance"
    RECRUITER = "recruiter"
    DISPATCH = "dispatch"
    SMOKING = "smoking"


class PostingChange(StrEnum):
    """The second half of the items that are pairs: (雇入れ直後) / (変更の範囲)."""

    DUTIES = "duties_change"
    WORKPLACE = "workplace_change"


POSTING_PAIRS: Final[dict[PostingItem, PostingChange]] = {
    PostingItem.DUTIES: PostingChange.DUTIES,
    PostingItem.WORKPLACE: PostingChange.WORKPLACE,
}
POSTING_KEYS: Final[tuple[str, ...]] = (*PostingItem, *PostingChange)
"""Every key under which a posting keeps a text."""

POSTING_ITEM_LABELS: dict[PostingItem, Words] = {
    PostingItem.DUTIES: Words("業務の内容と変更の範囲", "duties and the range of change"),
    PostingItem.CONTRACT_PERIOD: Words("労働契約の期間", "contract period"),
    PostingItem.RENEWAL: Words("更新の基準（有期の場合）", "renewal rule (fixed term)"),
    PostingItem.PROBATION: Words("試用期間", "probation"),
    PostingItem.WORKPLACE: Words("就業場所と変更の範囲", "workplace and the range of change"),
    PostingItem.HOURS: Words(
        "始業・終業、所定外労働、休憩、休日", "hours, overtime, breaks and days off"
    ),
    PostingItem.WAGE: Words("賃金", "wage"),
    PostingItem.INSURANCE: Words("社会保険・労働保険", "social and labour insurance"),
    PostingItem.RECRUITER: Words("募集者の氏名または名称", "name of the recruiter"),
    PostingItem.DISPATCH: Words("派遣労働者として雇うか", "whether hired as a dispatched worker"),
    PostingItem.SMOKING: Words("受動喫煙防止措置", "measures against passive smoking"),
}
POSTING_CHANGE_LABELS: dict[PostingChange, Words] = {
    PostingChange.DUTIES: Words("業務の変更の範囲", "range of change of the duties"),
    PostingChange.WORKPLACE: Words("就業場所の変更の範囲", "range of change of the workplace"),
}
_BOTH_HALVES: Final = re.compile(
    r"雇入れ直後.+変更の範囲|right after hiring.+range of change", re.IGNORECASE | re.DOTALL
)
_SOURCE: Final = "職業安定法 5条の3, 5条の4"


def stale_days(*, on: date) -> int:
    """Return after how many days without a confirmation a posting is stale."""
    return find_number("posting_stale_days", on=on)


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """What a posting shows; items hold the text for each of the eleven items.

    Attributes:
        items: text by key (``POSTING_KEYS``); a missing or blank one is not shown.
        is_fixed_term: the contract has an end, so the renewal rule is needed.
        confirmed_on: day on which the content was last confirmed; None if never.
        title: the heading under which it is shown.
        occupation: the occupation as it is shown.
        declared_on: day on which the employer declared that none of the listed breaches of
            labour law stands against it; None if it did not.
        age: the limit of age, None if there is none.
        pay: the lowest pay; None where the caller has no amount to judge.
    """

    items: Mapping[str, str]
    is_fixed_term: bool = False
    confirmed_on: date | None = None
    title: str = ""
    occupation: str = ""
    declared_on: date | None = None
    age: AgeLimit | None = None
    pay: PayFloor | None = None


def missing_posting_items(facts: PostingFacts) -> tuple[PostingItem, ...]:
    """Return the items that are not shown; the renewal rule only for a fixed term.

    A pair is shown when both halves are: the second one under its own key, or both in one
    text that names them.
    """
    return tuple(
        item
        for item in PostingItem
        if not _is_shown(item, facts) and (item is not PostingItem.RENEWAL or facts.is_fixed_term)
    )


def _is_shown(item: PostingItem, facts: PostingFacts) -> bool:
    text = facts.items.get(item, "").strip()
    change = POSTING_PAIRS.get(item)
    if not text or change is None or facts.items.get(change, "").strip():
        return bool(text)
    return bool(_BOTH_HALVES.search(unicodedata.normalize("NFKC", text)))


def check_posting(facts: PostingFacts, *, on: date) -> Refusal | None:
    """H6: a posting that is shown, or to which somebody is introduced, is whole and true.

    All eleven items with both halves of the pairs, a fresh as-of date, the employer's
    self-declaration, a limit of age only with its code (in a field and in words), neutral
    words, at least the minimum wage without fixed overtime.

    Args:
        facts: what the posting shows.
        on: the day on which it is shown or used.
    """
    shown = "\n".join((facts.title, facts.occupation, *facts.items.values()))
    return (
        check_items(facts)
        or check_fresh(facts.confirmed_on, on=on)
        or check_self_declaration(facts.declared_on, on=on)
        or (check_age_limit(facts.age, on=on) if facts.age else None)
        or check_posting_words(shown, has_age_limit=bool(facts.age and facts.age.is_stated))
        or (_check_pay(facts.pay, facts.items, on=on) if facts.pay else None)
    )


def _check_pay(pay: PayFloor, items: Mapping[str, str], *, on: date) -> Refusal | None:
    base = take_off_fixed_overtime(pay, items.get(PostingItem.WAGE, ""))
    return base if isinstance(base, Refusal) else check_minimum_wage(base, on=on)


def check_items(facts: PostingFacts) -> Refusal | None:
    """H6: all eleven items are shown, the pairs with both halves.

    Args:
        facts: what the posting shows.
    """
    missing = missing_posting_items(facts)
    if not missing:
        return None
    return Refusal(
        "H6",
        "求人に足りない項目があります："
        + "、".join(POSTING_ITEM_LABELS[item].ja for item in missing)
        + "。",
        "The posting lacks: " + "; ".join(POSTING_ITEM_LABELS[item].en for item in missing) + ".",
        "足りない項目を入力してください。業務と就業場所は、雇入れ直後と変更の範囲の両方が必要です。",
        "Fill in the missing items. Duties and workplace need both: right after hiring, and the "
        "range of change.",
        _SOURCE,
    )


def check_fresh(confirmed_on: date | None, *, on: date) -> Refusal | None:
    """H6: somebody confirmed the content within the last days.

    Args:
        confirmed_on: day of the last confirmation; None if never.
        on: the day on which the posting is shown or used.
    """
    days = stale_days(on=on)
    if confirmed_on is not None and (on - confirmed_on).days <= days:
        return None
    return Refusal(
        "H6",
        f"求人の内容が{days}日以内に確認されていません。",
        f"The posting was not confirmed within {days} days.",
        "内容を確認し、時点を更新してください。",
        "Confirm the content and renew its date.",
        _SOURCE,
    )


def check_self_declaration(declared_on: date | None, *, on: date) -> Refusal | None:
    """H6: the employer declared that no listed breach of labour law stands against it.

    Args:
        declared_on: day of the declaration; None if it was not made.
        on: the day on which the posting is shown or used.

    Source: 職業安定法 5条の6第3項 (自己申告).
    """
    months = find_number("self_declaration_months", on=on)
    if declared_on is not None and declared_on <= on <= add_months(declared_on, months):
        return None
    return Refusal(
        "H6",
        "求人者の自己申告（労働関係法令の違反がないこと）がありません。",
        "The employer's declaration (no listed breach of labour law) is missing.",
        f"内容を確かめて申告してください。申告は{months}か月ごとに必要です。",
        f"Check and declare it. A declaration holds for {months} months.",
        "職業安定法 5条の6第1項3号・3項",
    )
