"""Write openings: half-filled ones stay drafts, only complete ones are shown (H6)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError, found
from tasuki.apps.openings.models import Employer, Opening
from tasuki.apps.openings.policy import declared_for, find_problems
from tasuki.apps.openings.steps import (
    end_opening,
    lock_opening,
    record_act,
    require_whole,
    show_opening,
    step_on,
)
from tasuki.apps.openings.values import FIELDS, OpeningValues
from tasuki.apps.openings.versions import keep_version
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.placement.orders import rewrite_order
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.acts import Act
from tasuki.core.law.posting import check_self_declaration
from tasuki.core.openings.states import PostingEvent

__all__ = [
    "FIELDS",
    "OpeningValues",
    "close_opening",
    "confirm_opening",
    "create_opening",
    "publish_opening",
    "update_opening",
]


@action(act=Act.LIST_JOBS)
def create_opening(*, actor: Actor, values: OpeningValues, now: datetime) -> Opening:
    """Store a new opening as a draft; at an agency that is the order of an employer.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: H5, a text asks for what selection must not know.
        NotVisibleError: no such employer.
    """
    require(actor, Permission.OPENING_EDIT)
    _check(values)
    [number] = take_numbers(name="opening")
    opening = Opening(
        organisation_id=current_organisation_id(),
        number=f"O-{number:05d}",
        as_of=localdate(now),
    )
    if actor.kind == OrganisationKind.AGENCY:
        opening.received_on = localdate(now)
    _fill(opening, values, actor=actor, on=localdate(now))
    opening.save(force_insert=True)
    record_act(actor, opening, "create", now)
    return opening


@action(act=Act.LIST_JOBS)
def update_opening(
    *, actor: Actor, opening_id: UUID, values: OpeningValues, now: datetime
) -> Opening:
    """Change an opening and renew its date; one that is shown must stay complete.

    What was shown before is kept as a version, and the open order in the book says what the
    opening says now. A refused order becomes a draft again.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: H5; H6, the shown opening would lack an item.
        NotVisibleError: no such opening or employer.
    """
    require(actor, Permission.OPENING_EDIT)
    _check(values)
    opening = lock_opening(opening_id)
    declared_on = opening.declared_on
    _fill(opening, values, actor=actor, on=localdate(now))
    opening.as_of = localdate(now)
    if opening.state == Opening.State.REFUSED:
        step_on(opening, PostingEvent.REVISE)
    if opening.state in {Opening.State.OPEN, Opening.State.ACCEPTED}:
        require_whole(opening)
    keep_version(opening, actor=actor, on=localdate(now))
    opening.save()
    rewrite_order(job=opening, opening_id=opening.id)
    record_act(actor, opening, "update", now)
    if opening.declared_on != declared_on:
        told = "declare" if opening.declared_on else "take_back_declaration"
        record_act(actor, opening, told, now)
    return opening


@action(act=Act.LIST_JOBS)
def publish_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Show an opening; people can be introduced to it from now on.

    Raises:
        RefusedError: H6: an item, the self-declaration or the code of a limit of age is
            missing, a word asks for one sex, or the pay is below the minimum wage; an agency
            did not accept the order, or the order is over; it cannot be shown as it stands.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の3, 5条の4.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = lock_opening(opening_id)
    opening.as_of = localdate(now)
    show_opening(opening, actor=actor, on=localdate(now))
    opening.save()
    record_act(actor, opening, "publish", now)
    return opening


@action(act=Act.LIST_JOBS)
def confirm_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Say that the content is still true and renew its date; a suspended one is shown again.

    Raises:
        RefusedError: H6, an opening that is shown may not be shown any more.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の4.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = lock_opening(opening_id)
    opening.as_of = localdate(now)
    if opening.state == Opening.State.SUSPENDED:
        show_opening(opening, actor=actor, on=localdate(now))
    elif opening.state == Opening.State.OPEN:
        require_whole(opening)
    opening.save()
    record_act(actor, opening, "confirm", now)
    return opening


@action(act=Act.LIST_JOBS)
def close_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Take an opening back and end its order; a company's own is shown again by publishing.

    Raises:
        RefusedError: a refused order is not closed.
        NotVisibleError: no such opening.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = lock_opening(opening_id)
    if opening.state != Opening.State.CLOSED:
        end_opening(opening, PostingEvent.CLOSE, now=now)
        record_act(actor, opening, "close", now)
    return opening


def _check(values: OpeningValues) -> None:
    problems = find_problems(**{name: getattr(values, name) for name in FIELDS})
    for name, problem in problems.items():
        if problem.refusal:
            raise RefusedError.by_law(problem.refusal)
        raise InvalidInputError(ja=problem.text.ja, en=problem.text.en, field=name)


def _fill(opening: Opening, values: OpeningValues, *, actor: Actor, on: date) -> None:
    for name in FIELDS:
        value = getattr(values, name)
        setattr(opening, name, value.strip() if isinstance(value, str) else value)
    opening.terms = {key: text.strip() for key, text in values.terms.items() if text.strip()}
    if actor.kind == OrganisationKind.AGENCY:
        # An agency declares for nobody: what counts is what its employer declared.
        if values.employer_id is not None:
            opening.employer = found(Employer.objects.filter(id=values.employer_id).first())
        opening.declared_on = declared_for(opening.employer)
    elif values.is_declared is False:
        opening.declared_on = None
    elif values.is_declared and check_self_declaration(opening.declared_on, on=on):
        opening.declared_on = on
