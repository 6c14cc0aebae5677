"""Operations on imports: upload, columns, words, preview, run, result, undo."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import File, Form, Query
from ninja.files import UploadedFile

from tasuki.api.area import COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import XLSX, file_response
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import imports as forms
from tasuki.api.v1.schemas.common import Done, PageQuery
from tasuki.apps.errors import InvalidInputError, found
from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.rows import Row
from tasuki.core.access import Permission
from tasuki.core.words import Words

area = Area(tags=["imports"])
_NEEDS: Any = {"needs": Permission.APPLICATION_IMPORT, "kinds": COMPANY}


@area.write("/imports", forms.ImportDraftOut, **_NEEDS)
def upload_import(
    request: ApiRequest, file: File[UploadedFile], kind: Form[forms.Kind] = "applicants"
) -> forms.ImportDraftOut:
    """Take a file in as a draft; nothing is written to people's data yet."""
    run = actions.start_draft(
        actor=request.auth,
        data=file.read(),
        file_name=file.name or "",
        kind=kind,
        now=timezone.now(),
    )
    return forms.ImportDraftOut.from_orm(run)


@area.write("/imports/whole", forms.ImportRunOut, **_NEEDS)
def import_whole_file(
    request: ApiRequest,
    file: File[UploadedFile],
    kind: Form[forms.Kind] = "applicants",
    mapping: Form[str] = "",
    is_all_or_nothing: Form[bool] = False,
) -> forms.ImportRunOut:
    """Import a file in one call with what is proposed; mapping is JSON, column to field."""
    run = actions.import_file(
        actor=request.auth,
        data=file.read(),
        file_name=file.name or "",
        kind=kind,
        mapping=_read_mapping(mapping),
        is_all_or_nothing=is_all_or_nothing,
        now=timezone.now(),
    )
    return forms.ImportRunOut.from_orm(run)


@area.write("/imports/trial", forms.ImportTrialOut, **_NEEDS)
def try_whole_file(
    request: ApiRequest,
    file: File[UploadedFile],
    kind: Form[forms.Kind] = "applicants",
    mapping: Form[str] = "",
) -> forms.ImportTrialOut:
    """Say what importing a file would do; stores nothing (dry run)."""
    trial = actions.try_file(
        actor=request.auth,
        data=file.read(),
        file_name=file.name or "",
        kind=kind,
        mapping=_read_mapping(mapping),
        now=timezone.now(),
    )
    return forms.ImportTrialOut(
        row_count=trial.run.row_count, counts=dict(trial.counts), mapping=trial.run.mapping
    )


@area.write("/imports/{uuid:run_id}/file", forms.ImportDraftOut, **_NEEDS)
def change_import_file(
    request: ApiRequest, run_id: UUID, file: File[UploadedFile]
) -> forms.ImportDraftOut:
    """Put another file into a draft."""
    run = actions.change_file(
        actor=request.auth,
        run_id=run_id,
        data=file.read(),
        file_name=file.name or "",
        now=timezone.now(),
    )
    return forms.ImportDraftOut.from_orm(run)


@area.write("/imports/{uuid:run_id}/reading", forms.ImportDraftOut, **_NEEDS)
def change_import_reading(
    request: ApiRequest, run_id: UUID, given: forms.ImportReadingIn
) -> forms.ImportDraftOut:
    """Read the file of a draft in another way."""
    run = actions.change_reading(
        actor=request.auth, run_id=run_id, reading=given.model_dump(), now=timezone.now()
    )
    return forms.ImportDraftOut.from_orm(run)


@area.read("/imports/{uuid:run_id}/columns", forms.ImportColumnsOut, **_NEEDS)
def list_import_columns(request: ApiRequest, run_id: UUID) -> forms.ImportColumnsOut:
    """List the columns of a draft with samples and the reason of each proposal."""
    run = _found(run_id)
    return forms.ImportColumnsOut(
        items=[
            forms.ImportColumnOut(
                header=one.header,
                samples=list(one.samples),
                field=one.field,
                why=_say(one.why),
                code=one.code,
            )
            for one in queries.list_columns(run)
        ],
        missing=[_say(one) for one in queries.list_missing(run)],
        fields=[name for name, _ in queries.list_field_choices(run)],
    )


@area.write("/imports/{uuid:run_id}/columns", forms.ImportDraftOut, **_NEEDS)
def choose_import_columns(
    request: ApiRequest, run_id: UUID, given: forms.ImportColumnsIn
) -> forms.ImportDraftOut:
    """Say what each column means."""
    run = actions.choose_columns(
        actor=request.auth, run_id=run_id, mapping=given.mapping, now=timezone.now()
    )
    return forms.ImportDraftOut.from_orm(run)


@area.read("/imports/{uuid:run_id}/values", forms.ImportWordsOut, **_NEEDS)
def list_import_values(request: ApiRequest, run_id: UUID) -> forms.ImportWordsOut:
    """List the words of a draft that nobody gave a meaning to yet."""
    return forms.ImportWordsOut(
        items=[
            forms.ImportWordOut(
                field=one.field,
                word=one.word,
                count=one.count,
                code=one.code,
                choices=[code for code, _ in one.choices],
            )
            for one in queries.list_questions(_found(run_id))
        ]
    )


@area.write("/imports/{uuid:run_id}/values", forms.ImportRunOut, **_NEEDS)
def answer_import_values(
    request: ApiRequest, run_id: UUID, given: forms.ImportWordsIn
) -> forms.ImportRunOut:
    """Say what words mean and check all rows; poll the import while its state is checking."""
    run = actions.answer_values(
        actor=request.auth,
        run_id=run_id,
        answers=given.answers,
        profile_name=given.profile_name,
        now=timezone.now(),
    )
    return forms.ImportRunOut.from_orm(run)


@area.read("/imports/{uuid:run_id}/preview", forms.ImportPreviewOut, **_NEEDS)
def preview_import(request: ApiRequest, run_id: UUID) -> forms.ImportPreviewOut:
    """Say what the rows of a draft would do, and what can be repaired together."""
    run = _found(run_id)
    return forms.ImportPreviewOut(
        counts=queries.count_verdicts(run),
        open_duplicates=queries.count_open_duplicates(run),
        groups=[
            forms.FaultGroupOut(
                fault=one.key,
                text=_say(one.text),
                count=one.count,
                acts=["suggest"] * one.can_take_suggestion + ["empty"] * one.can_empty,
            )
            for one in queries.list_fault_groups(run)
        ],
    )


@area.read("/imports/{uuid:run_id}/rows", forms.ImportRowsOut, **_NEEDS)
def list_import_rows(
    request: ApiRequest, run_id: UUID, query: Query[forms.ImportRowsQuery]
) -> forms.ImportRowsOut:
    """List the rows of a draft in the order of the file."""
    run = _found(run_id)
    rows = queries.list_rows(run, verdict=query.verdict, after=query.after, limit=query.limit + 1)
    shown = rows[: query.limit]
    return forms.ImportRowsOut(
        items=[_row(run, staged, row) for staged, row in shown],
        next_after=shown[-1][0].line if len(rows) > query.limit else None,
    )


@area.write("/imports/{uuid:run_id}/rows", forms.ImportRowOut, **_NEEDS)
def edit_import_row(
    request: ApiRequest, run_id: UUID, given: forms.ImportRowIn
) -> forms.ImportRowOut:
    """Correct cells of one row and judge it again."""
    staged = actions.edit_row(
        actor=request.auth,
        run_id=run_id,
        line=given.line,
        cells=given.cells,
        now=timezone.now(),
    )
    return _row(_found(run_id), staged, Row.of(staged))


@area.write("/imports/{uuid:run_id}/repairs", Done, **_NEEDS)
def repair_import_rows(request: ApiRequest, run_id: UUID, given: forms.ImportRepairIn) -> Done:
    """Repair all rows with one kind of fault."""
    count = actions.repair_rows(
        actor=request.auth, run_id=run_id, fault=given.fault, act=given.act, now=timezone.now()
    )
    return Done(count=count)


@area.write("/imports/{uuid:run_id}/decisions", Done, **_NEEDS)
def decide_import_rows(request: ApiRequest, run_id: UUID, given: forms.ImportDecisionIn) -> Done:
    """Decide whether rows are about people who are known, or are left out."""
    count = actions.decide_rows(
        actor=request.auth,
        run_id=run_id,
        lines=given.lines,
        decision=given.decision,
        rival=given.rival,
        now=timezone.now(),
    )
    return Done(count=count)


@area.write("/imports/{uuid:run_id}/run", forms.ImportRunOut, **_NEEDS)
def start_import(
    request: ApiRequest, run_id: UUID, given: forms.ImportStartIn
) -> forms.ImportRunOut:
    """Write the rows of a checked draft; a large one goes on in the background."""
    run = actions.start_import(
        actor=request.auth,
        run_id=run_id,
        is_all_or_nothing=given.is_all_or_nothing,
        now=timezone.now(),
    )
    return forms.ImportRunOut.from_orm(run)


@area.write("/imports/{uuid:run_id}/discard", Done, **_NEEDS)
def discard_import(request: ApiRequest, run_id: UUID) -> Done:
    """Throw a draft away with its file and rows."""
    actions.discard_draft(actor=request.auth, run_id=run_id, now=timezone.now())
    return Done(count=1)


@area.write("/imports/{uuid:run_id}/undo", forms.UndoneOut, **_NEEDS)
def undo_import(request: ApiRequest, run_id: UUID) -> forms.UndoneOut:
    """Remove what an import made and restore what it changed, within seven days.

    What somebody used since then stays as it is.
    """
    done = actions.undo_import(actor=request.auth, run_id=run_id, now=timezone.now())
    return forms.UndoneOut(
        count=done.removed,
        restored=done.restored,
        kept=done.kept,
        is_waiting=done.is_waiting,
        kept_rows=[
            forms.KeptOut(table=table, id=UUID(row_id), why=why)
            for table, row_id, why in done.as_json()
        ],
    )


@area.read("/imports", forms.ImportRunPage, **_NEEDS)
def list_imports(request: ApiRequest, page: Query[PageQuery]) -> forms.ImportRunPage:
    """List the imports and drafts, newest first."""
    return fill_page(forms.ImportRunPage, forms.ImportRunOut, queries.list_runs(), page)


@area.read("/imports/{uuid:run_id}", forms.ImportRunOut, **_NEEDS)
def read_import(request: ApiRequest, run_id: UUID) -> forms.ImportRunOut:
    """Read how far an import is."""
    return forms.ImportRunOut.from_orm(_found(run_id))


@area.read("/imports/{uuid:run_id}/failed-rows", None, **_NEEDS, media_type=XLSX)
def read_failed_rows(request: ApiRequest, run_id: UUID) -> HttpResponse:
    """Read the rows that failed as xlsx, each with what is wrong."""
    data = queries.failed_rows_file(_found(run_id), language=get_language() or "ja")
    return file_response(data, media_type=XLSX, file_name="failed-rows.xlsx")


def _found(run_id: UUID) -> ImportRun:
    return found(queries.find_run(run_id=run_id))


def _say(words: Words) -> str:
    return words.in_language(get_language() or "ja")


def _row(run: ImportRun, staged: StagedRow, row: Row) -> forms.ImportRowOut:
    changes = queries.changes_of(row)
    return forms.ImportRowOut(
        line=row.line,
        verdict=staged.verdict,
        decision=staged.decision,
        cells=dict(zip(run.headers, row.cells, strict=False)),
        faults=[
            forms.FaultOut(
                header=one.header, field=one.field, text=_say(one.text), suggestion=one.suggestion
            )
            for one in row.faults
        ],
        before={name: str(old or "") for name, old, _ in changes},
        after={name: str(new or "") for name, _, new in changes},
        rivals=[
            forms.ImportRivalOut(
                person_id=one.person_id,
                line=one.line,
                level=one.level,
                probability=one.probability,
                reasons=[_say(reason) for reason in one.reasons],
            )
            for one in row.rivals
        ],
    )


def _read_mapping(text: str) -> dict[str, str] | None:
    if not text.strip():
        return None
    try:
        mapping = json.loads(text)
    except ValueError:
        mapping = None
    is_plain = isinstance(mapping, dict) and all(
        isinstance(key, str) and isinstance(value, str) for key, value in mapping.items()
    )
    if not is_plain:
        raise InvalidInputError(
            ja="mappingは列名から項目名へのJSONオブジェクトにしてください。",
            en="mapping must be a JSON object from column to field.",
            field="mapping",
        )
    assert isinstance(mapping, dict)
    return mapping
