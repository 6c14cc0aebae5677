"""Pay as people write it: an amount or a range, with the time it is for.

What stands in brackets is left out before the period is decided: 年俸 5,400,000円（月額450,000円）
is pay for a year.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.identity.problems import Parsed, ParseProblem
from tasuki.core.words import Words


class SalaryPeriod(StrEnum):
    """The time for which an amount is paid."""

    YEAR = "YEAR"
    MONTH = "MONTH"
    DAY = "DAY"
    HOUR = "HOUR"


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay in whole yen; all None where the cell names no amount.

    Attributes:
        min_yen: the lower end; None where only an upper one is written.
        max_yen: the upper end; None where only a lower one is written.
        period: the time the amounts are for.
    """

    min_yen: int | None = None
    max_yen: int | None = None
    period: SalaryPeriod | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no amount is named."""
        return self.min_yen is None and self.max_yen is None


MAN: Final = 10_000
_OPEN_TALK: Final = re.compile(
    r"相談|当社規定|規定による|社内規定|未定|面談|経験.*考慮|スキル.*考慮"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_PERIOD_WORDS: Final = (
    (
        SalaryPeriod.HOUR,
        re.compile(r"時給|時間給|/時|時間あたり|per hour|hourly|/h\b", re.IGNORECASE),
    ),
    (SalaryPeriod.DAY, re.compile(r"日給|日当|日額|/日|per day|daily", re.IGNORECASE)),
    (SalaryPeriod.MONTH, re.compile(r"月給|月収|月額|月俸|/月|per month|monthly", re.IGNORECASE)),
    (
        SalaryPeriod.YEAR,
        re.compile(r"年収|年俸|年額|年間|年棒|/年|per year|annual|yearly", re.IGNORECASE),
    ),
)
_UNITS: Final = {
    "億": 100_000_000,
    "百万": 1_000_000,
    "万": MAN,
    "千": 1_000,
    "m": 1_000_000,
    "k": 1_000,
    "": 1,
}
_AMOUNT: Final = re.compile(
    r"(?P<high>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>億|百万|万|千|m(?=円)|k)?"
    r"(?:\s*(?P<low>\d[\d,]*)\s*(?P<low_unit>万|千)?(?=\s*円))?"
    r"(?:\s*(?P<yen>円)|\s*(?P<not_money>[ヶケか箇ヵカ]月|月(?![給収額俸])|回|時間(?!給)"
    r"|日(?![給当額])|[歳才]|%|人|名|年(?![収俸額間棒])|分))?",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"[~〜～\-–—―−ー‐]|から|\bto\b")
_AT_LEAST: Final = re.compile(r"以上|から|超|[~〜～ー+]\s*$|より")
_AT_MOST: Final = re.compile(r"以下|まで|未満|以内|^\D*[~〜～]")
_TEXT_CHARACTERS_MAX: Final = 200
_DIGITS_MAX: Final = 15
_YEN_MAX: Final = 10**11
_YEAR_MIN_YEN: Final = 1_000_000
_MONTH_MIN_YEN: Final = 100_000
_UNUSUAL_YEAR_YEN: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of the text; `unit` in yen, `is_bare` without any unit, its place in the text."""

    yen: Decimal
    unit: int
    is_bare: bool
    start: int
    end: int


def parse_salary(text: str | float, *, column: str = "") -> Parsed[Salary] | ParseProblem:
    """Return the pay that a cell names.

    Args:
        text: as written, or a number cell; a number below 10,000 without a unit is 万円 where the
            period is a year or a month.
        column: the heading of the column; it gives the period where the cell does not (年収).

    Returns:
        Whole yen. An empty salary for blank cells and words such as 応相談; a warning where the
        period was concluded from the amount, the ends change places or more amounts follow.
    """
    raw = str(int(text)) if isinstance(text, float) and text.is_integer() else str(text)
    if is_blank(raw):
        return Parsed(Salary())
    if len(raw) > _TEXT_CHARACTERS_MAX:
        return _problem(raw)
    folded = unicodedata.normalize("NFKC", raw).strip()
    outside = _BRACKETS.sub("", folded)
    if not re.search(r"\d", outside):
        outside = folded
    amounts = _amounts(outside)
    if not amounts:
        return Parsed(Salary()) if _OPEN_TALK.search(folded) else _problem(raw)
    if any(amount.yen > _YEN_MAX for amount in amounts):
        return _problem(raw)
    period = _period(outside) or _period(unicodedata.normalize("NFKC", column[:100]))
    return _salary(outside, amounts, period)


def _salary(
    text: str, amounts: list[_Amount], period: SalaryPeriod | None
) -> Parsed[Salary] | ParseProblem:
    warnings: list[Words] = []
    first, last = amounts[0], amounts[0]
    between = text[first.end : amounts[1].start] if len(amounts) > 1 else ""
    if between and _RANGE.search(between):
        last = amounts[1]
    if first.is_bare and not last.is_bare and first.yen < MAN:
        first = replace(first, yen=first.yen * last.unit, is_bare=False)
    is_range = last is not amounts[0]
    rest = amounts[2:] if is_range else amounts[1:]
    if rest:
        warnings.append(
            Words(
                "金額がほかにもあります。最初の金額だけを取り込みます。",
                "There are more amounts; only the first is taken over.",
            )
        )
    low, high = (_yen(amount, period) for amount in (first, last))
    if low > high:
        low, high = high, low
        warnings.append(
            Words("下限と上限を入れ替えました。", "The lower and the upper end changed places.")
        )
    if period is None:
        period, doubt = _concluded(low)
        warnings.extend(doubt)
    if period is SalaryPeriod.YEAR and high >= _UNUSUAL_YEAR_YEN:
        warnings.append(
            Words(
                f"年収が{high:,}円になります。単位を確かめてください。",
                f"This is {high:,} yen a year. Check the unit.",
            )
        )
    if not is_range:
        return Parsed(_one_end(text, first, low, period), tuple(warnings))
    return Parsed(Salary(low, high, period), tuple(warnings))


def _one_end(text: str, amount: _Amount, yen: int, period: SalaryPeriod) -> Salary:
    after, before = text[amount.end : amount.end + 4], text[: amount.start]
    if _AT_LEAST.match(after.strip()) or re.fullmatch(r"\s*[~〜～ー\-]\s*", text[amount.end :]):
        return Salary(yen, None, period)
    if _AT_MOST.match(after.strip()) or re.search(r"[~〜～]\s*[¥\\]?\s*$", before):
        return Salary(None, yen, period)
    return Salary(yen, yen, period)


def _amounts(text: str) -> list[_Amount]:
    found: list[_Amount] = []
    for match in _AMOUNT.finditer(text):
        whole, _, part = match["high"].replace(",", "").partition(".")
        has_unit = bool(match["unit"] or match["yen"])
        if len(whole) + len(part) > _DIGITS_MAX or (match["not_money"] and not match["unit"]):
            continue
        unit = _UNITS[(match["unit"] or "").lower()]
        yen = Decimal(f"{whole}.{part or 0}") * unit
        if match["low"]:
            low_unit = _UNITS[match["low_unit"] or ""]
            yen += int(match["low"].replace(",", "")[:_DIGITS_MAX]) * low_unit
        found.append(_Amount(yen, unit, not has_unit, match.start(), match.end()))
    return found


def _yen(amount: _Amount, period: SalaryPeriod | None) -> int:
    is_man = amount.is_bare and amount.yen < MAN
    if is_man and period not in {SalaryPeriod.HOUR, SalaryPeriod.DAY}:
        return int(amount.yen * MAN)
    return int(amount.yen)


def _period(text: str) -> SalaryPeriod | None:
    """Return the period that is named first."""
    found = [
        (match.start(), period) for period, words in _PERIOD_WORDS if (match := words.search(text))
    ]
    return min(found)[1] if found else None


def _concluded(yen: int) -> tuple[SalaryPeriod, tuple[Words, ...]]:
    if yen >= _YEAR_MIN_YEN:
        return SalaryPeriod.YEAR, ()
    period = SalaryPeriod.MONTH if yen >= _MONTH_MIN_YEN else SalaryPeriod.HOUR
    ja, en = ("月給", "a month") if period is SalaryPeriod.MONTH else ("時給", "an hour")
    return period, (
        Words(
            f"期間の言葉がないため、金額から{ja}とみました。",
            f"No period is written; by its size it is taken as pay for {en}.",
        ),
    )


def _problem(raw: str) -> ParseProblem:
    return ParseProblem(
        raw,
        Words(
            "金額を読み取れません。「年収450万円」の形で入力してください。",
            "The amount cannot be read. Enter it in yen, such as 4,500,000.",
        ),
    )
