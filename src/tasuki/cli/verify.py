"""``tasuki verify``: walk every journal and audit chain of all organisations."""

import json
from typing import Annotated, Final

import typer

from tasuki.apps.relay.ledger_check import verify_all

ALL_ROWS: Final = "backup"
"""The connection of the role that reads the rows of every organisation."""


def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check all journals and chains from their first row; exit 1 when something is wrong.

    Prints how many rows were seen: a walk that saw none proves nothing and is a finding.
    """
    report = verify_all(alias=ALL_ROWS)
    if as_json:
        body = {"counts": report.counts, "violations": report.findings, "ok": not report.findings}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        for name, count in report.counts.items():
            typer.echo(f"{name}: {count}")
        for finding in report.findings:
            typer.echo(f"違反 violation: {finding}", err=True)
        typer.echo(f"違反 violations: {len(report.findings)}")
    if report.findings:
        raise typer.Exit(1)
