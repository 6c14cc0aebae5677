"""The agency's desk: orders of employers are accepted, refused, suspended, filled, shown.

Source: 職業安定法 5条の3, 5条の4, 5条の6; 施行規則 24条の7 (求人管理簿).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps import policy
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import notify
from tasuki.apps.openings.models import Employer, Opening
from tasuki.apps.openings.policy import declared_for, posting_facts
from tasuki.apps.openings.queries import missing_items
from tasuki.apps.openings.steps import (
    end_opening,
    lock_opening,
    no_employer,
    record_act,
    require_whole,
    show_opening,
    step_on,
    wrong_state,
)
from tasuki.apps.orgs.actions import close_doors, make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.placement.models import JobOrder
from tasuki.apps.placement.orders import OrderingEmployer, open_order
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.dates import add_months
from tasuki.core.law.acts import Act
from tasuki.core.law.order_refusals import ORDER_GROUND_LABELS, OrderGround, check_order_refusal
from tasuki.core.law.posting import check_posting
from tasuki.core.openings.states import PostingEvent
from tasuki.core.words import Words

VALID_MONTHS: Final = 3
"""How long an order holds unless somebody says otherwise; what Hello Work uses."""

VALID_MONTHS_MAX: Final = 12
REFUSAL_CHARACTERS_MAX: Final = 1_000
CODE_CHARACTERS: Final = 10
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedOrder:
    """An order that was accepted just now.

    Attributes:
        opening: the job.
        order: its row in the book of job orders (D1).
    """

    opening: Opening
    order: JobOrder


@action(act=Act.LIST_JOBS)
def accept_order(
    *, actor: Actor, opening_id: UUID, received_on: date, valid_to: date, now: datetime
) -> AcceptedOrder:
    """Accept the order of an employer (求人受理) and write its row in the book (D1).

    Args:
        actor: a member of the agency; its licence must be valid today (H1).
        opening_id: a draft, or one that was filled or closed and is wanted again.
        received_on: the day on which it came, today or before.
        valid_to: last day of the order, at most twelve months after it came.
        now: the moment of the act.

    Raises:
        RefusedError: H1 no valid licence or barred work; H6 the opening is not whole.
        InvalidInputError: ``received_on``, ``valid_to`` or ``employer_id`` cannot be used.
        RefusedError: the opening is not waiting for acceptance.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の6; 施行規則 24条の7.
    """
    opening = _lock_for_agency(actor, opening_id)
    today = localdate(now)
    policy.require_licence(on=today, occupation=opening.occupation)
    employer = _employer_of(opening)
    _check_period(received_on, valid_to, today=today)
    step_on(opening, PostingEvent.ACCEPT)
    opening.as_of = today
    opening.declared_on = declared_for(employer)
    require_whole(opening)
    opening.received_on, opening.accepted_on, opening.valid_to = received_on, today, valid_to
    opening.ended_on = None
    opening.save()
    order = open_order(
        job=opening,
        employer=OrderingEmployer(
            name=employer.name,
            address=employer.office or employer.address,
            contact=employer.contact[:200],
            company_id=employer.company_id,
            employer_id=employer.id,
        ),
        received_on=received_on,
        valid_to=valid_to,
    )
    record_act(actor, opening, "accept", now)
    _tell_company(
        actor,
        opening,
        Words(
            f"求人「{opening.title}」が受理されました（{order.number}）。",
            f"The order “{opening.title}” was accepted ({order.number}).",
        ),
    )
    return AcceptedOrder(opening=opening, order=order)


@action(act=Act.LIST_JOBS)
def refuse_order(
    *, actor: Actor, opening_id: UUID, ground: str, text: str, now: datetime
) -> Opening:
    """Refuse an order on a ground of the law; the employer gets a notice with the ground.

    Args:
        actor: a member of the agency.
        opening_id: a draft.
        ground: one of ``OrderGround``; there are no others.
        text: what the ground is in this case, 5-1,000 characters; the employer reads it.
        now: the moment of the act.

    Raises:
        RefusedError: no ground of the law carries the refusal.
        InvalidInputError: ``text`` is too long, or no employer is chosen.
        RefusedError: the opening is not a draft.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の6第1項.
    """
    opening = _lock_for_agency(actor, opening_id)
    employer = _employer_of(opening)
    if len(text.strip()) > REFUSAL_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"{REFUSAL_CHARACTERS_MAX:,}文字以内で入力してください。",
            en=f"Enter at most {REFUSAL_CHARACTERS_MAX:,} characters.",
            field="text",
        )
    refusal = check_order_refusal(
        ground,
        detail=text,
        answer=employer.declaration,
        missing_count=len(missing_items(opening)),
    )
    if refusal:
        raise RefusedError.by_law(refusal)
    step_on(opening, PostingEvent.REFUSE)
    opening.refusal_ground, opening.refusal_text = ground, text.strip()
    opening.refused_on = opening.ended_on = localdate(now)
    opening.save()
    record_act(actor, opening, "refuse", now)
    reason = ORDER_GROUND_LABELS[OrderGround(ground)]
    _tell_company(
        actor,
        opening,
        Words(
            f"求人「{opening.title}」は受理されませんでした（{reason.ja}）。",
            f"The order “{opening.title}” was not accepted ({reason.en}).",
        ),
    )
    return opening


@action(act=Act.LIST_JOBS)
def extend_order(*, actor: Actor, opening_id: UUID, valid_to: date, now: datetime) -> Opening:
    """Let an accepted order hold longer, or end earlier; the book says the new day.

    Raises:
        InvalidInputError: ``valid_to`` cannot be used.
        RefusedError: no order stands.
        NotVisibleError: no such opening.

    Source: 施行規則 24条の7 (有効期間).
    """
    opening = _lock_for_agency(actor, opening_id)
    order = JobOrder.objects.filter(opening_id=opening.id, closed_on=None).first()
    if order is None:
        raise wrong_state(opening)
    _check_period(order.received_on, valid_to, today=localdate(now), renewed_on=localdate(now))
    opening.valid_to = order.valid_to = valid_to
    opening.save(update_fields=["valid_to"])
    order.save(update_fields=["valid_to"])
    record_act(actor, opening, "extend", now)
    return opening


@action(act=Act.LIST_JOBS)
def suspend_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Show an opening to nobody for a while; its order stands.

    Raises:
        RefusedError: it is not open.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の4 (a stop without delay).
    """
    require(actor, Permission.OPENING_EDIT)
    opening = lock_opening(opening_id)
    step_on(opening, PostingEvent.SUSPEND)
    opening.save(update_fields=["state"])
    record_act(actor, opening, "suspend", now)
    return opening


@action(act=Act.LIST_JOBS)
def fill_opening(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Note that everybody wanted was found; the order ends.

    Raises:
        RefusedError: it was not accepted, or it is over.
        NotVisibleError: no such opening.
    """
    require(actor, Permission.OPENING_EDIT)
    opening = lock_opening(opening_id)
    end_opening(opening, PostingEvent.FILL, now=now)
    record_act(actor, opening, "fill", now)
    return opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What became of openings that were confirmed together.

    Attributes:
        fresh_count: how many are true as of today.
        refused: number of each opening that may not be shown as it stands, and why.
    """

    fresh_count: int
    refused: tuple[tuple[str, RefusedError], ...]


@action(act=Act.LIST_JOBS)
def confirm_openings(*, actor: Actor, opening_ids: Sequence[UUID], now: datetime) -> Confirmation:
    """Say of many openings that they are still true; what may not be shown is left and named.

    Args:
        actor: who asked the employers.
        opening_ids: open or suspended ones; others are left alone.
        now: the moment of the act.

    Source: 職業安定法 5条の4.
    """
    require(actor, Permission.OPENING_EDIT)
    today = localdate(now)
    states = (Opening.State.OPEN, Opening.State.SUSPENDED)
    rows = Opening.objects.select_for_update(of=("self",)).filter(
        id__in=opening_ids, state__in=states
    )
    confirmed, refused = 0, []
    for opening in rows.order_by("number"):
        opening.as_of = today
        try:
            show_opening(opening, actor=actor, on=today)
        except RefusedError as error:
            refused.append((opening.number, error))
            continue
        opening.save()
        record_act(actor, opening, "confirm", now)
        confirmed += 1
    return Confirmation(fresh_count=confirmed, refused=tuple(refused))


@action(act=Act.LIST_JOBS)
def list_publicly(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Give an opening a public page; it shows the job while the job is open and fresh.

    Raises:
        RefusedError: the opening may not be shown as it stands (H6, H1).
        RefusedError: it is not open.
        NotVisibleError: no such opening.

    Source: 職業安定法 5条の4 (的確表示).
    """
    opening = _lock_for_agency(actor, opening_id)
    today = localdate(now)
    policy.require_licence(on=today, occupation=opening.occupation)
    if opening.state != Opening.State.OPEN:
        raise wrong_state(opening)
    if refusal := check_posting(posting_facts(opening), on=today):
        raise RefusedError.by_law(refusal)
    if not opening.public_code:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_CHARACTERS))
        make_door(kind=Door.Kind.JOB_PAGE, subject=opening.id, key=code)
        opening.public_code = code
        opening.save(update_fields=["public_code"])
        record_act(actor, opening, "list", now)
    return opening


@action(act=Act.LIST_JOBS)
def unlist(*, actor: Actor, opening_id: UUID, now: datetime) -> Opening:
    """Take the public page of an opening away; its address opens nothing any more.

    Raises:
        NotVisibleError: no such opening.
    """
    opening = _lock_for_agency(actor, opening_id)
    if opening.public_code:
        close_doors(kind=Door.Kind.JOB_PAGE, subject=opening.id, now=now)
        opening.public_code = ""
        opening.save(update_fields=["public_code"])
        record_act(actor, opening, "unlist", now)
    return opening


def _lock_for_agency(actor: Actor, opening_id: UUID) -> Opening:
    require(actor, Permission.OPENING_EDIT)
    if actor.kind != OrganisationKind.AGENCY:
        raise NotVisibleError
    return lock_opening(opening_id)


def _tell_company(actor: Actor, opening: Opening, words: Words) -> None:
    """Send the answer to the company that gave the order here; to others it goes on paper."""
    employer = _employer_of(opening)
    if employer.company_id is None:
        return
    with bound(employer.company_id, None):
        notify(
            actor=actor,
            text=words.ja,
            text_en=words.en,
            url="/company/openings/",
            needs=Permission.OPENING_VIEW,
        )


def _employer_of(opening: Opening) -> Employer:
    if opening.employer is None:
        raise no_employer()
    employer: Employer = opening.employer
    return employer


def _check_period(
    received_on: date, valid_to: date, *, today: date, renewed_on: date | None = None
) -> None:
    if received_on > today:
        raise InvalidInputError(
            ja="受付日は今日までの日付にしてください。",
            en="Choose a day of receipt that is not in the future.",
            field="received_on",
        )
    last = add_months(renewed_on or received_on, VALID_MONTHS_MAX)
    if not max(received_on, today) <= valid_to <= last:
        raise InvalidInputError(
            ja=f"有効期間の末日は今日以降、{last:%Y/%m/%d}までの日付にしてください。",
            en=f"Choose a last day from today to {last.isoformat()}.",
            field="valid_to",
        )
