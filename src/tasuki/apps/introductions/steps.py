"""The one way a case changes: state, story on both sides and audit together.

Order of locks, everywhere: person, release, case.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps import policy
from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.introductions.models import CaseEvent, CaseViewer, IntroductionCase
from tasuki.apps.messages.actions import notify
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.introductions.labels import CASE_LABELS
from tasuki.core.introductions.machine import CASE, CaseState
from tasuki.core.introductions.machine import CaseEvent as Step
from tasuki.core.introductions.waiting import turn_of
from tasuki.core.law.acts import Act
from tasuki.core.law.stops import check_human_decision
from tasuki.core.states import TransitionRefused
from tasuki.core.words import Words

NOTE_CHARACTERS_MAX: Final = 500
PATH: Final = "/introductions/{case_id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the story says beside the step; each side reads its own words.

    Attributes:
        reason: a code that both sides read.
        agency_note: words that stay with the agency.
        company_note: words that stay with the company.
        agency_reason: a code that only the agency reads.
        person_text: what is meant for the person; the agency reads and sends it.
    """

    reason: str = ""
    agency_note: str = ""
    company_note: str = ""
    agency_reason: str = ""
    person_text: str = ""


NOTHING_TOLD: Final = Told()


def path_of(case_id: UUID) -> str:
    """Return the address of a case; both sides have the same."""
    return PATH.format(case_id=case_id)


def find_visible(case_id: UUID) -> IntroductionCase:
    """Return a case that the organisation bound now may see.

    Raises:
        NotVisibleError: there is none.
    """
    found = CaseViewer.objects.select_related("subject").filter(subject_id=case_id).first()
    if found is None:
        raise NotVisibleError
    return found.subject


@contextmanager
def keeper_of(case_id: UUID, *, actor: Actor) -> Iterator[IntroductionCase]:
    """Bind the agency that keeps a case and yield the case, locked.

    Raises:
        NotVisibleError: no such case for the organisation bound now.
    """
    seen = find_visible(case_id)
    with bound(seen.organisation_id, actor.account_id):
        yield take_case(case_id)


def take_case(case_id: UUID) -> IntroductionCase:
    """Lock a case of the agency bound now.

    Raises:
        NotVisibleError: there is none.
    """
    rows = IntroductionCase.objects.select_for_update(of=("self",))
    found = rows.filter(id=case_id).first()
    if found is None:
        raise NotVisibleError
    return found


def require_side(actor: Actor, *, now: datetime) -> bool:
    """Let a member of either side act on a case; return whether it is the company.

    Raises:
        NotAllowedError: the role may not.
        RefusedError: H1, the agency has no licence that day.

    Source: 職業安定法 4条, 30条 (setting interviews is placement).
    """
    is_company = actor.kind is OrganisationKind.COMPANY
    require(actor, Permission.INTRODUCTION_ANSWER if is_company else Permission.INTRODUCTION_EDIT)
    act = Act.RANK_OWN if is_company else Act.EDIT_MSG
    policy.check_act(actor=actor, act=act, on=localdate(now))
    return is_company


def require_named_human(actor: Actor, *, reason: str) -> None:
    """Refuse an adverse step without a named human and a reason.

    Raises:
        RefusedError: H12.
    """
    name = "" if actor.is_task or actor.account_id is None else actor.name or "-"
    if refusal := check_human_decision(decided_by=name, reason=reason):
        raise RefusedError.by_law(refusal)


def checked_text(text: str, *, field: str, most: int = NOTE_CHARACTERS_MAX) -> str:
    """Return a text without blanks around it.

    Raises:
        InvalidInputError: it is too long.
        RefusedError: H5.
    """
    found = text.strip()
    if len(found) > most:
        raise InvalidInputError(
            ja=f"{most}文字以内で入力してください。",
            en=f"Enter at most {most} characters.",
            field=field,
        )
    require_lawful_text(found, field=field)
    return found


def check_step(case: IntroductionCase, step: Step) -> None:
    """Refuse a step that the table does not list.

    Raises:
        RefusedError: code ``state``.
    """
    try:
        CASE.find_transition(case.case_state, step)
    except TransitionRefused as refusal:
        label = CASE_LABELS[case.case_state].label
        raise RefusedError(
            ja=f"紹介 {case.number} は「{label.ja}」のため、この操作はできません。"
            "画面を読み込み直し、最新の状態を確認してください。",
            en=f"Introduction {case.number} is “{label.en}”, so this is not possible. "
            "Reload the page and check the present state.",
            code="state",
        ) from refusal


def move_case(
    *,
    actor: Actor,
    case: IntroductionCase,
    step: Step,
    now: datetime,
    told: Told = NOTHING_TOLD,
    changes: dict[str, Any] | None = None,
) -> IntroductionCase:
    """Move a locked case along one row of the table and tell the story on both sides.

    Args:
        actor: who acts.
        case: taken by ``take_case``; the agency is bound.
        step: what happened.
        now: when.
        told: reason and words.
        changes: fields that change with the state; a new day to answer among them.

    Raises:
        RefusedError: the table does not list the step.
    """
    check_step(case, step)
    row = CASE.find_transition(case.case_state, step)
    before = case.state
    case.state = row.target
    case.turn = turn_of(row.target)
    case.answer_by = case.reminded_on = None
    if not CASE.allowed_events(row.target):
        case.ended_at = now
    for name, value in (changes or {}).items():
        setattr(case, name, value)
    case.save()
    tell(actor=actor, case=case, kind=step, code=row.code, before=before, told=told, now=now)
    return case


def tell(
    *,
    actor: Actor,
    case: IntroductionCase,
    kind: str,
    code: str = "",
    before: str = "",
    told: Told = NOTHING_TOLD,
    now: datetime,
) -> None:
    """Write a line of the story and the audit event, for the company only if it sees the case."""
    sides = {case.organisation_id: (told.agency_reason or told.reason, told.agency_note)}
    if is_shown(case):
        assert case.company_id is not None
        sides[case.company_id] = (told.reason, told.company_note)
    for organisation_id, (reason, note) in sides.items():
        with bound(organisation_id, actor.account_id):
            CaseEvent.objects.create(
                organisation_id=organisation_id,
                case_id=case.id,
                release_id=case.release_id,
                happened_at=now,
                code=code,
                kind=kind,
                before=before or case.state,
                after=case.state,
                actor_name=actor.name,
                reason=reason,
                note=note,
                person_text=told.person_text if organisation_id == case.organisation_id else "",
            )
            audit.record(
                actor=actor,
                kind=f"introduction.{kind}",
                object_kind="introduction",
                object_id=case.id,
                before=before or str(case.state),
                after=str(case.state),
                now=now,
                reason=reason,
                data={"number": case.number},
            )


def is_shown(case: IntroductionCase) -> bool:
    """Return whether a company on the platform sees the case: from the introduction on."""
    return case.company_id is not None and case.sent_at is not None


def show_case(case: IntroductionCase) -> None:
    """Let the company see the case from now on; the agency is bound."""
    if case.company_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select tasuki.show_introductions_introductioncase(%s, %s)",
            [case.id, case.company_id],
        )


def notify_agency(actor: Actor, case: IntroductionCase, words: Words) -> None:
    """Tell the members of the agency, which is bound."""
    notify(
        actor=actor,
        text=words.ja,
        text_en=words.en,
        url=path_of(case.id),
        needs=Permission.INTRODUCTION_VIEW,
    )


def notify_company(
    actor: Actor, case: IntroductionCase, words: Words, *, mailed_at: datetime | None = None
) -> None:
    """Tell the members of the company, if it sees the case; with a moment, by mail as well."""
    if not is_shown(case):
        return
    assert case.company_id is not None
    with bound(case.company_id, actor.account_id):
        notify(
            actor=actor,
            text=words.ja,
            text_en=words.en,
            url=path_of(case.id),
            needs=Permission.INTRODUCTION_VIEW,
            mail_to=Permission.INTRODUCTION_ANSWER if mailed_at else None,
            now=mailed_at,
        )


def notify_other_side(
    actor: Actor, case: IntroductionCase, words: Words, *, mailed_at: datetime | None = None
) -> None:
    """Tell the side that did not act."""
    if actor.organisation_id == case.organisation_id:
        notify_company(actor, case, words, mailed_at=mailed_at)
    else:
        notify_agency(actor, case, words)


def is_ended(case: IntroductionCase) -> bool:
    """Return whether nothing follows any more."""
    return not CASE.allowed_events(CaseState(case.state))
