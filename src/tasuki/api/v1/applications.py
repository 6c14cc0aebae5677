"""Operations on applications, imports and openings of a company."""

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
from tasuki.api.v1.paging import cut, fill_page
from tasuki.api.v1.schemas import applications as forms
from tasuki.api.v1.schemas.common import Done, PageQuery
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.imports import actions as imports
from tasuki.apps.imports import queries as import_runs
from tasuki.apps.people import actions as people
from tasuki.apps.people import queries as applications
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_view, record_views
from tasuki.apps.relay.actions import notices
from tasuki.core.access import Permission

area = Area(tags=["applications"])


@area.read("/applications", forms.ApplicationPage, needs=Permission.APPLICATION_VIEW, kinds=COMPANY)
def list_applications(
    request: ApiRequest, filters: Query[forms.ApplicationQuery], page: Query[PageQuery]
) -> forms.ApplicationPage:
    """List applications, newest first."""
    wanted = applications.ApplicationFilters(**filters.model_dump())
    rows, next_after = cut(applications.list_applications(filters=wanted), page)
    record_views(
        actor=request.auth,
        talent_record_ids=[row.talent_record_id for row in rows],
        way=RecordView.Way.EXPORTED,
        now=timezone.now(),
    )
    items = [forms.ApplicationOut.from_orm(row) for row in rows]
    return forms.ApplicationPage(items=items, next_after=next_after)


@area.read(
    "/applications/{uuid:application_id}",
    forms.ApplicationDetailOut,
    needs=Permission.APPLICATION_VIEW,
    kinds=COMPANY,
)
def read_application(request: ApiRequest, application_id: UUID) -> forms.ApplicationDetailOut:
    """Read one application with its history."""
    found = applications.find_application(application_id=application_id)
    if found is None:
        raise NotVisibleError
    record_view(actor=request.auth, talent_record_id=found.person.pk, now=timezone.now())
    known = forms.ApplicationOut.from_orm(found.application)
    return forms.ApplicationDetailOut(
        **known.model_dump(exclude={"person"}),
        person=known.person,
        note=found.application.note,
        steps=[forms.StepOut.from_orm(step) for step in found.steps],
        others=[other.id for other in found.others],
    )


@area.write(
    "/applications/{uuid:application_id}/result",
    forms.ApplicationOut,
    needs=Permission.APPLICATION_DECIDE,
    kinds=COMPANY,
)
def decide_result(
    request: ApiRequest, application_id: UUID, given: forms.ResultIn
) -> forms.ApplicationOut:
    """Record the result of one application, with the reason of a named human.

    A hire also withdraws a notice of that application that did not leave yet.
    """
    common: dict[str, Any] = {
        "actor": request.auth,
        "application_id": application_id,
        "reason": given.reason,
        "now": timezone.now(),
    }
    if given.outcome == "hired":
        decided = notices.change_to_hired(**common)
    else:
        decided = people.decide_result(**common, outcome=given.outcome)
    return forms.ApplicationOut.from_orm(decided)


@area.write("/applications/archive", Done, needs=Permission.APPLICATION_DECIDE, kinds=COMPANY)
def archive_applications(request: ApiRequest, given: forms.ApplicationIds) -> Done:
    """Put applications into the archive."""
    count = people.archive_applications(
        actor=request.auth, application_ids=given.application_ids, now=timezone.now()
    )
    return Done(count=count)


@area.write("/applications/restore", Done, needs=Permission.APPLICATION_DECIDE, kinds=COMPANY)
def restore_applications(request: ApiRequest, given: forms.ApplicationIds) -> Done:
    """Take applications out of the archive."""
    count = people.restore_applications(
        actor=request.auth, application_ids=given.application_ids, now=timezone.now()
    )
    return Done(count=count)


@area.write(
    "/people/{uuid:person_id}",
    forms.PersonOut,
    needs=Permission.APPLICATION_DECIDE,
    kinds=COMPANY,
)
def edit_person(request: ApiRequest, person_id: UUID, given: forms.PersonIn) -> forms.PersonOut:
    """Correct a person's data; a new mail address is written to even if the old one came back."""
    edited = people.edit_person(
        actor=request.auth,
        talent_record_id=person_id,
        values=given.model_dump(exclude_unset=True),
        now=timezone.now(),
    )
    return forms.PersonOut.from_orm(edited)


@area.write(
    "/people/{uuid:person_id}/mail-works", Done, needs=Permission.APPLICATION_DECIDE, kinds=COMPANY
)
def mark_mail_works(request: ApiRequest, person_id: UUID) -> Done:
    """Write again to a person whose mail address came back; count 0 = it was not held back."""
    was_held = people.mark_mail_works(
        actor=request.auth, talent_record_id=person_id, now=timezone.now()
    )
    return Done(count=int(was_held))


@area.write(
    "/people/{uuid:person_id}/stop-use",
    forms.PersonOut,
    needs=Permission.APPLICATION_DECIDE,
    kinds=COMPANY,
)
def stop_use(request: ApiRequest, person_id: UUID) -> forms.PersonOut:
    """Stop using a person's data, as the person asked."""
    stopped = people.stop_use(actor=request.auth, talent_record_id=person_id, now=timezone.now())
    return forms.PersonOut.from_orm(stopped)


@area.write("/imports", forms.ImportRunOut, needs=Permission.APPLICATION_IMPORT, kinds=COMPANY)
def import_applications(
    request: ApiRequest,
    file: File[UploadedFile],
    mapping: Form[str] = "",
    is_dry_run: Form[bool] = False,
) -> forms.ImportRunOut:
    """Import a file of applicants.

    mapping is a JSON object from column to field; without it the columns are guessed. A dry run
    counts and stores nothing; a large file goes on in the background.
    """
    common: dict[str, Any] = {
        "actor": request.auth,
        "data": file.read(),
        "file_name": file.name or "",
        "mapping": _read_mapping(mapping),
        "now": timezone.now(),
    }
    if is_dry_run:
        run = imports.import_applicants(**common, dry_run=True)
    else:
        run = imports.start_import(**common)
    return forms.ImportRunOut.from_orm(run)


@area.write("/imports/{uuid:run_id}/undo", Done, needs=Permission.APPLICATION_IMPORT, kinds=COMPANY)
def undo_import(request: ApiRequest, run_id: UUID) -> Done:
    """Remove the applications that an import made, within seven days; decided ones stay."""
    count = imports.undo_import(actor=request.auth, run_id=run_id, now=timezone.now())
    return Done(count=count)


@area.read("/imports", forms.ImportRunPage, needs=Permission.APPLICATION_IMPORT, kinds=COMPANY)
def list_imports(request: ApiRequest, page: Query[PageQuery]) -> forms.ImportRunPage:
    """List the imports, newest first."""
    return fill_page(forms.ImportRunPage, forms.ImportRunOut, import_runs.list_runs(), page)


@area.read(
    "/imports/{uuid:run_id}", forms.ImportRunOut, needs=Permission.APPLICATION_IMPORT, kinds=COMPANY
)
def read_import(request: ApiRequest, run_id: UUID) -> forms.ImportRunOut:
    """Read how far an import is."""
    found = import_runs.find_run(run_id=run_id)
    if found is None:
        raise NotVisibleError
    return forms.ImportRunOut.from_orm(found)


@area.read(
    "/imports/{uuid:run_id}/failed-rows",
    None,
    needs=Permission.APPLICATION_IMPORT,
    kinds=COMPANY,
    media_type=XLSX,
)
def read_failed_rows(request: ApiRequest, run_id: UUID) -> HttpResponse:
    """Read the rows that failed as xlsx, each with what is wrong."""
    found = import_runs.find_run(run_id=run_id)
    if found is None:
        raise NotVisibleError
    data = import_runs.failed_rows_file(found, language=get_language() or "ja")
    return file_response(data, media_type=XLSX, file_name="failed-rows.xlsx")


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
