"""Read a small text as a file and hand out its records."""

from datetime import date

from tasuki.adapters.tabular.read import Table, read_table
from tasuki.core.intake.mapping import ColumnProposal, propose
from tasuki.core.intake.problems import Record
from tasuki.core.intake.record import read_records

TODAY = date(2026, 11, 23)


def table_of(text: str) -> Table:
    """Return the table of a CSV text."""
    return read_table(text.encode(), "a.csv")


def columns_of(text: str, kind: str = "applicants", **choices) -> dict[str, ColumnProposal]:
    """Return what is proposed, by heading."""
    table = table_of(text)
    return {one.header: one for one in propose(table.headers, table.rows, kind=kind, **choices)}


def records_of(text: str, kind: str = "applicants", *, answers=None, **choices) -> list[Record]:
    """Return the records of a CSV text under the proposed mapping."""
    table = table_of(text)
    columns = propose(table.headers, table.rows, kind=kind)
    return read_records(table, columns, kind=kind, answers=answers or {}, today=TODAY, **choices)


def record_of(text: str, kind: str = "applicants", **choices) -> Record:
    """Return the only record of a CSV text."""
    (record,) = records_of(text, kind, **choices)
    return record
