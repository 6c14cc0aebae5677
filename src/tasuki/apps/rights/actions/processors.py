"""A processor tells its controllers at once, and a leaking link is stopped from the file.

What a controller is told holds no list and no number of persons: a company that works with an
agency never learns from it whether somebody registered.

Source: 個人情報保護法 26条1項ただし書 (a processor that told its controller need not report).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.orgs.queries import find_door, find_organisation, list_organisations
from tasuki.apps.relay.actions.links import revoke_link
from tasuki.apps.relay.models import RelayContract
from tasuki.apps.relay.queries.disputes import is_naming_somebody
from tasuki.apps.relay.queries.links import normalise_code
from tasuki.apps.rights.actions.incidents import open_incident
from tasuki.apps.rights.incident_steps import lock_open_incident, log_step, set_duty
from tasuki.apps.rights.models import Incident
from tasuki.core.access import OrganisationKind, Permission

CODE_REASON = "事故対応のため停止"


def list_controllers(*, actor: Actor) -> list[Organisation]:
    """Return the organisations whose data this one handles for them.

    The platform works for everybody here, an agency for the companies of its contracts.
    """
    if actor.kind is OrganisationKind.PLATFORM:
        return [one for one in list_organisations() if one.id != actor.organisation_id]
    if actor.kind is OrganisationKind.AGENCY:
        ids = RelayContract.objects.filter(organisation_id=actor.organisation_id)
        wanted = set(ids.values_list("company_id", flat=True))
        return [one for one in list_organisations() if one.id in wanted]
    return []


@action(act=None)
def tell_controllers(
    *,
    actor: Actor,
    incident_id: UUID,
    organisation_ids: Sequence[int],
    are_reporting: bool,
    now: datetime,
) -> Incident:
    """Open the same incident on the side of each controller and notify its desk, at once.

    Args:
        actor: a member of the platform or of an agency.
        incident_id: an incident that is not closed.
        organisation_ids: controllers, see ``list_controllers``; those told already are left out.
        are_reporting: the controllers report, so the own report is not due any more.
        now: when.

    Raises:
        InvalidInputError: nobody is named, or an organisation is no controller.
        RefusedError: the text names somebody who registered.
    """
    require(actor, Permission.INCIDENT_EDIT)
    incident = lock_open_incident(incident_id=incident_id)
    known = {one.id: one for one in list_controllers(actor=actor)}
    wanted = list(dict.fromkeys(organisation_ids))
    if not wanted or not set(wanted) <= known.keys():
        raise InvalidInputError(
            ja="通知する委託元を一覧から選んでください。",
            en="Choose from the list who is told.",
            field="organisation_ids",
        )
    _check_names_nobody(incident)
    processor = find_organisation(organisation_id=actor.organisation_id).name
    fresh = [one for one in wanted if one not in incident.controller_ids]
    for organisation_id in fresh:
        _open_there(known[organisation_id], incident, processor, now=now)
    incident.controller_ids = [*incident.controller_ids, *fresh]
    incident.is_told_controller = incident.is_told_controller or are_reporting
    set_duty(incident)
    incident.save()
    names = "、".join(known[one].name for one in fresh)
    log_step(actor, incident, "controllers", names, now=now)
    return incident


@action(act=None)
def stop_link(*, actor: Actor, incident_id: UUID, code: str, now: datetime) -> Incident:
    """Stop a registration link from the file of an incident; its page opens no more.

    Args:
        actor: a member of the agency that issued it, or of the platform.
        incident_id: an incident that is not closed.
        code: the company code, as typed.
        now: when.

    Raises:
        NotVisibleError: nobody issued such a code, or another agency did.
        RefusedError: it is stopped or expired already.
    """
    require(actor, Permission.INCIDENT_EDIT)
    incident = lock_open_incident(incident_id=incident_id)
    door = find_door(kind=Door.Kind.RELAY_CODE, key=normalise_code(code), now=now)
    is_platform = actor.kind is OrganisationKind.PLATFORM
    if door is None or not (is_platform or door.organisation_id == actor.organisation_id):
        raise NotVisibleError
    agency = Actor.for_task(organisation_id=door.organisation_id, kind=door.kind)
    reason = f"{CODE_REASON}（{incident.number}）"
    revoke_link(actor=agency, link_id=door.subject, reason=reason, now=now)
    incident.link_id = door.subject
    incident.save()
    log_step(actor, incident, "stop_link", normalise_code(code), now=now)
    return incident


def _open_there(
    organisation: Organisation, incident: Incident, processor: str, *, now: datetime
) -> None:
    there = Actor.for_task(
        organisation_id=organisation.id, kind=OrganisationKind(organisation.kind)
    )
    with bound(organisation.id, None):
        open_incident(
            actor=there,
            title=incident.title,
            known_at=now,
            overview=incident.overview,
            data_items=incident.data_items,
            processor_name=processor,
            now=now,
        )


def _check_names_nobody(incident: Incident) -> None:
    text = "\n".join((incident.title, incident.overview, incident.data_items))
    books = RelayContract.objects.filter(organisation_id=incident.organisation_id)
    for book_id in set(books.values_list("book_id", flat=True)):
        if is_naming_somebody(text, book_id=book_id):
            raise RefusedError(
                ja="件名、概要、項目のどれかに、登録した方の氏名などが含まれています。"
                "委託元に伝える内容からは消してください。",
                en="The title, the overview or the items name somebody who registered. Delete "
                "that part before telling others.",
                code="answer_names_person",
            )
