"""A case follows the answer of the person: yes, no, silence, taken back."""

from datetime import datetime
from typing import Final

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.introductions.appointments import cancel_planned
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.introductions.steps import (
    Told,
    is_ended,
    move_case,
    notify_agency,
    notify_company,
    path_of,
    take_case,
)
from tasuki.apps.placement import books
from tasuki.apps.relay import candidates
from tasuki.apps.relay.models import Release
from tasuki.core.introductions.machine import CASE, CaseEvent
from tasuki.core.introductions.reasons import WithdrawReason
from tasuki.core.introductions.waiting import answer_day
from tasuki.core.relay.machines import ReleaseEvent
from tasuki.core.words import Words

_STEPS: Final[dict[ReleaseEvent, CaseEvent]] = {
    ReleaseEvent.ANSWER_YES: CaseEvent.SAY_YES,
    ReleaseEvent.ANSWER_NO: CaseEvent.SAY_NO,
    ReleaseEvent.STAY_SILENT: CaseEvent.SAY_NO,
    ReleaseEvent.WITHDRAW: CaseEvent.WITHDRAW,
}


def follow_release(*, actor: Actor, release: Release, event: ReleaseEvent, now: datetime) -> None:
    """Move the case of a release along, in the transaction of the answer; the agency is bound.

    Args:
        actor: the person, or the task that saw the days or the consent end.
        release: locked; its state is the one after the answer.
        event: what happened to it.
        now: when.
    """
    found = IntroductionCase.objects.filter(release_id=release.id).first()
    step = _STEPS.get(event)
    if found is None or step is None:
        return
    case = take_case(found.id)
    if step is CaseEvent.WITHDRAW:
        _withdraw(actor, release, case, now=now)
        return
    if not CASE.can(case.case_state, step):
        return
    today = localdate(now)
    changes = {"answer_by": answer_day(today)} if step is CaseEvent.SAY_YES else {}
    move_case(actor=actor, case=case, step=step, now=now, changes=changes)


def page_of_release(*, release: Release) -> str:
    """Return the address of the case of a release."""
    found = IntroductionCase.objects.filter(release_id=release.id).values_list("id", flat=True)
    case_id = found.first()
    return path_of(case_id) if case_id is not None else "/introductions/"


def _withdraw(actor: Actor, release: Release, case: IntroductionCase, *, now: datetime) -> None:
    """The yes was taken back: the case ends, and nobody goes on using what was handed over."""
    was_sent = case.sent_at is not None
    if not is_ended(case):
        withdraw_case(actor=actor, case=case, reason=WithdrawReason.CONSENT, now=now)
    if was_sent and release.company_id is None and not case.hired_on:
        notify_agency(
            actor,
            case,
            Words(
                f"紹介 {case.number}：本人が開示の同意を取り消しました。"
                f"{case.company_name}に連絡し、受け取った情報の利用をやめ、控えを消すよう"
                "伝えてください。",
                f"Introduction {case.number}: the person took the consent back. Tell "
                f"{case.company_name} to stop using what it received and to delete it.",
            ),
        )


def withdraw_case(
    *, actor: Actor, case: IntroductionCase, reason: WithdrawReason, now: datetime, note: str = ""
) -> None:
    """End a locked case by the wish of the person; the company is not told why."""
    step = CaseEvent.WITHDRAW
    told = Told(agency_reason=reason, agency_note=note)
    move_case(actor=actor, case=case, step=step, now=now, told=told)
    cancel_planned(actor=actor, case=case, now=now)
    if case.introduction_id is not None:
        outcome = books.Outcome.WITHDREW
        books.record_end(introduction_id=case.introduction_id, outcome=outcome)
        release = Release.objects.get(id=case.release_id)
        candidates.close_copy(actor=actor, release=release, outcome="withdrew")
    words = Words(
        f"紹介 {case.number}（{case.job_title}）：本人が辞退しました。",
        f"Introduction {case.number} ({case.job_title}): the person withdrew.",
    )
    notify_company(actor, case, words, mailed_at=now)
    if actor.organisation_id != case.organisation_id or actor.account_id is None:
        notify_agency(actor, case, words)
