"""Operations of a person on the own registrations: by the mailed key, or signed in."""

from uuid import UUID

from django.utils import timezone
from ninja import File
from ninja.files import UploadedFile

from tasuki.api.area import AGENCY, PERSON_AUTH, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.schemas import registrations as forms
from tasuki.api.v1.schemas.own_data import OwnHeldDataOut
from tasuki.apps.placement import contact
from tasuki.apps.relay.actions import registrations as actions
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.queries import registrations as queries
from tasuki.apps.relay.queries import slots
from tasuki.apps.relay.queries.own_data import find_own_data
from tasuki.core.access import Permission

area = Area(tags=["own data"], auth=list(PERSON_AUTH))
_VIEW = Permission.OWN_DATA_VIEW
_DECIDE = Permission.OWN_DATA_DECIDE
_ONE = "/own/registrations/{uuid:registration_id}"


@area.read("/own/registrations", forms.OwnRegistrationList, needs=_VIEW, kinds=AGENCY)
def list_own_registrations(request: ApiRequest) -> forms.OwnRegistrationList:
    """List the person's own registrations."""
    found = queries.list_own_registrations(actor=request.auth)
    items = [forms.OwnRegistrationOut.from_orm(one) for one in found]
    return forms.OwnRegistrationList(items=items)


@area.read("/me/data", OwnHeldDataOut, needs=_VIEW, kinds=AGENCY)
def read_own_data(request: ApiRequest) -> OwnHeldDataOut:
    """Read everything the agency holds about the person."""
    return OwnHeldDataOut.model_validate(find_own_data(actor=request.auth, now=timezone.now()))


@area.write("/me/work-requests", forms.WorkRequestOut, needs=_DECIDE, kinds=AGENCY)
def ask_for_work(request: ApiRequest) -> forms.WorkRequestOut:
    """Ask the agency for work; from today on it may speak about jobs again (H7)."""
    done = contact.ask_for_work(actor=request.auth, now=timezone.now())
    return forms.WorkRequestOut.from_orm(done)


@area.write(f"{_ONE}/complete", forms.OwnRegistrationOut, needs=_DECIDE, kinds=AGENCY)
def complete_registration(
    request: ApiRequest, registration_id: UUID, given: forms.OwnDataIn
) -> forms.OwnRegistrationOut:
    """Give the agency the person's own data."""
    done = actions.complete_registration(
        actor=request.auth,
        registration_id=registration_id,
        now=timezone.now(),
        **given.model_dump(),
    )
    return forms.OwnRegistrationOut.from_orm(done)


@area.write(f"{_ONE}/proof", forms.OwnRegistrationOut, needs=_DECIDE, kinds=AGENCY)
def add_proof(
    request: ApiRequest, registration_id: UUID, file: File[UploadedFile]
) -> forms.OwnRegistrationOut:
    """Keep a file that shows how far the selection came: PNG, JPEG or PDF, at most 5 MB."""
    done = actions.add_proof(
        actor=request.auth, registration_id=registration_id, file=file, now=timezone.now()
    )
    return forms.OwnRegistrationOut.from_orm(done)


@area.write(f"{_ONE}/withdraw", forms.OwnRegistrationOut, needs=_DECIDE, kinds=AGENCY)
def withdraw_registration(request: ApiRequest, registration_id: UUID) -> forms.OwnRegistrationOut:
    """Withdraw a registration; no reason is asked."""
    done = actions.withdraw_registration(
        actor=request.auth, registration_id=registration_id, now=timezone.now()
    )
    return forms.OwnRegistrationOut.from_orm(done)


@area.write(f"{_ONE}/pause", forms.OwnRegistrationOut, needs=_DECIDE, kinds=AGENCY)
def pause_registration(request: ApiRequest, registration_id: UUID) -> forms.OwnRegistrationOut:
    """Pause a registration."""
    done = actions.pause_registration(
        actor=request.auth, registration_id=registration_id, now=timezone.now()
    )
    return forms.OwnRegistrationOut.from_orm(done)


@area.write(f"{_ONE}/resume", forms.OwnRegistrationOut, needs=_DECIDE, kinds=AGENCY)
def resume_registration(request: ApiRequest, registration_id: UUID) -> forms.OwnRegistrationOut:
    """Go on with a paused registration."""
    done = actions.resume_registration(
        actor=request.auth, registration_id=registration_id, now=timezone.now()
    )
    return forms.OwnRegistrationOut.from_orm(done)


@area.write(f"{_ONE}/job-mails", forms.OwnRegistrationOut, needs=_DECIDE, kinds=AGENCY)
def change_job_mails(
    request: ApiRequest, registration_id: UUID, given: forms.JobMailsIn
) -> forms.OwnRegistrationOut:
    """Switch job mails on or off."""
    actions.change_job_mails(
        actor=request.auth,
        registration_id=registration_id,
        is_wanted=given.is_wanted,
        now=timezone.now(),
    )
    own = queries.list_own_registrations(actor=request.auth)
    found = next(one for one in own if one.id == registration_id)
    return forms.OwnRegistrationOut.from_orm(found)


@area.read("/own/releases", forms.OwnReleaseList, needs=_VIEW, kinds=AGENCY)
def list_own_releases(request: ApiRequest) -> forms.OwnReleaseList:
    """List the questions to the person: which fields may go to which company."""
    records = {request.auth.talent_record_id}
    for one in queries.list_own_registrations(actor=request.auth):
        records.add(one.talent_record_id)
    found = [
        release
        for record in sorted(record for record in records if record)
        for release in slots.list_releases(talent_record_id=record)
    ]
    return forms.OwnReleaseList(items=[forms.OwnReleaseOut.from_orm(one) for one in found])


@area.write(
    "/own/releases/{uuid:release_id}/answer", forms.OwnReleaseOut, needs=_DECIDE, kinds=AGENCY
)
def answer_release(
    request: ApiRequest, release_id: UUID, given: forms.AnswerIn
) -> forms.OwnReleaseOut:
    """Say yes or no; only the person can."""
    done = releases.answer_release(
        actor=request.auth, release_id=release_id, is_yes=given.is_yes, now=timezone.now()
    )
    return forms.OwnReleaseOut.from_orm(done)


@area.write(
    "/own/releases/{uuid:release_id}/withdraw", forms.OwnReleaseOut, needs=_DECIDE, kinds=AGENCY
)
def withdraw_release(request: ApiRequest, release_id: UUID) -> forms.OwnReleaseOut:
    """Take a yes back; the company's copy is emptied at once."""
    done = releases.withdraw_release(actor=request.auth, release_id=release_id, now=timezone.now())
    return forms.OwnReleaseOut.from_orm(done)
