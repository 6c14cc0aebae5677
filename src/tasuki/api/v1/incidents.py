"""Operations on incidents with personal data."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import PDF, file_response
from tasuki.api.v1.paging import cut, fill_page
from tasuki.api.v1.schemas import rights as forms
from tasuki.api.v1.schemas.common import Done, PageQuery, WithReason, Wording
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.rights import incident_letters
from tasuki.apps.rights.actions import affected, incidents, processors, telling
from tasuki.apps.rights.models import Incident
from tasuki.apps.rights.queries import incidents as queries
from tasuki.core.access import Permission

area = Area(tags=["incidents"])
_VIEW = Permission.INCIDENT_VIEW
_EDIT = Permission.INCIDENT_EDIT
_ONE = "/rights/incidents/{uuid:incident_id}"


def _out(incident: Incident) -> forms.IncidentOut:
    return forms.IncidentOut.from_orm(incident)


@area.read("/rights/incidents", forms.IncidentPage, needs=_VIEW)
def list_incidents(
    request: ApiRequest, filters: Query[forms.IncidentQuery], page: Query[PageQuery]
) -> forms.IncidentPage:
    """List the incidents, the newest first."""
    found = queries.list_incidents(state=filters.state or "", text=filters.text)
    rows, next_after = cut(found, page)
    return forms.IncidentPage(items=[_out(one) for one in rows], next_after=next_after)


@area.read(_ONE, forms.IncidentDetailOut, needs=_VIEW)
def read_incident(request: ApiRequest, incident_id: UUID) -> forms.IncidentDetailOut:
    """Read one incident with its duty, its counts, its log and what is missing."""
    found = queries.find_incident_detail(incident_id=incident_id)
    return forms.IncidentDetailOut(
        incident=_out(found.incident),
        reason=Wording.of(found.duty.reason),
        triggers=list(found.duty.triggers),
        affected_count=found.affected_count,
        listed_count=found.listed_count,
        told_count=found.told_count,
        missing=list(found.missing),
        blockers=[Wording.of(one) for one in found.blockers],
        steps=[forms.IncidentStepOut.from_orm(one) for one in found.steps],
    )


@area.read(f"{_ONE}/drafts/{{kind}}", None, needs=_VIEW, media_type=PDF)
def read_incident_draft(request: ApiRequest, incident_id: UUID, kind: str) -> HttpResponse:
    """Read a draft as PDF: preliminary, final or notice."""
    incident = queries.find_incident(incident_id=incident_id)
    if kind not in incident_letters.KINDS:
        raise NotVisibleError
    data = incident_letters.print_report(
        incident,
        kind,
        language=get_language() or "ja",
        printed_by=request.auth.name,
        now=timezone.now(),
    )
    return file_response(data, media_type=PDF, file_name=f"{incident.number}-{kind}.pdf")


@area.write("/rights/incidents", forms.IncidentOut, needs=_EDIT)
def open_incident(request: ApiRequest, given: forms.IncidentIn) -> forms.IncidentOut:
    """Record an incident; its clocks run from the moment of knowing."""
    return _out(act(request, incidents.open_incident, given))


@area.write(f"{_ONE}/facts", forms.IncidentOut, needs=_EDIT, method="PUT")
def edit_incident(
    request: ApiRequest, incident_id: UUID, given: forms.FactsIn
) -> forms.IncidentOut:
    """Keep what is known by now; duty and clocks follow from it."""
    values = given.model_dump(exclude_none=True)
    return _out(act(request, incidents.edit_incident, incident_id=incident_id, values=values))


@area.write(f"{_ONE}/notes", forms.IncidentOut, needs=_EDIT)
def add_incident_note(
    request: ApiRequest, incident_id: UUID, given: forms.LogIn
) -> forms.IncidentOut:
    """Write a line into the log of an incident."""
    return _out(act(request, incidents.add_note, given, incident_id=incident_id))


@area.write(f"{_ONE}/reports", forms.IncidentOut, needs=_EDIT)
def record_incident_report(
    request: ApiRequest, incident_id: UUID, given: forms.ReportIn
) -> forms.IncidentOut:
    """Record that a report went to the Commission."""
    return _out(act(request, incidents.record_report, given, incident_id=incident_id))


@area.read(f"{_ONE}/persons", forms.IncidentPersonPage, needs=_VIEW)
def list_incident_persons(
    request: ApiRequest, incident_id: UUID, page: Query[PageQuery]
) -> forms.IncidentPersonPage:
    """List the persons whom an incident touches."""
    incident = queries.find_incident(incident_id=incident_id)
    return fill_page(
        forms.IncidentPersonPage,
        forms.IncidentPersonOut,
        queries.list_persons(incident_id=incident.id).order_by("created_at", "id"),
        page,
    )


@area.write(f"{_ONE}/persons", Done, needs=_EDIT)
def add_incident_persons(request: ApiRequest, incident_id: UUID, given: forms.PersonsIn) -> Done:
    """Put people onto the list: from a link, an import, an export, a sending, or by number."""
    count = affected.add_affected(
        actor=request.auth, incident_id=incident_id, now=timezone.now(), **given.model_dump()
    )
    return Done(count=count)


@area.write(f"{_ONE}/persons/{{uuid:person_id}}/remove", forms.IncidentOut, needs=_EDIT)
def remove_incident_person(
    request: ApiRequest, incident_id: UUID, person_id: UUID
) -> forms.IncidentOut:
    """Take somebody off the list who was not touched after all."""
    return _out(
        act(request, affected.remove_affected, incident_id=incident_id, person_id=person_id)
    )


@area.read(f"{_ONE}/notice", forms.NoticePreviewOut, needs=_EDIT)
def preview_incident_notice(request: ApiRequest, incident_id: UUID) -> forms.NoticePreviewOut:
    """Read the notice to the persons as it would leave."""
    found = telling.preview_notice(actor=request.auth, incident_id=incident_id)
    incident = queries.find_incident(incident_id=incident_id)
    return forms.NoticePreviewOut(
        subject=found.subject,
        text=incident_letters.notice_text(incident, "ja"),
        mail_count=found.mail_count,
        without_mail_count=found.without_mail_count,
    )


@area.write(f"{_ONE}/notice", Done, needs=_EDIT)
def tell_incident_persons(
    request: ApiRequest, incident_id: UUID, given: forms.IncidentNoticeIn
) -> Done:
    """Mail the notice to everybody on the list who was not told yet."""
    count = telling.tell_persons(
        actor=request.auth, incident_id=incident_id, now=timezone.now(), **given.model_dump()
    )
    return Done(count=count)


@area.write(f"{_ONE}/told", forms.IncidentOut, needs=_EDIT)
def record_incident_told(
    request: ApiRequest, incident_id: UUID, given: forms.ToldIn
) -> forms.IncidentOut:
    """Record that the persons were told by other means."""
    return _out(act(request, telling.record_told, incident_id=incident_id, how=given.how))


@area.write(f"{_ONE}/controllers", forms.IncidentOut, needs=_EDIT)
def tell_controllers(
    request: ApiRequest, incident_id: UUID, given: forms.ControllersIn
) -> forms.IncidentOut:
    """Tell the organisations whose data was handled; no list of persons goes to them."""
    return _out(act(request, processors.tell_controllers, given, incident_id=incident_id))


@area.write(f"{_ONE}/stop-link", forms.IncidentOut, needs=_EDIT)
def stop_incident_link(
    request: ApiRequest, incident_id: UUID, given: forms.StopLinkIn
) -> forms.IncidentOut:
    """Stop a registration link from the file of an incident."""
    return _out(act(request, processors.stop_link, incident_id=incident_id, code=given.code))


@area.write(f"{_ONE}/close", forms.IncidentOut, needs=_EDIT)
def close_incident(request: ApiRequest, incident_id: UUID) -> forms.IncidentOut:
    """Close an incident, after report and notice where they are due."""
    return _out(act(request, incidents.close_incident, incident_id=incident_id))


@area.write(f"{_ONE}/reopen", forms.IncidentOut, needs=_EDIT)
def reopen_incident(request: ApiRequest, incident_id: UUID, given: WithReason) -> forms.IncidentOut:
    """Open a closed incident again, for new facts."""
    return _out(
        act(request, incidents.reopen_incident, incident_id=incident_id, reason=given.reason)
    )
