"""What may stand in an opening, field by field, and what it must show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tasuki.apps.openings.models import Opening
from tasuki.core.law.posting import PostingItem
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.stops import PostingFacts, check_forbidden_data
from tasuki.core.words import Words

PAY_UNITS: Final[dict[str, Words]] = {
    "hour": Words("時給", "per hour"),
    "day": Words("日給", "per day"),
    "month": Words("月給", "per month"),
    "year": Words("年俸", "per year"),
}
TERM_CHARACTERS_MAX: Final = 2_000
PAY_YEN_MAX: Final = 100_000_000
_LENGTHS: Final = {
    "title": (1, 120, Words("募集の名前", "title")),
    "occupation": (0, 120, Words("職種", "occupation")),
    "workplace": (0, 200, Words("就業場所", "workplace")),
}
_PAYS: Final = ("pay_min_yen", "pay_max_yen", "theoretical_pay_yen")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field; a refusal where a law says no."""

    text: Words
    refusal: Refusal | None = None


def find_problems(**values: Any) -> dict[str, FieldProblem]:
    """Return what is wrong by field name; terms as ``terms.duties``. Gaps are no problem."""
    problems: dict[str, FieldProblem] = {}
    for name, (least, most, label) in _LENGTHS.items():
        if not least <= len(str(values[name]).strip()) <= most:
            problems[name] = FieldProblem(
                Words(
                    f"{label.ja}は{least}文字以上{most}文字以内で入力してください。",
                    f"Enter a {label.en} of {least} to {most} characters.",
                )
            )
    problems |= _pay_problems(values)
    problems |= _term_problems(values["terms"])
    for name in ("title", "occupation"):
        if refusal := check_forbidden_data(str(values[name])):
            problems.setdefault(name, _by_law(refusal))
    return problems


def _pay_problems(values: Mapping[str, Any]) -> dict[str, FieldProblem]:
    problems = {
        name: FieldProblem(
            Words(
                f"金額は0円以上{PAY_YEN_MAX:,}円以下で入力してください。",
                f"Enter an amount from 0 to {PAY_YEN_MAX:,} yen.",
            )
        )
        for name in _PAYS
        if not 0 <= values[name] <= PAY_YEN_MAX
    }
    if not problems and values["pay_max_yen"] < values["pay_min_yen"]:
        problems["pay_max_yen"] = FieldProblem(
            Words(
                "給与の上限は、下限以上の金額を入力してください。",
                "Enter a highest pay that is not below the lowest.",
            )
        )
    if values["pay_unit"] not in PAY_UNITS:
        problems["pay_unit"] = FieldProblem(
            Words("給与の単位を一覧から選んでください。", "Choose the unit of pay from the list.")
        )
    return problems


def _term_problems(terms: Mapping[str, str]) -> dict[str, FieldProblem]:
    problems = {}
    for key, text in terms.items():
        name = f"terms.{key}"
        if key not in set(PostingItem):
            problems[name] = FieldProblem(
                Words(
                    f"項目「{key}」はありません。画面の項目だけを入力してください。",
                    f"There is no item “{key}”. Fill in the items shown only.",
                )
            )
        elif len(text) > TERM_CHARACTERS_MAX:
            problems[name] = FieldProblem(
                Words(
                    f"{TERM_CHARACTERS_MAX:,}文字以内で入力してください。",
                    f"Enter at most {TERM_CHARACTERS_MAX:,} characters.",
                )
            )
        elif key == PostingItem.DUTIES and (refusal := check_forbidden_data(text)):
            problems[name] = _by_law(refusal)
    return problems


def _by_law(refusal: Refusal) -> FieldProblem:
    words = Words(f"{refusal.reason_ja}{refusal.next_ja}", f"{refusal.reason_en} {refusal.next_en}")
    return FieldProblem(words, refusal)


def posting_facts(opening: Opening) -> PostingFacts:
    """Return what the completeness check asks of an opening."""
    return PostingFacts(
        items={item: opening.terms.get(item.value, "") for item in PostingItem},
        is_fixed_term=not opening.is_indefinite,
        confirmed_on=opening.as_of,
    )
