"""The board: every count of a fiscal year as one viewer may see it.

The one place from which pages, files, the API, papers and mails take figures. Who may not see the
people gets closed fiscal years only: they do not overlap and never change, so that no figure
follows from two others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tasuki.apps.actor import Actor
from tasuki.apps.insights.models import FigureMonth, FigurePlan, FigureTarget
from tasuki.apps.insights.queries.facts import (
    FiscalYear,
    count_cost_months,
    count_year,
    list_fact_years,
    sum_costs,
)
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.dates import round_yen
from tasuki.core.kpi.catalogue import find_definition, list_definitions
from tasuki.core.kpi.counting import sum_counts
from tasuki.core.kpi.definitions import Definition
from tasuki.core.kpi.facts import JOINER_CHANNELS
from tasuki.core.kpi.masking import Cell, Mask
from tasuki.core.kpi.rates import Rate
from tasuki.core.kpi.savings import Saving, Spent, compare

_SAVED_CHANNELS = tuple(str(one) for one in JOINER_CHANNELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The figures of a fiscal year.

    Attributes:
        year: fiscal year.
        until: last day that was looked at.
        cells: every count, or why it is hidden; a name that is missing is 0.
        costs: yen by route in the scope of the plan.
        cost_months: months with an entry.
        definitions: in the version that counts for this year.
        is_closed: whether the year is frozen.
        sees_people: whether nothing had to be hidden.
    """

    year: int
    until: date
    cells: Mapping[str, Cell]
    costs: Mapping[str, int]
    cost_months: int
    definitions: tuple[Definition, ...]
    is_closed: bool
    sees_people: bool

    def cell(self, key: str) -> Cell:
        """Return one count, or why it is hidden."""
        return self.cells.get(key, 0)

    def rate(self, one: Definition) -> Rate | None:
        """Return a figure; None where a count of it is hidden."""
        cells = {key: self.cell(key) for key in (*one.top, *one.bottom)}
        counts = {key: cell for key, cell in cells.items() if not isinstance(cell, Mask)}
        return one.rate(counts) if len(counts) == len(cells) else None

    def keys(self, prefix: str) -> list[str]:
        """Return the names of the counts that begin so, in order."""
        return sorted(key for key in self.cells if key.startswith(prefix))

    @property
    def hides(self) -> bool:
        """Whether a count is hidden."""
        return any(isinstance(cell, Mask) for cell in self.cells.values())

    def spent(self) -> dict[str, Spent] | None:
        """Return cost and joiners by route; None where the number of a route is hidden."""
        found = {}
        for channel in _SAVED_CHANNELS:
            cell = self.cell(f"joined.{channel}")
            if isinstance(cell, Mask):
                return None
            if cell or self.costs.get(channel):
                found[channel] = Spent(self.costs.get(channel, 0), cell)
        return found


def list_years(*, actor: Actor, today: date) -> list[int]:
    """Return the fiscal years with figures for this viewer, newest first."""
    if sees_people(actor):
        return list_fact_years(today=today)
    rows = FigureMonth.objects.filter(cells__isnull=False)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def sees_people(actor: Actor) -> bool:
    """Return whether an actor may see the people behind the figures anyway."""
    return actor.kind is OrganisationKind.COMPANY and actor.can(Permission.KPI_ROWS)


def find_plan() -> FigurePlan:
    """Return the plan of the organisation bound now, or an unsaved empty one."""
    return FigurePlan.objects.first() or FigurePlan()


def find_board(*, actor: Actor, year: int, today: date) -> Board | None:
    """Return the figures of a fiscal year as the actor may see them; None if there are none.

    Args:
        actor: who looks.
        year: fiscal year.
        today: last day that is looked at in the running year.
    """
    if not sees_people(actor):
        row = FigureMonth.objects.filter(year=year, cells__isnull=False).first()
        return None if row is None else released_board(row)
    if year not in list_fact_years(today=today):
        return None
    plan = find_plan()
    span = FiscalYear(year)
    until = min(span.end, today)
    return Board(
        year=year,
        until=until,
        cells=sum_counts(count_year(year=year, until=until)),
        costs=sum_costs(year=year, until=until, counts_internal=plan.counts_internal),
        cost_months=count_cost_months(year=year),
        definitions=list_definitions(on=until),
        is_closed=FigureMonth.objects.filter(year=year, cells__isnull=False).exists(),
        sees_people=True,
    )


def released_board(row: FigureMonth) -> Board:
    """Return a closed fiscal year as everybody else may see it."""
    return Board(
        year=row.year,
        until=FiscalYear(row.year).end,
        cells={
            key: cell if isinstance(cell, int) else Mask(cell)
            for key, cell in (row.cells or {}).items()
        },
        costs=row.costs["by_channel"],
        cost_months=row.costs["months"],
        definitions=tuple(
            find_definition(name, version=version) for name, version in row.definitions
        ),
        is_closed=True,
        sees_people=False,
    )


def find_saving(*, board: Board, base: Board | None) -> Saving | None:
    """Return the reduction against the base year.

    None without a base, without costs in both years, or where the number of a route is hidden.
    """
    if base is None or base.year == board.year or not (board.cost_months and base.cost_months):
        return None
    before, now = base.spent(), board.spent()
    return compare(before, now) if before is not None and now is not None else None


def split_yen(saving: Saving) -> dict[str, int]:
    """Return the saving of each route in whole yen, so that they add up to the rounded sum."""
    parts = {key: round_yen(value) for key, value in saving.parts.items()}
    rest = round_yen(saving.saved) - sum(parts.values())
    if rest and parts:
        parts[max(parts, key=lambda key: abs(parts[key]))] += rest
    return parts


def find_targets(*, year: int) -> dict[str, int]:
    """Return the targets of a fiscal year in tenths of a percent, by figure."""
    return dict(FigureTarget.objects.filter(year=year).values_list("definition_id", "permille"))


def list_closed_months(*, year: int) -> list[date]:
    """Return the closed months of a fiscal year, oldest first."""
    return list(
        FigureMonth.objects.filter(year=year).order_by("month").values_list("month", flat=True)
    )
