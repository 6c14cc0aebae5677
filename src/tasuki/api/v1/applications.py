"""Operations on applications of a company."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import cut
from tasuki.api.v1.schemas import applications as forms
from tasuki.api.v1.schemas.common import Done, PageQuery
from tasuki.apps.errors import NotVisibleError
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
