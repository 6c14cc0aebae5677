"""What the reading of one row may ask: columns, answers of the user, and the rest of the sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tasuki.core.identity.blanks import is_blank
from tasuki.core.identity.days import DateOrder, column_order
from tasuki.core.identity.towns import Towns
from tasuki.core.intake.days import SheetDays, column_year, sheet_days
from tasuki.core.intake.fields import Kind, find_field
from tasuki.core.intake.problems import CellProblem, Draft, Repair
from tasuki.core.intake.table_like import ColumnLike, TableLike
from tasuki.core.words import Words

type Cell = tuple[str, str]
"""The heading and the text, which is filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is the same for all rows of a file.

    Attributes:
        kind: what the rows are.
        answers: field -> word -> code, as the user decided.
        today: the day of the import.
        towns: the table of municipalities; None = addresses stay as written.
        days: what the sheet says about its own time.
        orders: by heading: what the column proves about the order of day and month.
        years: by heading: the one year of its full days.
        known_jobs: titles of jobs that exist, folded; may be empty.
        fields: base fields that some column has.
    """

    kind: Kind
    answers: Mapping[str, Mapping[str, str]]
    today: date
    towns: Towns | None
    days: SheetDays
    orders: Mapping[str, DateOrder | None]
    years: Mapping[str, int | None]
    known_jobs: frozenset[str]
    fields: frozenset[str]

    def year_of(self, header: str) -> int | None:
        """Return the year for days without one in a column."""
        return self.days.year or self.years.get(header)


_DAY_READERS = frozenset({"date", "moment", "end_date", "step_date", "birth"})


def make_context(
    table: TableLike,
    columns: Sequence[ColumnLike],
    *,
    kind: Kind | str,
    answers: Mapping[str, Mapping[str, str]],
    today: date,
    towns: Towns | None,
    known_jobs: Iterable[str],
) -> Context:
    """Look once over a file for what its rows need of each other."""
    orders: dict[str, DateOrder | None] = {}
    years: dict[str, int | None] = {}
    changed: list[str] = []
    for at, column in enumerate(columns):
        field = find_field(column.field) if column.field and not column.is_dropped else None
        if field is None or field.reader not in _DAY_READERS:
            continue
        cells = [row[at] for row in table.rows if at < len(row) and not is_blank(row[at])]
        orders[column.header] = column_order(cells)
        years[column.header] = column_year(cells)
        if field.name == "age_as_of":
            changed = cells
    titles = [row.cells for row in table.skipped if row.reason == "title"]
    return Context(
        kind=Kind(kind),
        answers=answers,
        today=today,
        towns=towns,
        days=sheet_days(titles, changed),
        orders=orders,
        years=years,
        known_jobs=frozenset(known_jobs),
        fields=frozenset(
            column.field.partition(".")[0]
            for column in columns
            if column.field and not column.is_dropped
        ),
    )


def warn(
    draft: Draft,
    cell: Cell,
    field: str,
    reason: Words,
    repair: Repair = Repair.NONE,
    suggestion: str = "",
) -> None:
    """Add a doubt about a cell; the row may be stored."""
    draft.warnings.append(CellProblem(cell[0], field, cell[1], reason, repair, suggestion))


def refuse(
    draft: Draft,
    cell: Cell,
    field: str,
    reason: Words,
    repair: Repair,
    suggestion: str = "",
) -> None:
    """Add a problem of a cell; the row may not be stored."""
    draft.problems.append(CellProblem(cell[0], field, cell[1], reason, repair, suggestion))
