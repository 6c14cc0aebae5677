"""Operations of the agency on registrations."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import AGENCY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import cut
from tasuki.api.v1.schemas import registrations as forms
from tasuki.api.v1.schemas.common import PageQuery, Wording
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_view, record_views
from tasuki.apps.placement import contact
from tasuki.apps.relay.actions import decisions as actions
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.queries import registrations as queries
from tasuki.core.access import Permission
from tasuki.core.relay.machines import RegistrationState

area = Area(tags=["registrations"])
_VIEW = Permission.REGISTRATION_VIEW
_DECIDE = Permission.REGISTRATION_DECIDE
_ONE = "/registrations/{uuid:registration_id}"


@area.read("/registrations", forms.RegistrationPage, needs=_VIEW, kinds=AGENCY)
def list_registrations(
    request: ApiRequest, filters: Query[forms.RegistrationQuery], page: Query[PageQuery]
) -> forms.RegistrationPage:
    """List registrations, newest first."""
    found = queries.list_registrations(state=filters.state, book_id=filters.book_id)
    rows, next_after = cut(found, page)
    _note_look(request, rows)
    items = [forms.RegistrationOut.from_orm(row) for row in rows]
    return forms.RegistrationPage(items=items, next_after=next_after)


@area.read("/registrations/queue", forms.RegistrationPage, needs=_VIEW, kinds=AGENCY)
def list_queue(
    request: ApiRequest, filters: Query[forms.RegistrationQuery], page: Query[PageQuery]
) -> forms.RegistrationPage:
    """List what waits for a decision, oldest due first."""
    found = queries.list_queue(state=filters.state, book_id=filters.book_id)
    rows, next_after = cut(found, page)
    _note_look(request, rows)
    items = [forms.RegistrationOut.from_orm(row) for row in rows]
    return forms.RegistrationPage(items=items, next_after=next_after)


def _note_look(request: ApiRequest, rows: Sequence[Registration]) -> None:
    """A list hands out names, addresses and wishes: each person is told that it was read."""
    record_views(
        actor=request.auth,
        talent_record_ids=[row.talent_record_id for row in rows],
        way=RecordView.Way.EXPORTED,
        now=timezone.now(),
    )


@area.read("/registrations/counts", forms.QueueCountsOut, needs=_VIEW, kinds=AGENCY)
def count_queue(request: ApiRequest) -> forms.QueueCountsOut:
    """Count what waits."""
    return forms.QueueCountsOut.from_orm(queries.count_queue(on=timezone.localdate()))


@area.write("/registrations/accept-clean", forms.BulkOut, needs=_DECIDE, kinds=AGENCY)
def accept_clean(request: ApiRequest, given: forms.BulkIn) -> forms.BulkOut:
    """Accept all of them that nothing stands against; the others stay."""
    done = actions.accept_clean(actor=request.auth, versions=given.versions, now=timezone.now())
    return forms.BulkOut(
        accepted=done.accepted,
        skipped=[
            forms.SkippedRegistration(registration_id=key, reason=Wording.of(words))
            for key, words in done.skipped.items()
        ],
    )


@area.read(_ONE, forms.RegistrationDetailOut, needs=_VIEW, kinds=AGENCY)
def read_registration(request: ApiRequest, registration_id: UUID) -> forms.RegistrationDetailOut:
    """Read one registration with its risks and the possible duplicate."""
    found = queries.find_registration(registration_id=registration_id)
    record_view(actor=request.auth, talent_record_id=found.talent_record_id, now=timezone.now())
    return _detail(found)


@area.write(f"{_ONE}/work-requests", forms.WorkRequestOut, needs=_DECIDE, kinds=AGENCY)
def note_work_request(
    request: ApiRequest, registration_id: UUID, given: forms.WorkRequestIn
) -> forms.WorkRequestOut:
    """Write down that the person asked for work; lifts the two-year ban from that day (H7)."""
    found = queries.find_registration(registration_id=registration_id)
    if found.talent_record_id is None:
        raise NotVisibleError
    done = contact.note_work_request(
        actor=request.auth,
        talent_record_id=found.talent_record_id,
        way=given.way,
        requested_on=given.requested_on,
        now=timezone.now(),
    )
    return forms.WorkRequestOut.from_orm(done)


@area.write(f"{_ONE}/accept", forms.RegistrationOut, needs=_DECIDE, kinds=AGENCY)
def accept_registration(
    request: ApiRequest, registration_id: UUID, given: forms.Versioned
) -> forms.RegistrationOut:
    """Accept a registration."""
    done = actions.accept_registration(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        now=timezone.now(),
    )
    return _out(done)


@area.write(f"{_ONE}/undo-acceptance", forms.RegistrationOut, needs=_DECIDE, kinds=AGENCY)
def undo_acceptance(
    request: ApiRequest, registration_id: UUID, given: forms.Versioned
) -> forms.RegistrationOut:
    """Take an acceptance back within ten minutes."""
    done = actions.undo_acceptance(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        now=timezone.now(),
    )
    return _out(done)


@area.write(f"{_ONE}/refuse", forms.RegistrationOut, needs=_DECIDE, kinds=AGENCY)
def refuse_registration(
    request: ApiRequest, registration_id: UUID, given: forms.CodedIn
) -> forms.RegistrationOut:
    """Refuse a registration with a coded reason (N1, N2, N3, N9)."""
    done = actions.refuse_registration(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        code=given.code,
        note=given.note,
        now=timezone.now(),
    )
    return _out(done)


@area.write(f"{_ONE}/hold", forms.RegistrationOut, needs=_DECIDE, kinds=AGENCY)
def hold_registration(
    request: ApiRequest, registration_id: UUID, given: forms.HoldIn
) -> forms.RegistrationOut:
    """Let a registration wait for a reviewer."""
    done = actions.hold_registration(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        note=given.note,
        now=timezone.now(),
    )
    return _out(done)


@area.write(
    f"{_ONE}/review", forms.RegistrationOut, needs=Permission.REGISTRATION_REVIEW, kinds=AGENCY
)
def review_registration(
    request: ApiRequest, registration_id: UUID, given: forms.ReviewIn
) -> forms.RegistrationOut:
    """Decide on a held registration; never by the company's account manager."""
    done = actions.review_registration(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        is_accepted=given.is_accepted,
        code=given.code,
        note=given.note,
        now=timezone.now(),
    )
    return _out(done)


@area.write(f"{_ONE}/duplicate", forms.RegistrationOut, needs=_DECIDE, kinds=AGENCY)
def resolve_duplicate(
    request: ApiRequest, registration_id: UUID, given: forms.DuplicateIn
) -> forms.RegistrationOut:
    """Say whether the possible duplicate is the same person."""
    done = actions.resolve_duplicate(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        is_same=given.is_same,
        now=timezone.now(),
    )
    return _out(done)


@area.write(f"{_ONE}/undo-duplicate", forms.RegistrationOut, needs=_DECIDE, kinds=AGENCY)
def undo_duplicate(
    request: ApiRequest, registration_id: UUID, given: forms.Versioned
) -> forms.RegistrationOut:
    """Take the answer about a duplicate back within seven days."""
    done = actions.undo_duplicate(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        now=timezone.now(),
    )
    return _out(done)


@area.write(f"{_ONE}/count", forms.CountOut, needs=_DECIDE, kinds=AGENCY)
def count_registration(
    request: ApiRequest, registration_id: UUID, given: forms.Versioned
) -> forms.CountOut:
    """Count an accepted registration; every tenth makes a slot."""
    done = actions.count_registration(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        now=timezone.now(),
    )
    return forms.CountOut(
        registration=_out(done.registration),
        is_counted=done.is_counted,
        is_waiting=done.is_waiting,
        new_slot_ids=[slot.id for slot in done.slots],
    )


@area.write(f"{_ONE}/not-count", forms.RegistrationOut, needs=_DECIDE, kinds=AGENCY)
def not_count_registration(
    request: ApiRequest, registration_id: UUID, given: forms.CodedIn
) -> forms.RegistrationOut:
    """Do not count a registration, with a coded reason (N4 to N7)."""
    done = actions.not_count_registration(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        code=given.code,
        note=given.note,
        now=timezone.now(),
    )
    return _out(done)


@area.write(
    f"{_ONE}/reverse", forms.RegistrationOut, needs=Permission.REGISTRATION_REVERSE, kinds=AGENCY
)
def reverse_registration(
    request: ApiRequest, registration_id: UUID, given: forms.CodedIn
) -> forms.RegistrationOut:
    """Reverse a count; never by the one who counted."""
    done = actions.reverse_registration(
        actor=request.auth,
        registration_id=registration_id,
        expected_version=given.expected_version,
        code=given.code,
        note=given.note,
        now=timezone.now(),
    )
    return _out(done)


def _out(done: Registration) -> forms.RegistrationOut:
    """Return a registration after an act as it may be read: veiled where the use was stopped."""
    return forms.RegistrationOut.from_orm(queries.find_registration(registration_id=done.id))


def _detail(found: Registration) -> forms.RegistrationDetailOut:
    preview = None
    if found.state == RegistrationState.ACCEPTED:
        decision = queries.preview_count(registration=found, now=timezone.now())
        preview = forms.CountPreview(is_counted=decision.counted, code=str(decision.code or ""))
    pairs = queries.compare_with_duplicate(registration=found) if found.duplicate_of_id else []
    return forms.RegistrationDetailOut(
        **forms.RegistrationOut.from_orm(found).model_dump(),
        risks=[Wording.of(words) for words in queries.list_risk_labels(found)],
        duplicate=[
            forms.FieldPairOut(
                label=Wording.of(pair.label),
                here=pair.here,
                there=pair.there,
                is_same=pair.is_same,
            )
            for pair in pairs
        ],
        count_preview=preview,
    )
