"""Requests as the desk and the person read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.subjects import list_own_record_ids
from tasuki.core.access import Permission, Role
from tasuki.core.identity.normalise import name_key
from tasuki.core.law.clocks import request_due
from tasuki.core.rights.requests import OPEN_STATES

MATCHES_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One deadline of an open request that is near or over."""

    request: RightsRequest
    step: str
    on: date


def list_requests(
    *, states: Collection[str] = (), kind: str = "", text: str = ""
) -> QuerySet[RightsRequest, RightsRequest]:
    """Return the request ledger of the organisation bound now, the next deadline first.

    Args:
        states: only these states; empty for all.
        kind: only this kind.
        text: part of a name, or a whole mail address or number.
    """
    found = RightsRequest.objects.order_by("answer_by", "id")
    if states:
        found = found.filter(state__in=list(states))
    if kind:
        found = found.filter(kind=kind)
    if word := text.strip():
        found = found.filter(
            Q(claimant_name__icontains=word)
            | Q(claimant_mail=word.lower())
            | Q(number__iexact=word)
        )
    return found


def find_request(*, request_id: UUID) -> RightsRequest:
    """Return one request.

    Raises:
        NotVisibleError: the organisation bound now has no such request.
    """
    found = RightsRequest.objects.filter(id=request_id).first()
    if found is None:
        raise NotVisibleError
    return found


def lock_request(*, request_id: UUID) -> RightsRequest:
    """Return one request, locked until the transaction ends.

    Raises:
        NotVisibleError: the organisation bound now has no such request.
    """
    found = RightsRequest.objects.select_for_update().filter(id=request_id).first()
    if found is None:
        raise NotVisibleError
    return found


def list_own_requests(*, actor: Actor) -> list[RightsRequest]:
    """Return the requests of the person who acts, the newest first.

    Raises:
        NotAllowedError: the actor may not read own data.
        NotVisibleError: the actor is no person.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    if actor.role is not Role.PERSON:
        raise NotVisibleError
    mine = Q(talent_record_id__in=list_own_record_ids(actor=actor))
    if actor.registration_id is not None:
        mine |= Q(registration_id=actor.registration_id)
    return list(RightsRequest.objects.filter(mine).order_by("-received_at", "-id"))


def find_own_request(*, actor: Actor, request_id: UUID) -> RightsRequest:
    """Return one request of the person who acts.

    Raises:
        NotVisibleError: it does not exist or is somebody else's; the answer is the same.
    """
    found = next((one for one in list_own_requests(actor=actor) if one.id == request_id), None)
    if found is None:
        raise NotVisibleError
    return found


def list_due(*, today: date) -> list[Due]:
    """Return every open request with its next day: 7, 12, 14, or ``over``.

    Args:
        today: the day in Tokyo.
    """
    found = RightsRequest.objects.filter(state__in=OPEN_STATES).order_by("answer_by", "id")
    return [Due(request=one, step=step, on=on) for one in found for step, on in [_next(one, today)]]


def _next(request: RightsRequest, today: date) -> tuple[str, date]:
    for step, on in request_steps(request):
        if on >= today:
            return step, on
    return "over", request.answer_by


def request_steps(request: RightsRequest) -> list[tuple[str, date]]:
    """Return the days on which somebody is reminded, by name: d7, d12, d14."""
    clock = request_due(request_received_on(request))
    first, second = clock.remind_on
    return [("d7", first), ("d12", second), ("d14", request.answer_by)]


def request_received_on(request: RightsRequest) -> date:
    """Return the day in Tokyo on which a request arrived."""
    return localdate(request.received_at)


def find_matches(*, name: str, mail: str) -> list[TalentRecord]:
    """Return records that may be the person of a paper request, at most 20.

    For the desk alone: it says who is known here.

    Args:
        name: as it stands on the paper.
        mail: as it stands on the paper.
    """
    words = "".join(name.split())
    condition = Q(pk__in=[])
    if words:
        condition |= Q(name_key__contains=name_key(words))
    if mail.strip():
        condition |= Q(mail=mail.strip().lower())
    return list(TalentRecord.objects.filter(condition).order_by("number")[:MATCHES_MAX])
