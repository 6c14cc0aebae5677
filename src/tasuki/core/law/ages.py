"""Limits of age in a posting: only with a code of the law, within what the code allows (H6).

Source: 労働施策総合推進法 9条, 施行規則 1条の3; 高年齢者雇用安定法 20条.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tasuki.core.law.parameters import find_number, find_parameter
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

_SOURCE: Final = "労働施策総合推進法 9条; 施行規則 1条の3"
_ENTERED: Final = {"upper": ("given", "programme", "retirement_age"), "lower": ("given",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLimit:
    """A limit of age as a posting states it.

    Attributes:
        least: youngest age in years; None if there is no lower limit.
        most: oldest age in years; None if there is no upper limit.
        code: key of ``age_codes``: ``1``, ``2``, ``3i``, ``3ro``, ``3ha``, ``3ni``.
        reason: the written reason, which a posting always shows beside the code; it names the
            statute of 2号 and the programme of 3号ニ, one of ``list_programmes``.
        is_indefinite: the contract has no end.
        retirement_age: the employer's retirement age; None if unknown.
        asks_experience: experience is a condition.
        occupation: the occupation, for 3号ロ.
    """

    least: int | None = None
    most: int | None = None
    code: str = ""
    reason: str = ""
    is_indefinite: bool = True
    retirement_age: int | None = None
    asks_experience: bool = False
    occupation: str = ""

    @property
    def is_stated(self) -> bool:
        """Whether there is a limit at all and a code is given for it."""
        return bool(self.code) and (self.least is not None or self.most is not None)


def list_age_codes(*, on: date) -> dict[str, Words]:
    """Return the codes that hold on a day with their names, in the order of the law."""
    table = find_parameter("age_codes", on=on).value
    return {code: Words(rule["ja"], rule["en"]) for code, rule in table.items()}


def list_programmes(*, on: date) -> tuple[str, ...]:
    """Return the names of public programmes for whose target group 3号ニ allows a limit."""
    table = find_parameter("age_codes", on=on).value
    return tuple(name for rule in table.values() for name in rule.get("programmes", ()))


def check_age_limit(limit: AgeLimit, *, on: date) -> Refusal | None:
    """H6: a limit of age stands only under a code of the law and within what it allows.

    Args:
        limit: the limit as the posting states it; without both ages there is nothing to check.
        on: the day on which the posting is shown or used.
    """
    if limit.least is None and limit.most is None:
        return None
    rule = find_parameter("age_codes", on=on).value.get(limit.code)
    if rule is None:
        return _refuse(
            Words(
                "年齢の条件には、法律の例外事由（1号〜3号ニ）が必要です。",
                "A limit of age needs one of the reasons of the law (1 to 3-ni).",
            ),
            Words(
                "年齢の条件を外すか、当てはまる事由を選んでください。",
                "Remove the limit, or choose the reason that applies.",
            ),
        )
    name = Words(rule["ja"], rule["en"])
    problem = (
        _check_sides(limit, rule)
        or _check_retirement(limit, rule, on=on)
        or _check_conditions(limit, rule)
        or _check_band(limit, rule)
        or _check_reason(limit, rule, on=on)
    )
    if problem is None:
        return None
    why, then = problem
    return _refuse(Words(f"{name.ja}：{why.ja}", f"{name.en}: {why.en}"), then)


type _Problem = tuple[Words, Words] | None


def _check_sides(limit: AgeLimit, rule: dict[str, Any]) -> _Problem:
    for side, value, ja, en in (
        ("upper", limit.most, "上限", "upper"),
        ("lower", limit.least, "下限", "lower"),
    ):
        if value is not None and rule[side] not in _ENTERED[side]:
            return (
                Words(f"この事由では年齢の{ja}を付けられません。", f"it allows no {en} limit."),
                Words(f"年齢の{ja}を外してください。", f"Remove the {en} limit."),
            )
    return None


def _check_retirement(limit: AgeLimit, rule: dict[str, Any], *, on: date) -> _Problem:
    if rule["upper"] != "retirement_age":
        return None
    floor = find_number("retirement_age_min_years", on=on)
    if limit.retirement_age is not None and limit.retirement_age < floor:
        return (
            Words(
                f"定年は{floor}歳を下回れません（高年齢者雇用安定法8条）。",
                f"the retirement age may not be below {floor}.",
            ),
            Words("就業規則の定年を確認してください。", "Check the retirement age of the rules."),
        )
    if limit.most != limit.retirement_age:
        return (
            Words(
                "上限は定年の年齢と同じでなければなりません。",
                "the limit must be the retirement age.",
            ),
            Words(
                "定年の年齢を入力し、上限をそれに合わせてください。",
                "Enter the retirement age as the limit.",
            ),
        )
    return None


def _check_conditions(limit: AgeLimit, rule: dict[str, Any]) -> _Problem:
    if rule["needs_indefinite"] and not limit.is_indefinite:
        return (
            Words(
                "期間の定めのない労働契約（無期）だけに使えます。",
                "only for a contract without an end.",
            ),
            Words(
                "無期の募集にするか、年齢の条件を外してください。",
                "Offer a contract without an end, or remove the limit.",
            ),
        )
    if rule.get("needs_no_experience") and limit.asks_experience:
        return (
            Words("経験を条件にする募集には使えません。", "not where experience is a condition."),
            Words(
                "経験の条件か年齢の条件を外してください。",
                "Remove the experience or the limit of age.",
            ),
        )
    if rule.get("needs_occupation") and not limit.occupation.strip():
        return (
            Words("特定の職種の募集だけに使えます。", "only for one named occupation."),
            Words("職種を入力してください。", "Enter the occupation."),
        )
    return None


def _check_band(limit: AgeLimit, rule: dict[str, Any]) -> _Problem:
    least, most = limit.least, limit.most
    if least is not None and most is not None and least > most:
        return (
            Words("下限が上限より高くなっています。", "the lower limit lies above the upper one."),
            Words("年齢を確認してください。", "Check the ages."),
        )
    if "least_age" in rule and not _is_band(least, most, rule):
        ages, years = (
            f"{rule['least_age']}–{rule['most_age']}",
            f"{rule['band_years_min']}–{rule['band_years_max']}",
        )
        return (
            Words(
                f"{ages}歳の中の{years}年の幅だけに使えます。",
                f"only a band of {years} years within {ages}.",
            ),
            Words("年齢の幅を確認してください。", "Check the band of ages."),
        )
    floor = rule.get("lower_unless_programme")
    if floor is None or (least == floor and most is None):
        return None
    named = [name for name in rule["programmes"] if name in limit.reason]
    if named:
        return None
    return (
        Words(
            f"{floor}歳以上（上限なし）、または国の施策の対象者の募集だけに使えます。",
            f"only from {floor} without an upper limit, or for a public programme.",
        ),
        Words(
            "下限と上限を直すか、施策の名前を理由に書いてください（"
            + "、".join(rule["programmes"])
            + "）。",
            "Correct the limits, or name the programme in the reason ("
            + ", ".join(rule["programmes"])
            + ").",
        ),
    )


def _is_band(least: int | None, most: int | None, rule: dict[str, Any]) -> bool:
    if least is None or most is None:
        return False
    is_inside = int(rule["least_age"]) <= least <= most <= int(rule["most_age"])
    # Both ends count: 30 to 39 is a band of ten years.
    shortest, longest = int(rule["band_years_min"]), int(rule["band_years_max"])
    return is_inside and shortest <= most - least + 1 <= longest


def _check_reason(limit: AgeLimit, rule: dict[str, Any], *, on: date) -> _Problem:
    if limit.reason.strip():
        return None
    border = find_number("age_reason_below_years", on=on)
    if rule.get("needs_statute"):
        return (
            Words(
                "制限の根拠になる法令の名前が必要です。",
                "the statute behind the limit must be named.",
            ),
            Words("法令の名前を理由に書いてください。", "Name the statute as the reason."),
        )
    is_below = limit.most is not None and limit.most < border
    why = (
        Words(
            f"{border}歳未満の上限には、理由の記載が必要です。",
            f"an upper limit below {border} needs a written reason.",
        )
        if is_below
        else Words("理由の記載が必要です。", "it needs a written reason.")
    )
    return (
        why,
        Words(
            "理由を書いてください。求人票に表示されます。",
            "Write the reason; the posting shows it.",
        ),
    )


def _refuse(why: Words, then: Words) -> Refusal:
    return Refusal("H6", why.ja, why.en, then.ja, then.en, _SOURCE)
