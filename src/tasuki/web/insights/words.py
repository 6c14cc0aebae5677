"""How counts, rates and years are written on the pages and papers of figures."""

from decimal import Decimal

from django.utils.translation import gettext as _

from tasuki.core.kpi.benchmarks import Benchmark
from tasuki.core.kpi.masking import Cell, Mask
from tasuki.core.kpi.rates import Rate
from tasuki.web.components import formats

HIDDEN_MARK = "*"


def shown(cell: Cell, unit: str = "") -> str:
    """Return a count, 5未満, or the mark of one that is hidden with it."""
    if isinstance(cell, Mask):
        return formats.masked(1) if cell is Mask.SMALL else HIDDEN_MARK
    return formats.count(cell, unit) if unit else formats.number(cell)


def drawn(cell: Cell) -> int | str:
    """Return a count for a drawing: a number, or the word of a hidden one."""
    return shown(cell) if isinstance(cell, Mask) else cell


def rate_text(rate: Rate | None) -> str:
    """Return 19.9%, 算出不可 without a denominator, or that it is hidden."""
    if rate is None:
        return _("hidden")
    return f"{rate.percent}%" if rate.percent is not None else formats.percent(None)


def points(change: Decimal | None) -> str:
    """Return ＋1.2 or −0.4 points; empty without both figures."""
    if change is None:
        return ""
    sign = "＋" if change > 0 else ""
    return _("%(points)s points") % {"points": f"{sign}{formats.number(change)}"}


def year_name(year: int) -> str:
    """Return the name of a fiscal year, with the Japanese era beside it."""
    if formats.is_english():
        return f"FY{year}"
    return f"{year}年度（令和{year - 2018}年度）" if year > 2019 else f"{year}年度"


def benchmark_text(one: Benchmark) -> str:
    """Return a public figure with year, scope and source in one line."""
    low, high = (
        (formats.yen(int(one.low)), formats.yen(int(one.high)))
        if one.unit == "yen"
        else (f"{one.low}%", f"{one.high}%")
    )
    value = low if one.low == one.high else f"{low}-{high}"
    return _("%(value)s (%(scope)s, %(year)s, %(source)s)") % {
        "value": value,
        "scope": formats.say(one.scope),
        "year": one.year or _("year not stated"),
        "source": one.source,
    }
