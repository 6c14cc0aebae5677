"""``tasuki import``: a file of another system into an organisation."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

import typer
from django.utils import timezone
from django.utils.translation import get_language

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.imports.actions import import_file as import_whole_file
from tasuki.apps.imports.actions import try_file
from tasuki.apps.imports.actions import undo_import as take_import_back
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.queries import list_rows
from tasuki.apps.imports.report import rows_as_file
from tasuki.apps.imports.rows import Row, Verdict
from tasuki.apps.imports.undoing import WHY_TEXTS
from tasuki.apps.orgs.models import Organisation
from tasuki.core.access import OrganisationKind

WRONG_USE = 2


class Kind(StrEnum):
    """What the rows of a file are."""

    APPLICANTS = "applicants"
    EMPLOYEES = "employees"
    LEAVERS = "leavers"
    OPENINGS = "openings"


def import_file(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="csv, tsv, xlsx, xls or ods")
    ],
    org: Annotated[str, typer.Option("--org", help="Short name or number of the company.")],
    kind: Annotated[Kind, typer.Option("--kind", help="What the rows are.")] = Kind.APPLICANTS,
    mapping: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help='JSON: heading -> field, or {"columns": …, "answers": field -> word -> code}.',
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and count only.")] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="Import nothing while one row has an error.")
    ] = False,
    errors: Annotated[
        Path | None, typer.Option(help="Write the rows with errors into this xlsx file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import FILE; good rows go in, bad rows are printed with their reason (exit status 1)."""
    organisation = _find_company(org)
    chosen = _read_mapping(mapping)
    common: dict[str, Any] = {
        "actor": Actor.for_task(organisation_id=organisation.id, kind=OrganisationKind.COMPANY),
        "data": file.read_bytes(),
        "file_name": file.name,
        "kind": str(kind),
        "mapping": chosen.get("columns"),
        "answers": chosen.get("answers"),
        "now": timezone.now(),
    }
    try:
        if dry_run:
            trial = try_file(**common)
            run, failed = trial.run, trial.failed
            figures = dict(trial.counts)
        else:
            run = import_whole_file(**common, is_all_or_nothing=all_or_nothing)
            failed, figures = _failed_of(run), _figures(run)
    except ActionError as error:
        _say_refusal(error, as_json=as_json)
        raise typer.Exit(WRONG_USE) from error
    if errors is not None and failed:
        errors.write_bytes(rows_as_file(run.headers, failed, language=get_language() or "ja"))
    report = _report(run, figures, failed, is_dry=dry_run)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(report)
    raise typer.Exit(1 if failed else 0)


def _failed_of(run: ImportRun) -> list[Row]:
    with bound(run.organisation_id, None):
        return [row for _, row in list_rows(run, verdict=Verdict.ERROR, limit=run.row_count)]


def _figures(run: ImportRun) -> dict[str, int]:
    return {
        "new": run.new_count,
        "update": run.updated_count,
        "unchanged": run.unchanged_count,
        "error": run.failed_count,
        "linked": run.linked_count,
    }


def _find_company(org: str) -> Organisation:
    wanted = {"id": int(org)} if org.isdigit() else {"slug": org}
    found = Organisation.objects.filter(kind=OrganisationKind.COMPANY, **wanted).first()
    if found is None:
        typer.echo(f"会社「{org}」がありません。 No company “{org}”.", err=True)
        raise typer.Exit(WRONG_USE)
    return found


def _read_mapping(path: Path | None) -> dict[str, Any]:
    """Return ``columns`` and ``answers`` as a file says them; both may be missing."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError):
        found = None
    if isinstance(found, dict) and set(found) <= {"columns", "answers"} and found:
        columns, answers = found.get("columns"), found.get("answers", {})
        is_right = (columns is None or _is_flat(columns)) and isinstance(answers, dict)
        if is_right and all(_is_flat(words) for words in answers.values()):
            return found
    elif _is_flat(found):
        return {"columns": found}
    typer.echo(
        f"{path}：列名と項目のJSONではありません。 Not a JSON object of headings and fields.",
        err=True,
    )
    raise typer.Exit(WRONG_USE)


def _is_flat(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(value, str) for value in found.values())


def _say_refusal(error: ActionError, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(error.as_problem(), ensure_ascii=False, indent=2))
    typer.echo(f"{error.ja}\n{error.en}", err=True)


def _report(
    run: ImportRun, figures: dict[str, int], failed: list[Row], *, is_dry: bool
) -> dict[str, Any]:
    return {
        "id": None if is_dry else str(run.id),
        "kind": run.kind,
        "is_dry_run": is_dry,
        "file": run.file_name,
        "hash": run.file_hash,
        "encoding": run.found.get("encoding", ""),
        "state": run.state,
        "rows": run.row_count,
        **figures,
        "skipped": sum(one["count"] for one in run.found.get("skipped", [])),
        "profile": run.profile_name,
        "mapping": run.mapping,
        "problems": [
            {
                "line": row.line,
                "problems": [
                    {"field": one.field, "column": one.header, "ja": one.text.ja, "en": one.text.en}
                    for one in row.faults
                ],
            }
            for row in failed
        ],
    }


_NAMES: Final = (
    ("rows", "行", "rows"),
    ("new", "新規", "new"),
    ("update", "更新", "updated"),
    ("duplicate", "重複の疑い", "possible duplicates"),
    ("unchanged", "変更なし", "unchanged"),
    ("error", "エラー", "failed"),
    ("linked", "同じ人に追加", "joined to known people"),
    ("skipped", "人でない行", "rows that are no people"),
)


def _print(report: dict[str, Any]) -> None:
    is_english = (get_language() or "ja").startswith("en")
    shown = (f"{en if is_english else ja} {report[key]}" for key, ja, en in _NAMES if key in report)
    typer.echo("  ".join(shown))
    for header, field in report["mapping"].items():
        typer.echo(f"  {header} -> {field or '-'}")
    for row in report["problems"]:
        typer.echo(_problem_line(row, is_english=is_english), err=True)


def _problem_line(row: dict[str, Any], *, is_english: bool) -> str:
    language, colon = ("en", ": ") if is_english else ("ja", "：")
    told = [
        f"{item['column']}{colon if item['column'] else ''}{item[language]}"
        for item in row["problems"]
    ]
    place = f"line {row['line']}" if is_english else f"{row['line']}行目"
    return f"{place}{colon}{' '.join(told)}"


def undo_import(
    run_id: Annotated[UUID, typer.Argument(help="The id that the import printed with --json.")],
    org: Annotated[str, typer.Option("--org", help="Short name or number of the company.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Take an import back within seven days; what somebody used since stays (exit status 1)."""
    organisation = _find_company(org)
    actor = Actor.for_task(organisation_id=organisation.id, kind=OrganisationKind.COMPANY)
    try:
        done = take_import_back(actor=actor, run_id=run_id, now=timezone.now())
    except ActionError as error:
        _say_refusal(error, as_json=as_json)
        raise typer.Exit(WRONG_USE) from error
    report = {
        "removed": done.removed,
        "restored": done.restored,
        "kept": done.kept,
        "is_waiting": done.is_waiting,
        "kept_rows": [
            {"table": table, "id": row_id, "why": why} for table, row_id, why in done.as_json()
        ],
    }
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif done.is_waiting:
        typer.echo("元に戻しています。 A task takes it back.")
    else:
        typer.echo(
            f"削除 {done.removed}  復元 {done.restored}  残したもの {done.kept}"
            "  (removed, restored, kept)"
        )
        for (label, row_id), why in done.reasons.items():
            typer.echo(f"  {label} {row_id}: {WHY_TEXTS[why].ja} ({WHY_TEXTS[why].en})", err=True)
    raise typer.Exit(1 if done.kept else 0)
