"""Take a step of a request by its state table and write it into the audit chain."""

from datetime import datetime

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotAllowedError, RefusedError
from tasuki.apps.rights.models import RightsRequest
from tasuki.core.rights.labels import REQUEST_LABELS
from tasuki.core.rights.requests import REQUEST, RequestEvent, RequestState


def check_step(request: RightsRequest, event: RequestEvent) -> None:
    """Refuse a step that the table does not list.

    Raises:
        RefusedError: the request is in a state from which the step is not possible.
    """
    state = RequestState(request.state)
    if REQUEST.can(state, event):
        return
    label = REQUEST_LABELS[state].label
    raise RefusedError(
        ja=f"この請求は「{label.ja}」のため、この操作はできません。画面を読み込み直してください。",
        en=f"This request is “{label.en}”, so this is not possible. Reload the page.",
        code="state",
    )


def take_step(
    *, actor: Actor, request: RightsRequest, event: RequestEvent, now: datetime
) -> RightsRequest:
    """Move a locked request on and save everything that was set on it.

    Raises:
        RefusedError: the table does not list the step.
    """
    check_step(request, event)
    row = REQUEST.find_transition(RequestState(request.state), event)
    before, request.state = request.state, row.target
    request.save()
    record_step(actor, request, row.code.lower(), before=before, now=now)
    return request


def record_step(
    actor: Actor, request: RightsRequest, code: str, *, before: str, now: datetime
) -> None:
    """Append a step to the audit chain; opaque ids and codes only."""
    audit.record(
        actor=actor,
        kind=f"request.{code}",
        object_kind="rights_request",
        object_id=request.id,
        now=now,
        before=str(before),
        after=str(request.state),
        data={"kind": str(request.kind)},
    )


def require_human(actor: Actor) -> tuple[int, str]:
    """Return account and name of the human who decides; a task decides nothing (H12).

    Raises:
        NotAllowedError: nobody named acts.
    """
    if actor.is_task or actor.account_id is None:
        raise NotAllowedError
    return actor.account_id, (actor.name or str(actor.account_id))[:80]
