"""What the checks after six months share; inside an action that binds the agency."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.books.models import SeparationSurvey
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import Door
from tasuki.apps.placement.books import CheckMethod, Outcome, write_separation
from tasuki.apps.placement.models import Introduction
from tasuki.core.books.rows import Separated


def lock_hire(introduction_id: UUID) -> Introduction:
    """Return a hire and keep others from changing it.

    Raises:
        NotVisibleError: there is none.
    """
    row = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("job_order", "job_seeker")
        .filter(pk=introduction_id, outcome=Outcome.HIRED, hired_on__isnull=False)
        .first()
    )
    if row is None:
        raise NotVisibleError
    return row


def write_check(
    *,
    actor: Actor,
    row: Introduction,
    answer: Separated,
    method: CheckMethod,
    checked_on: date,
    left_on: date | None,
    now: datetime,
) -> None:
    """Write a check into the book and the audit chain.

    Raises:
        InvalidInputError: the last day of employment cannot be.
    """
    has_left = answer in {Separated.LEFT, Separated.DISMISSED}
    if left_on is not None and has_left:
        assert row.hired_on is not None
        if not row.hired_on <= left_on <= checked_on:
            raise InvalidInputError(
                ja="離職日は採用日から調査日までの日付を入力してください。",
                en="The last day lies between the hire and the check.",
                field="left_on",
            )
        if row.separation_due_on is not None and left_on >= row.separation_due_on:
            answer, has_left = Separated.STAYED, False
    before = row.separation
    write_separation(
        introduction=row,
        answer=answer,
        method=method,
        checked_on=checked_on,
        left_on=left_on if has_left else None,
    )
    audit.record(
        actor=actor,
        kind="separation.check",
        object_kind="introduction",
        object_id=row.id,
        now=now,
        before=before,
        after=str(answer),
        data={"method": str(method)},
    )


def close_survey(*, row: Introduction, now: datetime) -> None:
    """End a survey that nobody needs to answer any more."""
    open_one = SeparationSurvey.objects.filter(introduction_id=row.pk, closed_on=None)
    if open_one.update(closed_on=localdate(now)):
        close_doors(kind=Door.Kind.SEPARATION, subject=row.pk, now=now)
