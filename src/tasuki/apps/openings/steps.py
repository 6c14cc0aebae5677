"""The steps of an opening that several actions take: lock, check, show, end, record."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.policy import posting_facts
from tasuki.apps.openings.versions import keep_version
from tasuki.apps.placement.orders import close_orders
from tasuki.core.access import OrganisationKind
from tasuki.core.law.posting import check_posting
from tasuki.core.law.refusals import Refusal
from tasuki.core.openings.labels import OPENING_LABELS
from tasuki.core.openings.states import POSTING, PostingEvent, PostingState

NO_ORDER = Refusal(
    "order_not_accepted",
    "この求人の求人受理がまだか、有効期間が終わっています。",
    "The order for this job was not accepted yet, or is over.",
    "求人を受理してから公開してください。",
    "Accept the order first, then show the job.",
    "職業安定法 5条の6; 施行規則 24条の7",
)


def lock_opening(opening_id: UUID) -> Opening:
    """Return an opening, locked until the transaction ends.

    Raises:
        NotVisibleError: there is none here.
    """
    opening = Opening.objects.select_for_update(of=("self",)).filter(id=opening_id).first()
    if opening is None:
        raise NotVisibleError
    return opening


def require_whole(opening: Opening) -> None:
    """Refuse what may not be shown as it stands.

    Raises:
        RefusedError: H6.
    """
    if refusal := check_posting(posting_facts(opening), on=opening.as_of):
        raise RefusedError.by_law(refusal)


def step_on(opening: Opening, event: PostingEvent) -> None:
    """Set the state that follows.

    Raises:
        RefusedError: code ``state``, the table of states does not list the step.
    """
    state = PostingState(opening.state)
    if not POSTING.can(state, event):
        raise wrong_state(opening)
    opening.state = POSTING.next_state(state, event)


def wrong_state(opening: Opening) -> RefusedError:
    """Return what is said about a step that an opening cannot take as it stands."""
    label = OPENING_LABELS[PostingState(opening.state)].label
    return RefusedError(
        ja=f"求人 {opening.number} は「{label.ja}」のため、この操作はできません。"
        "画面を読み込み直し、最新の状態を確認してください。",
        en=f"Job {opening.number} is “{label.en}”, so this is not possible. "
        "Reload the page and check the present state.",
        code="state",
    )


def show_opening(opening: Opening, *, actor: Actor, on: date) -> None:
    """Show a whole opening, an agency's only while its order stands; nothing is saved.

    Raises:
        RefusedError: H6, no order stands, or it cannot be shown as it stands.
        InvalidInputError: an agency's has no employer.
    """
    if opening.state == Opening.State.OPEN:
        require_whole(opening)
        return
    if actor.kind == OrganisationKind.AGENCY:
        if opening.employer_id is None:
            raise no_employer()
        if opening.state not in {Opening.State.ACCEPTED, Opening.State.SUSPENDED} or (
            opening.valid_to is None or opening.valid_to < on
        ):
            raise RefusedError.by_law(NO_ORDER)
    require_whole(opening)
    step_on(opening, PostingEvent.PUBLISH)
    opening.posted_on = opening.posted_on or on
    opening.ended_on = None
    keep_version(opening, actor=actor, on=on)


def no_employer() -> InvalidInputError:
    """Return what is said about an order without an employer."""
    return InvalidInputError(
        ja="求人者が選ばれていません。求人者を選んで保存してください。",
        en="No employer is chosen. Choose the employer and save.",
        field="employer_id",
    )


def end_opening(opening: Opening, event: PostingEvent, *, now: datetime) -> None:
    """End an opening with its order and save it.

    Raises:
        RefusedError: it cannot end as it stands.
    """
    step_on(opening, event)
    opening.ended_on = localdate(now)
    opening.save()
    close_orders(opening_id=opening.id, now=now)


def record_act(actor: Actor, opening: Opening, act: str, now: datetime) -> None:
    """Write into the audit chain what was done to an opening."""
    audit.record(
        actor=actor,
        kind=f"opening.{act}",
        object_kind="opening",
        object_id=opening.id,
        now=now,
        after=opening.state,
    )
