"""``tasuki vocab``: the public vocabularies, edition by edition."""

import json
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.db import transaction
from django.utils import timezone

from tasuki.apps.errors import ActionError
from tasuki.apps.vocab.loading import LoadReport, load_jobtag
from tasuki.apps.vocab.queries import list_editions

WRONG_USE = 2
SHOWN = 20
app = typer.Typer(help="語彙の版 / editions of the public vocabularies.", no_args_is_help=True)


class Source(StrEnum):
    """Which vocabulary."""

    JOBTAG = "jobtag"


@app.command("load")
def load(
    source: Annotated[Source, typer.Argument(help="Whose files they are.")],
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="IPD_DL_description_*, …")
    ],
    edition: Annotated[str, typer.Option("--edition", help="Such as 7.01.")],
    valid_from: Annotated[
        datetime, typer.Option("--valid-from", formats=["%Y-%m-%d"], help="Published on.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Load an edition beside the others and say which occupations came, went or were renamed."""
    try:
        with transaction.atomic():
            report = load_jobtag(
                files=[(path.name, path.read_bytes()) for path in files],
                edition=edition,
                valid_from=date(valid_from.year, valid_from.month, valid_from.day),
                is_dry_run=dry_run,
                now=timezone.now(),
            )
    except ActionError as error:
        typer.echo(f"{error.ja}\n{error.en}", err=True)
        raise typer.Exit(WRONG_USE) from error
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        _print(report)


@app.command("list")
def list_all() -> None:
    """List the editions, newest first, with the text to show where they are used."""
    for one in list_editions():
        typer.echo(f"{one.source} {one.name} {one.valid_from:%Y-%m-%d}\n  {one.attribution}")


def _print(report: LoadReport) -> None:
    typer.echo(
        f"{report.edition}: 職業 occupations {report.occupation_count}  "
        f"資格 certificates {report.certificate_count}"
    )
    for label, names in (("追加 added", report.added), ("削除 removed", report.removed)):
        typer.echo(f"{label} {len(names)}")
        for name in names[:SHOWN]:
            typer.echo(f"  {name}")
    typer.echo(f"改称 renamed {len(report.renamed)}")
    for old, new in report.renamed[:SHOWN]:
        typer.echo(f"  {old} → {new}")
