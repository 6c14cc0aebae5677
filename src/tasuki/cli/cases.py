"""``tasuki cases``: the declared kinds of move and the cases of an organisation; no names."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.cases import queries
from tasuki.cli.office import JsonOption, find_any
from tasuki.core.cases.kinds import KINDS

app = typer.Typer(help="Cases of moves: kinds, list.", no_args_is_help=True)


@app.callback()
def case_commands() -> None:
    """Group the commands of cases."""


@app.command("kinds")
def list_kinds(as_json: JsonOption = False) -> None:
    """List the kinds of move with their states and where their rules come from."""
    _show(
        [
            {
                "kind": code,
                "words": kind.words.ja,
                "keepers": ", ".join(kind.keepers),
                "states": ", ".join(str(one) for one in kind.machine.states),
                "source": kind.source,
            }
            for code, kind in KINDS.items()
        ],
        as_json=as_json,
    )


@app.command("list")
def list_cases(
    org: Annotated[str, typer.Option("--org", help="Short name or number.")],
    kind: Annotated[str, typer.Option("--kind", help="Only this kind.")] = "",
    state: Annotated[str, typer.Option("--state", help="Only this state.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List the cases of an organisation, newest first; no names of people."""
    with bound(find_any(org).pk, None):
        lines = [
            {
                "number": row.number,
                "kind": row.kind,
                "state": row.state,
                "opened_on": row.opened_on.isoformat(),
                "ended_on": row.ended_on.isoformat() if row.ended_on else "",
            }
            for row in queries.list_cases(kind=kind, state=state)
        ]
    _show(lines, as_json=as_json)


def _show(lines: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(lines, ensure_ascii=False, indent=2))
        return
    table = Table()
    for name in lines[0] if lines else ("number", "kind", "state"):
        table.add_column(name)
    for line in lines:
        table.add_row(*(str(value) for value in line.values()))
    Console().print(table)
