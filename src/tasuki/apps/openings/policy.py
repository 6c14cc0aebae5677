"""What may stand in an opening, field by field, and what it must show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tasuki.apps.openings.models import Employer, Opening
from tasuki.core.law.ages import AgeLimit, list_age_codes
from tasuki.core.law.forbidden import check_forbidden_data
from tasuki.core.law.posting import POSTING_KEYS, PostingFacts
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.wages import PayFloor
from tasuki.core.openings.labels import PAY_UNITS
from tasuki.core.prefectures import PREFECTURES
from tasuki.core.words import Words

TERM_CHARACTERS_MAX: Final = 2_000
PAY_YEN_MAX: Final = 100_000_000
_LENGTHS: Final = {
    "title": (1, 120, Words("募集の名前", "title")),
    "occupation": (0, 120, Words("職種", "occupation")),
    "workplace": (0, 200, Words("就業場所", "workplace")),
    "locality": (0, 60, Words("市区町村", "city")),
}
_PAYS: Final = ("pay_min_yen", "pay_max_yen", "theoretical_pay_yen")
AGE_YEARS_MAX: Final = 100
AGE_REASON_CHARACTERS_MAX: Final = 300
AGE_CODE_CHARACTERS_MAX: Final = 4
WORK_MINUTES_MAX: Final = 31 * 24 * 60
PERSON_COUNT_MAX: Final = 999
OCCUPATION_CODE: Final = re.compile(r"\d{2,3}(?:-\d{2}){0,2}")
"""The form of the codes of 厚労省編職業分類: 13, 013, 013-01, 013-01-02."""

_AGES: Final = ("age_least", "age_most", "retirement_age")


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
    problems |= _place_problems(values)
    problems |= _age_problems(values)
    problems |= _order_problems(values)
    problems |= _term_problems(values["terms"])
    for name in ("title", "occupation", "workplace", "locality", "age_reason"):
        if refusal := check_forbidden_data(str(values[name])):
            problems.setdefault(name, _by_law(refusal))
    return problems


def _order_problems(values: Mapping[str, Any]) -> dict[str, FieldProblem]:
    problems = {}
    if not 1 <= values["person_count"] <= PERSON_COUNT_MAX:
        problems["person_count"] = FieldProblem(
            Words(
                f"求人数は1名以上{PERSON_COUNT_MAX}名以下で入力してください。",
                f"Enter 1 to {PERSON_COUNT_MAX} persons.",
            )
        )
    code = values["occupation_code"].strip()
    if code and not OCCUPATION_CODE.fullmatch(code):
        problems["occupation_code"] = FieldProblem(
            Words(
                "厚労省編職業分類の番号を「013」または「013-01」の形で入力してください。",
                "Enter the number of the classification as 013 or 013-01.",
            )
        )
    if values["employment"] not in Opening.Employment.values:
        problems["employment"] = FieldProblem(
            Words("雇用形態を一覧から選んでください。", "Choose the kind from the list.")
        )
    start, end = values["contract_from"], values["contract_to"]
    if start is not None and end is not None and end < start:
        problems["contract_to"] = FieldProblem(
            Words("契約の末日は初日以降にしてください。", "Choose a last day after the first one.")
        )
    if values["is_indefinite"] and end is not None:
        problems["contract_to"] = FieldProblem(
            Words(
                "期間の定めのない雇用に契約の末日は付けられません。",
                "Employment without an end has no last day.",
            )
        )
    return problems


def _place_problems(values: Mapping[str, Any]) -> dict[str, FieldProblem]:
    problems = {}
    if values["prefecture"] is not None and not 1 <= values["prefecture"] <= len(PREFECTURES):
        problems["prefecture"] = FieldProblem(
            Words("都道府県を一覧から選んでください。", "Choose the prefecture from the list.")
        )
    if not 0 <= values["work_minutes"] <= WORK_MINUTES_MAX:
        problems["work_minutes"] = FieldProblem(
            Words(
                "所定労働時間は、1か月の時間以内で入力してください。",
                "Enter scheduled hours that fit into a month.",
            )
        )
    return problems


def _age_problems(values: Mapping[str, Any]) -> dict[str, FieldProblem]:
    problems = {
        name: FieldProblem(
            Words(
                f"年齢は0歳以上{AGE_YEARS_MAX}歳以下で入力してください。",
                f"Enter an age from 0 to {AGE_YEARS_MAX}.",
            )
        )
        for name in _AGES
        if values[name] is not None and not 0 <= values[name] <= AGE_YEARS_MAX
    }
    if len(values["age_reason"]) > AGE_REASON_CHARACTERS_MAX:
        problems["age_reason"] = FieldProblem(
            Words(
                f"{AGE_REASON_CHARACTERS_MAX}文字以内で入力してください。",
                f"Enter at most {AGE_REASON_CHARACTERS_MAX} characters.",
            )
        )
    # A code that is not one of the law is refused when the opening is shown; a draft keeps it.
    if len(values["age_code"]) > AGE_CODE_CHARACTERS_MAX:
        problems["age_code"] = FieldProblem(
            Words("事由を一覧から選んでください。", "Choose the reason from the list.")
        )
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
        if key not in POSTING_KEYS:
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
        elif refusal := check_forbidden_data(text):
            problems[name] = _by_law(refusal)
    return problems


def _by_law(refusal: Refusal) -> FieldProblem:
    words = Words(f"{refusal.reason_ja}{refusal.next_ja}", f"{refusal.reason_en} {refusal.next_en}")
    return FieldProblem(words, refusal)


def posting_facts(opening: Opening) -> PostingFacts:
    """Return what the check of a posting asks of an opening."""
    return PostingFacts(
        items={key: str(opening.terms.get(key, "")) for key in POSTING_KEYS},
        is_fixed_term=not opening.is_indefinite,
        confirmed_on=opening.as_of,
        title=opening.title,
        occupation=opening.occupation,
        declared_on=opening.declared_on,
        age=AgeLimit(
            least=opening.age_least,
            most=opening.age_most,
            code=opening.age_code,
            reason=opening.age_reason,
            is_indefinite=opening.is_indefinite,
            retirement_age=opening.retirement_age,
            asks_experience=opening.asks_experience,
            occupation=opening.occupation,
        ),
        pay=PayFloor(
            amount_yen=opening.pay_min_yen,
            unit=opening.pay_unit,
            minutes=opening.work_minutes,
            prefecture=opening.prefecture,
        ),
    )


def declared_for(employer: Employer | None) -> date | None:
    """Return the day of an employer's clear declaration; None while there is none."""
    if employer is None or employer.declaration != Employer.Answer.CLEAR:
        return None
    return employer.declared_on


def age_words(opening: Opening, *, on: date) -> Words:
    """Return the limit of age with its reason as a posting shows it; 不問 without a limit.

    Args:
        opening: of which job.
        on: the day whose codes hold.

    Source: 労働施策総合推進法 9条; 施行規則 1条の3.
    """
    least, most = opening.age_least, opening.age_most
    if least is None and most is None:
        return Words("不問", "no limit")
    ja = [f"{least}歳以上"] if least is not None else []
    en = [f"from {least}"] if least is not None else []
    if most is not None:
        ja.append(f"{most}歳以下")
        en.append(f"up to {most}")
    code = list_age_codes(on=on).get(opening.age_code, Words(opening.age_code, opening.age_code))
    return Words(
        f"{''.join(ja)}（{code.ja}：{opening.age_reason}）",
        f"{' '.join(en)} ({code.en}: {opening.age_reason})",
    )
