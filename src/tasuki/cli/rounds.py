"""``tasuki round``: rounds of the market at the terminal; the same actions as on the pages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import ActionError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.rounds.actions import running
from tasuki.apps.rounds.actions.exporting import export_orders
from tasuki.apps.rounds.job import run_job
from tasuki.apps.rounds.models import Round
from tasuki.apps.rounds.queries import results, rounds
from tasuki.cli.office import (
    ByOption,
    JsonOption,
    find_any,
    member_of,
    program_of,
    refuse,
    say,
    write_file,
)

app = typer.Typer(help="Rounds: places, people, clearing, verification.", no_args_is_help=True)
OrgOption = Annotated[str, typer.Option("--org", help="Short name or number of the operator.")]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Such as RD-0001.")]
_FOUND_FAULT = 1


@app.callback()
def round_commands() -> None:
    """Group the commands of rounds."""


@app.command("list")
def list_rounds(
    org: OrgOption,
    is_open: Annotated[bool, typer.Option("--open", help="Only what has not ended.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the rounds of an operator, newest first; no names of people."""
    with bound(find_any(org).pk, None):
        found = [_line(one) for one in rounds.list_rounds(is_open=is_open)]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table()
    for name in ("number", "kind", "title", "state", "deadline_at", "people", "lists", "places"):
        table.add_column(name)
    for line in found:
        table.add_row(*(str(value) for value in line.values()))
    Console().print(table)


@app.command("show")
def show_round(number: NumberArgument, org: OrgOption, as_json: JsonOption = False) -> None:
    """Show a round: state, digest, comparison, checks; no names of people."""
    with bound(find_any(org).pk, None):
        row = rounds.find_round(round_id=_find(number))
        body = _line(row) | {
            "mechanism": row.mechanism,
            "commitment": row.commitment,
            "digest": row.digest,
            "job": row.job,
            "job_error": row.job_error,
            "comparison": row.comparison,
            "checks": {key: one["verdict"] for key, one in row.report.items()},
        }
    if as_json:
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    for key, value in body.items():
        if isinstance(value, dict):
            for name, verdict in value.items():
                typer.echo(f"{verdict} {name}")
        elif key != "comparison" and value != "":
            typer.echo(f"{key}: {value}")


@app.command("lock")
def lock(number: NumberArgument, org: OrgOption, by: ByOption) -> None:
    """Close the lists and fix the input by its digest."""
    organisation = find_any(org)
    row = _do(organisation, number, by, running.lock_round)
    typer.echo(row.digest)


@app.command("compare")
def compare(number: NumberArgument, org: OrgOption, by: ByOption) -> None:
    """Run all mechanisms that apply on the locked input; nothing is decided."""
    row = _work(number, org, by, running.compare_round)
    for one in results.read_comparison(row):
        figures = "  ".join(
            f"{name} {one.figures.get(name, 0)}"
            for name in ("matched", "moved", "first", "envious", "worse_units")
        )
        typer.echo(f"{one.mechanism}  {figures}")


@app.command("clear")
def clear(number: NumberArgument, org: OrgOption, by: ByOption) -> None:
    """Clear the locked input in a process of its own."""
    row = _work(number, org, by, running.clear_round)
    typer.echo(row.state)


@app.command("verify")
def verify(number: NumberArgument, org: OrgOption, by: ByOption) -> None:
    """Check every promise in a process of its own, one line each; exit 1 when one is broken."""
    row = _work(number, org, by, running.verify_round)
    checks = results.read_checks(row)
    for one in checks:
        reason = f" {one.reason}" if one.reason else ""
        typer.echo(f"{one.verdict.label.en} {one.key}{reason}")
    if any(one.is_failed for one in checks):
        raise typer.Exit(_FOUND_FAULT)


@app.command("export")
def export(
    number: NumberArgument,
    org: OrgOption,
    by: ByOption,
    out: Annotated[Path, typer.Option("--out", help="A .csv file.")],
) -> None:
    """Write the confirmed moves as CSV; the people see the export in their log."""
    organisation = find_any(org)
    write_file(out, _do(organisation, number, by, export_orders))


def _work(number: str, org: str, by: str, start: Callable[..., Round]) -> Round:
    """Start a job and do it here; a worker that comes later finds nothing to do."""
    organisation = find_any(org)
    row = _do(organisation, number, by, start)
    done = run_job(actor=program_of(organisation), round_id=row.id, job=row.job, clock=timezone.now)
    if done is None or done.job_error:
        said = done.job_error if done is not None else "a worker does it"
        typer.echo(said, err=True)
        raise typer.Exit(_FOUND_FAULT)
    return done


def _do(organisation: Organisation, number: str, by: str, action: Callable[..., Any]) -> Any:
    actor = member_of(organisation, by)
    with bound(organisation.pk, None):
        round_id = _find(number)
    try:
        return action(actor=actor, round_id=round_id, now=timezone.now())
    except ActionError as error:
        raise say(error) from error


def _find(number: str) -> UUID:
    found = Round.objects.filter(number=number).first()
    if found is None:
        refuse(f"ラウンド「{number}」がありません。", f"No round “{number}”.")
    return found.id


def _line(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "deadline_at": row.deadline_at.isoformat(),
        "people": row.person_count,
        "lists": row.submitted_count,
        "places": row.place_count,
    }
