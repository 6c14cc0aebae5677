"""A counted report as plain data and back, so that handed-in figures can be kept for good."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tasuki.core.books.counting import COUNT_NAMES, Income, Line, Report
from tasuki.core.books.terms import TermClass
from tasuki.core.books.years import BusinessYear


def write_report(report: Report) -> dict[str, Any]:
    """Return a report as data for JSON."""
    income = report.income
    return {
        "lines": [{"occupation": one.occupation} | one.counts() for one in report.lines],
        "total": report.total.counts(),
        "income": {
            "reception_yen": income.reception_yen,
            "limited_yen": {str(group): yen for group, yen in income.limited_yen.items()},
            "filed_yen": {str(group): yen for group, yen in income.filed_yen.items()},
            "refunded_yen": income.refunded_yen,
            "refund_count": income.refund_count,
            "zero_count": income.zero_count,
        },
    }


def read_report(data: Mapping[str, Any], *, year: BusinessYear, cut_off_on: date) -> Report:
    """Return a report that ``write_report`` wrote.

    Args:
        data: what was kept.
        year: the business year.
        cut_off_on: the day up to which checks were known.
    """
    income = data["income"]
    return Report(
        year=year,
        cut_off_on=cut_off_on,
        lines=tuple(_line(one["occupation"], one) for one in data["lines"]),
        total=_line("", data["total"]),
        income=Income(
            reception_yen=income["reception_yen"],
            limited_yen={TermClass(one): yen for one, yen in income["limited_yen"].items()},
            filed_yen={TermClass(one): yen for one, yen in income["filed_yen"].items()},
            refunded_yen=income["refunded_yen"],
            refund_count=income["refund_count"],
            zero_count=income["zero_count"],
        ),
    )


def list_differences(before: Report, after: Report) -> list[tuple[str, str, int, int]]:
    """Return what differs between two reports: line ("" is the sum), count, before, after.

    Args:
        before: as it was handed in.
        after: counted again.
    """
    names = sorted({one.occupation for one in (*before.lines, *after.lines)})
    pairs = [("", before.total, after.total)]
    pairs += [(name, _find(before, name), _find(after, name)) for name in names]
    found = [
        (name, count, getattr(one, count), getattr(other, count))
        for name, one, other in pairs
        for count in COUNT_NAMES
        if getattr(one, count) != getattr(other, count)
    ]
    for count in ("charged_yen", "refunded_yen"):
        values = getattr(before.income, count), getattr(after.income, count)
        if values[0] != values[1]:
            found.append(("", count, *values))
    return found


def _find(report: Report, name: str) -> Line:
    return next((one for one in report.lines if one.occupation == name), Line(name))


def _line(name: str, counts: Mapping[str, Any]) -> Line:
    return Line(name, **{count: int(counts[count]) for count in COUNT_NAMES})
