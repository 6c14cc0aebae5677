"""What a person does with the mailed addresses of a notice; nobody signs in for it."""

from dataclasses import dataclass, replace
from datetime import datetime

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.orgs.queries import OpenDoor, find_door
from tasuki.apps.relay.invite_steps import lock_invite
from tasuki.apps.relay.notice_delivery import open_page, stop_for_person
from tasuki.apps.relay.queries.notices import ResultPage, find_invite, find_result
from tasuki.core.access import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class StopDoor:
    """Whose notices a stop address ends."""

    company_name: str
    language: str


def open_result(*, key: str, now: datetime) -> ResultPage | None:
    """Return the result page and note its first opening (I3); None for a key that is no good.

    Args:
        key: from the address.
        now: the moment of the opening.
    """
    page = find_result(key=key, now=now)
    door = find_door(kind=Door.Kind.RESULT, key=key, now=now)
    if page is None or door is None or page.guidance is None:
        return page
    with bound(door.organisation_id, None):
        open_page(actor=_person(door), invite=lock_invite(door.subject), now=now)
    return page


def find_applicant(*, key: str, now: datetime) -> Actor | None:
    """Return the person to whom a result page was mailed; None for a key that is no good.

    Args:
        key: from the address.
        now: the present moment.
    """
    door = find_door(kind=Door.Kind.RESULT, key=key, now=now)
    if door is None:
        return None
    with bound(door.organisation_id, None):
        invite = find_invite(invite_id=door.subject)
        if invite is None:
            return None
        return replace(_person(door), talent_record_id=invite.application.talent_record_id)


def find_stop_door(*, key: str, now: datetime) -> StopDoor | None:
    """Return whose notices a key stops, for the question before the button."""
    door = _stop_door(key, now)
    if door is None:
        return None
    with bound(door.organisation_id, None):
        invite = lock_invite(door.subject)
        language = invite.application.talent_record.language
    return StopDoor(Organisation.objects.get(id=door.organisation_id).name, language)


def stop_notices(*, key: str, now: datetime) -> StopDoor | None:
    """Stop all guidance of this company to this person; again changes nothing.

    Called by the button, never by opening the page: scanners of mail open every address.
    """
    door = _stop_door(key, now)
    if door is None:
        return None
    with bound(door.organisation_id, None):
        invite = lock_invite(door.subject)
        stop_for_person(actor=_person(door), invite=invite, now=now)
        language = invite.application.talent_record.language
    return StopDoor(Organisation.objects.get(id=door.organisation_id).name, language)


def _stop_door(key: str, now: datetime) -> OpenDoor | None:
    # The page of the result carries its own key, which stops as well.
    return find_door(kind=Door.Kind.STOP_NOTICES, key=key, now=now) or find_door(
        kind=Door.Kind.RESULT, key=key, now=now
    )


def _person(door: OpenDoor) -> Actor:
    return Actor(
        organisation_id=door.organisation_id, kind=OrganisationKind.COMPANY, role=Role.PERSON
    )
