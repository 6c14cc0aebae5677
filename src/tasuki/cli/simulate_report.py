"""What the simulator prints: the closed formulas, and a page with charts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Final

from tasuki.apps.economy.pictures import CAVEAT, Picture, list_assumptions
from tasuki.core.dates import round_half_up
from tasuki.core.economy.assumptions import SIZE_CLASSES, SIZE_SOURCE
from tasuki.core.economy.world import Region
from tasuki.core.kpi.savings import Spent, compare
from tasuki.core.relay.economics import (
    CompanyYear,
    agency_net_yen,
    chance_of_slot,
    registration_rate_needed,
    slots_per_year,
    years_per_slot,
)
from tasuki.core.words import Words

_RATIO: Final = 10
_AVERAGE_FEE_YEN: Final = 946_000
_RATES: Final = tuple(Decimal(one) for one in ("0.05", "0.10", "0.20", "0.30"))
_PLACEMENT: Final = tuple(Decimal(one) for one in ("0.0227", "0.05", "0.10", "0.15", "0.20"))
_CONVERSION: Final = tuple(Decimal(one) for one in ("1", "0.5", "0.3"))


_BASE: Final = {"agency": Spent(840, 6), "ads": Spent(160, 4)}
_NOW: Final = {
    "agency": Spent(600, 4),
    "ads": Spent(180, 4),
    "referral": Spent(40, 2),
    "alumni": Spent(10, 1),
    "slot": Spent(5, 1),
}


def closed_form_lines() -> Iterator[str]:
    """Yield the arithmetic of the relay class by class, exact and rounded half up."""
    for one in SIZE_CLASSES:
        year = CompanyYear(Decimal(str(one.applications)), Decimal(str(one.hires)))
        lost = year.not_hired
        slots = [
            slots_per_year(not_hired=lost, registration_rate=rate, ratio=_RATIO) for rate in _RATES
        ]
        a_slot = years_per_slot(not_hired=lost, registration_rate=_RATES[1], ratio=_RATIO)
        assert a_slot is not None
        yield (
            f"{one.code}: N {_shown(lost, 1)}, N/H {_shown(year.not_hired_per_hire, 1)}, "
            f"slots/year {' / '.join(_shown(each, 2) for each in slots)}, "
            f"years/slot {_shown(a_slot, 1)}"
        )
        needed = [
            registration_rate_needed(
                share=share,
                not_hired=lost,
                hires=Decimal(str(one.hires)),
                ratio=_RATIO,
                conversion=conversion,
            )
            for conversion in _CONVERSION[:2]
            for share in (Decimal("0.4"), Decimal("0.5"))
        ]
        yield f"  r needed (c 100%: 40/50%, c 50%: 40/50%) {' / '.join(map(_rate, needed))}"
        chances = [
            chance_of_slot(not_hired=lost, registration_rate=rate, ratio=_RATIO)
            for rate in _RATES[1:]
        ]
        yield f"  P(>= 1 slot), r 10/20/30% {' / '.join(_rate(each, 1) for each in chances)}"
    for placement in _PLACEMENT:
        nets = [
            agency_net_yen(
                ratio=_RATIO,
                placement_rate=placement,
                average_fee_yen=_AVERAGE_FEE_YEN,
                conversion=conversion,
            )
            for conversion in _CONVERSION
        ]
        yield f"agency p {placement}: {' / '.join(f'{net:+,}' for net in nets)} yen"
    yield from _attribution_lines()


def _attribution_lines() -> Iterator[str]:
    """Yield a worked example of savings by channel, in 10,000 yen; they add up exactly."""
    found = compare(_BASE, _NOW)
    assert found is not None
    assert found.now.per_hire is not None
    yield (
        f"cost {found.base.yen} -> {found.now.yen}, per hire {_shown(found.now.per_hire, 2)}, "
        f"reduction per hire {found.per_hire_percent}%, total {found.total_percent}%"
    )
    parts = ", ".join(f"{name} {int(part):+}" for name, part in found.parts.items())
    yield f"  savings {parts} = {int(found.saved)}"
    yield f"  mix {_shown(found.mix, 2)} + rate {_shown(found.rate, 2)} per hire"


def report_page(language: str, pictures: Sequence[Picture], size: Region) -> str:
    """Return a whole HTML page: every picture with its answer and table, and the assumptions."""

    def say(ja: str, en: str) -> str:
        return escape(Words(ja, en).in_language(language))

    title = say("地域の採用の試算", "A region's hiring, simulated")
    numbers = (
        f"{say('企業', 'companies')} {size.companies} · {say('年', 'years')} {size.years} · "
        f"{say('試行', 'runs')} {size.runs} · {say('種', 'seed')} {size.seed}"
    )
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">',
        f"<title>{title}</title></head><body><h1>{title}</h1>",
        f"<p>{escape(CAVEAT.in_language(language))}</p>",
        f"<p>{numbers}</p>",
    ]
    for one in pictures:
        parts.append(f"<h2>{escape(one.question)}</h2>{one.svg}<p>{escape(one.answer)}</p>")
        parts.append(_table(one.heads, one.rows))
    heads = [
        Words(*pair).in_language(language)
        for pair in (
            ("仮定", "Assumption"),
            ("低", "Low"),
            ("中", "Most likely"),
            ("高", "High"),
            ("根拠", "Basis"),
        )
    ]
    parts.append(f"<h2>{escape(heads[0])}</h2>{_table(heads, list_assumptions(language))}")
    parts.append(f"<p>{escape(SIZE_SOURCE.in_language(language))}</p></body></html>")
    return "\n".join(parts)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f'<table border="1" cellpadding="4"><tr>{head}</tr>{body}</table>'


def _shown(value: Fraction, digits: int) -> str:
    return f"{round_half_up(value, digits)}"


def _rate(value: Fraction, digits: int = 0) -> str:
    return f"{round_half_up(value * 100, digits)}%"
