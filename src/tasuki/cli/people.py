"""``tasuki people``: find people and take a list of them along."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from django.db.models import QuerySet
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.tabular.write import UnwritableCharactersError, write_csv, write_xlsx
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.exporting import cells_of, heads_in, left_out_line
from tasuki.apps.people.queries import people as queries
from tasuki.apps.people.queries.people import PersonFilters
from tasuki.core.access import OrganisationKind

WRONG_USE: Final = 2
ROWS_SHOWN: Final = 50
app = typer.Typer(help="人の検索と書き出し / find and export people.", no_args_is_help=True)
_Company = Annotated[str, typer.Option("--org", help="Short name or number of the company.")]


class RelationKind(StrEnum):
    """Which people."""

    ALL = "all"
    APPLICANT = "applicant"
    EMPLOYEE = "employee"
    LEAVER = "leaver"


_Kind = Annotated[RelationKind, typer.Option("--kind", help="Which people.")]


@app.command("search")
def search(
    text: Annotated[str, typer.Argument(help="Parts of names; or a whole mail, phone, number.")],
    org: _Company,
    kind: _Kind = RelationKind.ALL,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print who is found, newest first; exit status 1 when nobody is."""
    organisation = _find_company(org)
    with bound(organisation.pk, None):
        found = list(_rows(text, kind)[:ROWS_SHOWN])
        cells = [cells_of(row) for row in found]
    if as_json:
        listed = [dict(zip(heads_in("ja"), row, strict=True)) for row in cells]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        for row in cells:
            typer.echo("  ".join(row))
    raise typer.Exit(0 if found else 1)


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Where to; .csv or .xlsx")],
    org: _Company,
    text: Annotated[str, typer.Option("--search", help="As in search.")] = "",
    kind: _Kind = RelationKind.ALL,
    encoding: Annotated[str, typer.Option(help="utf-8-sig or cp932, for .csv")] = "utf-8-sig",
) -> None:
    """Write people into FILE; the audit chain says that it was done."""
    organisation = _find_company(org)
    if file.suffix not in {".csv", ".xlsx"}:
        typer.echo("ファイル名は.csvか.xlsxにしてください。 Name a .csv or .xlsx file.", err=True)
        raise typer.Exit(WRONG_USE)
    with bound(organisation.pk, None):
        found = _rows(text, kind)
        left_out = found.filter(stopped_at__isnull=False).count()
        people = [cells_of(row) for row in found.filter(stopped_at=None)]
        rows = [heads_in("ja"), *people, *left_out_line(left_out, language="ja")]
        try:
            data = (
                write_xlsx(rows, sheet_name="people")
                if file.suffix == ".xlsx"
                else write_csv(rows, encoding=encoding)
            )
        except UnwritableCharactersError as error:
            listed = "、".join(error.characters)
            typer.echo(f"{encoding}で書けない文字：{listed} / not writable", err=True)
            raise typer.Exit(WRONG_USE) from error
        _record(organisation, count=len(people), now=timezone.now())
    file.write_bytes(data)
    typer.echo(f"{len(people)} {file}")


def _rows(text: str, kind: RelationKind) -> "QuerySet[Any, Any]":
    wanted = "" if kind is RelationKind.ALL else str(kind)
    found = queries.list_people(filters=PersonFilters(text=text, kind=wanted))
    return queries.with_rows_shown(found)


def _record(organisation: Organisation, *, count: int, now: datetime) -> None:
    audit.record(
        actor=Actor.for_task(organisation_id=organisation.pk, kind=OrganisationKind.COMPANY),
        kind="list.export",
        object_kind="list",
        object_id="people",
        now=now,
        data={"row_count": count},
    )


def _find_company(org: str) -> Organisation:
    wanted = {"id": int(org)} if org.isdigit() else {"slug": org}
    found = Organisation.objects.filter(kind=OrganisationKind.COMPANY, **wanted).first()
    if found is None:
        typer.echo(f"会社「{org}」がありません。 No company “{org}”.", err=True)
        raise typer.Exit(WRONG_USE)
    return found
