"""D4 and D5 as tables of words and numbers: one form for page, PDF and file.

Source: 職業安定法 32条の16; 様式第8号; 人材サービス総合サイト.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tasuki.apps.books import words
from tasuki.core.books.counting import COUNT_NAMES, Income, Line, Report, SiteSheet, thousand_yen
from tasuki.core.books.terms import TermClass
from tasuki.core.words import Words

NOTHING: Final = Words("-", "-")
BLANK: Final = Words("　", " ")


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table of a sheet; the first cell of a row names it, the others are numbers."""

    heading: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, tuple[int | Decimal | Words, ...]], ...]
    is_last_sum: bool = False
    notes: tuple[Words, ...] = ()


def report_tables(
    report: Report, labels: Mapping[str, str], *, staff_count: int, has_refunds: bool
) -> list[SheetTable]:
    """Return the blocks of the yearly report in the order of the form.

    Args:
        report: the figures.
        labels: how people read a group of occupations.
        staff_count: members who work on placements.
        has_refunds: the filed fee table has refund rules.
    """
    rows = [
        (_both(labels.get(one.occupation, one.occupation)), _counts(one)) for one in report.lines
    ]
    rows.append((Words("計", "Total"), _counts(report.total)))
    return [
        SheetTable(
            Words("1 活動状況（国内）", "1 Placements in Japan"),
            (
                Words("取扱業務の職業分類", "Group of occupations"),
                *(words.LINE_HEADS[name] for name in COUNT_NAMES),
            ),
            tuple(rows),
            is_last_sum=True,
            notes=(
                Words(
                    "常用＝4か月以上または無期、臨時＝1か月以上4か月未満、日雇＝1か月未満。"
                    "延＝人数×雇用期間の日数（要確認）。",
                    "Regular: four months or more, or indefinite; temporary: one month to under "
                    "four; daily: under one month. Days = persons times days of the term.",
                ),
                Words(
                    f"有効＝有効期間が{report.year.last:%Y/%m/%d}を含むもの。離職は"
                    f"{report.cut_off_on:%Y/%m/%d}までに確認できた数。",
                    f"Valid: the validity covers {report.year.last.isoformat()}. Leavers as "
                    f"known on {report.cut_off_on.isoformat()}.",
                ),
            ),
        ),
        SheetTable(
            Words("2 活動状況（国外）", "2 Placements abroad"),
            (
                Words("国", "Country"),
                Words("求人数", "Orders"),
                Words("求職者数", "Seekers"),
                Words("就職件数", "Hires"),
            ),
            ((Words("国外の紹介は扱っていません", "No placement abroad"), (0, 0, 0)),),
        ),
        _income_table(report.income),
        _staff_table(report.income, staff_count=staff_count, has_refunds=has_refunds),
        SheetTable(
            Words("6〜7 従業員教育・その他（記入欄）", "6-7 Training, other (to fill in)"),
            (Words("実施日", "Day"), Words("内容・人数", "Subject, people")),
            ((BLANK, (BLANK,)), (BLANK, (BLANK,))),
        ),
    ]


def site_tables(sheet: SiteSheet, labels: Mapping[str, str]) -> list[SheetTable]:
    """Return the two entries of the public site, and the average fee rates."""
    first, last = sheet.year.site_hires_days
    later, latest = sheet.year.site_leavers_days
    return [
        SheetTable(
            Words(
                f"{first:%Y/%m/%d}〜{last:%m/%d}に入力",
                f"Entered {first.isoformat()} to {last.isoformat()}",
            ),
            (Words("項目", "Item"), Words("人数", "People")),
            (
                (Words("① 就職者数（常用）", "(1) Hires (regular)"), (sheet.hires,)),
                (Words("② うち無期雇用", "(2) of these indefinite"), (sheet.indefinite,)),
            ),
        ),
        SheetTable(
            Words(
                f"{later:%Y/%m/%d}〜{latest:%m/%d}に入力",
                f"Entered {later.isoformat()} to {latest.isoformat()}",
            ),
            (Words("項目", "Item"), Words("人数", "People")),
            (
                (
                    Words(
                        "③ 無期のうち6か月以内の離職者（解雇以外）", "(3) Left within six months"
                    ),
                    (sheet.leavers,),
                ),
                (Words("④ 判明しなかった者", "(4) Not found out"), (sheet.unknown,)),
                (Words("確認期間中・未確認（入力しない）", "Not known yet"), (sheet.pending,)),
                (Words("参考 返戻金の件数", "For comparison: refunds"), (sheet.refund_count,)),
            ),
            notes=(
                Words(
                    f"{sheet.cut_off_on:%Y/%m/%d}までに確認できた数。",
                    f"As known on {sheet.cut_off_on.isoformat()}.",
                ),
            ),
        ),
        _rate_table(sheet, labels),
    ]


def _rate_table(sheet: SiteSheet, labels: Mapping[str, str]) -> SheetTable:
    return SheetTable(
        Words("⑧ 職種別平均手数料率（上位5職種）", "(8) Average fee rates (top five)"),
        (
            Words("職種", "Occupation"),
            Words("就職件数", "Hires"),
            Words("無料枠を含む（%）", "with free slots (%)"),
            Words("無料枠を含まない（%）", "without free slots (%)"),
            Words("掲載", "Shown"),
        ),
        tuple(
            (
                _both(labels.get(one.occupation, one.occupation)),
                (
                    one.case_count,
                    one.with_zero if one.with_zero is not None else NOTHING,
                    one.without_zero if one.without_zero is not None else NOTHING,
                    _due(value=one.is_due),
                ),
            )
            for one in sheet.rates
        ),
        notes=(
            Words(
                "手数料総額÷予定年収総額×100。無料枠の就職を含めるかは労働局に確認してください"
                "（要確認）。10件以下の職種は不要です。",
                "Fees over expected yearly pay, times 100. Whether hires by free slots enter "
                "is to be confirmed with the authority. Not needed for ten cases or fewer.",
            ),
        ),
    )


def _staff_table(income: Income, *, staff_count: int, has_refunds: bool) -> SheetTable:
    return SheetTable(
        Words("4〜5 従事者・返戻金", "4-5 Staff and refunds"),
        (Words("項目", "Item"), Words("値", "Value")),
        (
            (
                Words("職業紹介の業務に従事する者の数", "People who work on placements"),
                (staff_count,),
            ),
            (Words("返戻金制度", "Refund scheme"), (_yes_no(value=has_refunds),)),
            (Words("返戻金の件数", "Refunds"), (income.refund_count,)),
            (
                Words("返戻金の額（千円）", "Refunds (1,000 yen)"),
                (thousand_yen(income.refunded_yen),),
            ),
            (
                Words("無料枠による就職（手数料0円）", "Hires by free slots (0 yen)"),
                (income.zero_count,),
            ),
        ),
    )


def _income_table(income: Income) -> SheetTable:
    groups = list(TermClass)
    yen: list[tuple[Words, Sequence[int]]] = [
        (Words("求人受付手数料", "Reception fees"), [income.reception_yen, 0, 0]),
        (
            Words("紹介手数料（上限制）", "Placement fees (limited)"),
            [income.limited_yen.get(group, 0) for group in groups],
        ),
        (
            Words("紹介手数料（届出制）", "Placement fees (filed)"),
            [income.filed_yen.get(group, 0) for group in groups],
        ),
        (Words("求職受付手数料・求職者手数料", "Fees of job seekers"), [0, 0, 0]),
    ]
    rows = [
        (name, (*(thousand_yen(one) for one in amounts), thousand_yen(sum(amounts)), sum(amounts)))
        for name, amounts in yen
    ]
    totals = [sum(amounts[place] for _name, amounts in yen) for place in range(len(groups))]
    rows.append(
        (
            Words("計", "Total"),
            (*(thousand_yen(one) for one in totals), thousand_yen(sum(totals)), sum(totals)),
        )
    )
    return SheetTable(
        Words("3 収入状況（千円）", "3 Income (1,000 yen)"),
        (
            Words("種類", "Kind"),
            *(words.TERMS[group] for group in groups),
            Words("計（千円）", "Sum (1,000 yen)"),
            Words("参考（円）", "in yen"),
        ),
        tuple(rows),
        is_last_sum=True,
        notes=(
            Words(
                "税抜。千円未満は四捨五入し、計は円の合計から求めます。受付手数料は常用の欄に示します。",
                "Without tax. Rounded to thousands; sums are made from yen. Reception fees stand "
                "under regular.",
            ),
        ),
    )


def _counts(line: Line) -> tuple[int, ...]:
    return tuple(line.counts().values())


def _both(text: str) -> Words:
    return Words(text, text)


def _yes_no(*, value: bool) -> Words:
    return Words("有", "yes") if value else Words("無", "no")


def _due(*, value: bool) -> Words:
    return Words("要", "yes") if value else Words("不要", "no")
