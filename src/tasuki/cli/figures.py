"""``tasuki kpi``: the figures of a fiscal year at the terminal, with their definitions."""

import json
from datetime import date
from typing import Annotated, Any

import typer
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.insights.queries.board import Board, find_board, find_plan, find_saving, split_yen
from tasuki.apps.insights.queries.facts import FiscalYear
from tasuki.cli.office import JsonOption, find_any, program_of, refuse


def kpi(
    org: Annotated[str, typer.Option("--org", help="Short name or number.")],
    year: Annotated[
        int | None, typer.Option("--year", help="Fiscal year; now if left out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print every figure with counts and version, and what each route saved; no names."""
    organisation = find_any(org)
    actor = program_of(organisation)
    today = localdate()
    wanted = FiscalYear.of(today).year if year is None else year
    with bound(organisation.pk, None):
        board = find_board(actor=actor, year=wanted, today=today)
        if board is None:
            refuse(f"{wanted}年度の指標がありません。", f"There are no figures of {wanted}.")
        base_year = find_plan().baseline_year
        base = find_board(actor=actor, year=base_year, today=today) if base_year else None
        lines = [_line(one, board) for one in board.definitions]
        saving = find_saving(board=board, base=base)
        saved = split_yen(saving) if saving is not None else {}
    if as_json:
        answer = {"year": wanted, "until": _iso(board.until), "figures": lines, "saved_yen": saved}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    table = Table(title=f"{organisation.name} FY{wanted} ({_iso(board.until)})")
    for name in ("id", "version", "name", "percent", "counts"):
        table.add_column(name)
    for line in lines:
        table.add_row(*(str(line[name]) for name in ("id", "version", "name", "percent", "counts")))
    Console(width=120).print(table)
    for channel, yen in saved.items():
        typer.echo(f"{channel}\t{yen:,}")


def _line(one: Any, board: Board) -> dict[str, Any]:
    rate = board.rate(one)
    return {
        "id": one.id,
        "version": one.version,
        "name": one.name.ja,
        "percent": "" if rate is None or rate.percent is None else str(rate.percent),
        "counts": "" if rate is None else f"{rate.numerator}/{rate.denominator}",
    }


def _iso(day: date) -> str:
    return day.isoformat()
