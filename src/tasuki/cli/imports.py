"""``tasuki import``: a file of another system into an organisation."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import get_language

from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.imports.actions import import_applicants
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.orgs.models import Organisation
from tasuki.core.access import OrganisationKind

WRONG_USE = 2


class Kind(StrEnum):
    """What the rows of a file are."""

    APPLICANTS = "applicants"


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="csv, tsv or xlsx")],
    org: Annotated[str, typer.Option("--org", help="Short name or number of the company.")],
    kind: Annotated[Kind, typer.Option("--kind", help="What the rows are.")] = Kind.APPLICANTS,
    mapping: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="JSON: heading -> field."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and count only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import FILE; good rows go in, bad rows are printed with their reason (exit status 1)."""
    organisation = _find_company(org)
    try:
        run = import_applicants(
            actor=Actor.for_task(organisation_id=organisation.id, kind=OrganisationKind.COMPANY),
            data=file.read_bytes(),
            file_name=file.name,
            mapping=_read_mapping(mapping),
            dry_run=dry_run,
            now=timezone.now(),
        )
    except ActionError as error:
        _say_refusal(error, as_json=as_json)
        raise typer.Exit(WRONG_USE) from error
    report = _report(run, kind=kind, is_dry=dry_run)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(report)
    raise typer.Exit(1 if run.failed_count else 0)


def _find_company(org: str) -> Organisation:
    wanted = {"id": int(org)} if org.isdigit() else {"slug": org}
    found = Organisation.objects.filter(kind=OrganisationKind.COMPANY, **wanted).first()
    if found is None:
        typer.echo(f"会社「{org}」がありません。 No company “{org}”.", err=True)
        raise typer.Exit(WRONG_USE)
    return found


def _read_mapping(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError):
        found = None
    is_mapping = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    if not is_mapping:
        typer.echo(
            f"{path}：列名と項目のJSONではありません。 Not a JSON object of headings and fields.",
            err=True,
        )
        raise typer.Exit(WRONG_USE)
    return {str(key): value for key, value in found.items()}


def _say_refusal(error: ActionError, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(error.as_problem(), ensure_ascii=False, indent=2))
    typer.echo(f"{error.ja}\n{error.en}", err=True)


def _report(run: ImportRun, *, kind: Kind, is_dry: bool) -> dict[str, Any]:
    return {
        "id": None if is_dry else str(run.id),
        "kind": str(kind),
        "is_dry_run": is_dry,
        "file": run.file_name,
        "state": run.state,
        "rows": run.row_count,
        "new": run.new_count,
        "updated": run.updated_count,
        "unchanged": run.unchanged_count,
        "failed": run.failed_count,
        "mapping": run.mapping,
        "problems": [{"line": row["line"], "problems": row["problems"]} for row in run.failed_rows],
    }


def _print(report: dict[str, Any]) -> None:
    is_english = (get_language() or "ja").startswith("en")
    names = (
        ("rows", "行", "rows"),
        ("new", "新規", "new"),
        ("updated", "更新", "updated"),
        ("unchanged", "変更なし", "unchanged"),
        ("failed", "エラー", "failed"),
    )
    typer.echo("  ".join(f"{en if is_english else ja} {report[key]}" for key, ja, en in names))
    for header, field in report["mapping"].items():
        typer.echo(f"  {header} -> {field or '-'}")
    for row in report["problems"]:
        words = " ".join(item["en" if is_english else "ja"] for item in row["problems"])
        line = f"line {row['line']}: {words}" if is_english else f"{row['line']}行目：{words}"
        typer.echo(line, err=True)
