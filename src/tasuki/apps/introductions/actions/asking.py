"""Ask a person about one employer and one job; introduce whoever said yes.

Source: law.md H1, H2, H6, H7; 職業安定法 5条の3, 5条の5; 個人情報保護法 27条, 29条, 30条.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.events import lock_person
from tasuki.apps.consent.provision import Outside
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.introductions.jobs import check_job, find_order
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.introductions.people import Introduced, find_introduced
from tasuki.apps.introductions.steps import (
    Told,
    check_step,
    checked_text,
    find_visible,
    move_case,
    notify_company,
    show_case,
    take_case,
    tell,
)
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.passport.queries import check_not_blocked
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.placement import books
from tasuki.apps.placement.contact import require_contact
from tasuki.apps.placement.models import JobOrder
from tasuki.apps.relay.asking import (
    ANSWER_DAYS,
    check_fields,
    check_placement,
    mail_question,
    require_answer,
)
from tasuki.apps.relay.candidates import hand_to
from tasuki.apps.relay.models import Release
from tasuki.apps.relay.release_steps import (
    hold_person_of,
    record_release,
    step_release,
    take_release,
)
from tasuki.core.access import Permission
from tasuki.core.introductions.machine import CASE, OPEN_STATES, CaseEvent
from tasuki.core.introductions.waiting import answer_day, turn_of
from tasuki.core.law.acts import Act
from tasuki.core.relay.machines import ReleaseEvent, ReleaseState
from tasuki.core.words import Words

PURPOSE_CHARACTERS_MAX = 200


@action(act=Act.RECOMMEND)
def ask_introduction(
    *,
    actor: Actor,
    job_order_id: UUID,
    job_seeker_id: UUID,
    fields: Sequence[str],
    purpose: str = "",
    now: datetime,
) -> IntroductionCase:
    """IC1: ask a person whether named items may go to one employer for one job.

    Args:
        actor: a member of the agency; becomes the adviser of the case.
        job_order_id: an order that is open and valid that day.
        job_seeker_id: a person with an open search.
        fields: keys of ``RELEASE_FIELDS``, at least one.
        purpose: what for; the introduction to the job when empty.
        now: when; the person has seven days.

    Raises:
        RefusedError: H1, H2, H6, H7, H8; the order or the search is over; the person was asked
            already or is not available.
        InvalidInputError: unknown or no fields.
        NotVisibleError: no such order or person.
    """
    require(actor, Permission.INTRODUCTION_EDIT)
    named = check_fields(fields)
    purpose = checked_text(purpose, field="purpose", most=PURPOSE_CHARACTERS_MAX)
    today = localdate(now)
    person = find_introduced(job_seeker_id=job_seeker_id)
    lock_person(person.record.id)
    order = find_order(job_order_id=job_order_id, on=today)
    opening = check_job(order, actor=actor, on=today)
    _check_person(person, order, on=today)
    _check_not_asked(person, order)
    check_placement(person.record.id, fields=named, on=today)
    if not person.addressee.mail:
        raise InvalidInputError(
            ja="この方のメールアドレスが登録されていないため、確認を送れません。先に登録してください。",
            en="No mail address of this person is on file, so the question cannot be sent. "
            "Record it first.",
            field="job_seeker_id",
        )
    release = Release.objects.create(
        organisation_id=actor.organisation_id,
        talent_record_id=person.record.id,
        registration_id=person.registration.id if person.registration else None,
        company_id=order.company_id,
        company_name=order.employer_name,
        opening_id=opening.id,
        job_title=opening.title,
        fields=named,
        purpose=purpose,
        state=ReleaseState.ASKED,
        asked_at=now,
        answer_by=today + timedelta(days=ANSWER_DAYS),
    )
    record_release(actor, release, "RL1", before="", now=now)
    case = _open_case(actor, release, order, person, opening.id, now=now)
    mail_question(actor, release, person.addressee, now=now)
    return case


@action(act=Act.RECOMMEND)
def send_introduction(*, actor: Actor, case_id: UUID, now: datetime) -> IntroductionCase:
    """IC5: hand the released items to the employer and introduce the person.

    Provision, receipt, both rows of the books and the company's view come in one transaction.

    Args:
        actor: a member of the agency.
        case_id: a case whose person said yes.
        now: when; the company has five days.

    Raises:
        RefusedError: H1, H2, H6, H7, H8; no yes; the order or the search is over.
        NotVisibleError: no such case.
    """
    require(actor, Permission.INTRODUCTION_EDIT)
    today = localdate(now)
    release_id = find_visible(case_id).release_id
    hold_person_of(release_id)
    release = take_release(release_id)
    case = take_case(case_id)
    check_step(case, CaseEvent.SEND)
    order = find_order(job_order_id=case.job_order_id, on=today)
    opening = check_job(order, actor=actor, on=today)
    person = find_introduced(job_seeker_id=case.job_seeker_id)
    _check_person(person, order, on=today)
    values = person.values(fields=release.fields, answered_at=release.answered_at)
    consent = require_answer(
        release, is_same=release.opening_id == opening.id, items=list(values), on=today
    )
    introduction = books.record_introduction(job_order=order, job_seeker=person.seeker, now=now)
    provision = hand_to(
        actor=actor,
        release=release,
        recipient=_recipient(order),
        consent=consent,
        values=values,
        now=now,
    )
    step_release(actor, release, ReleaseEvent.SEND, now=now)
    release.sent_at, release.provision_record_id = now, provision.id
    release.save()
    show_case(case)
    changes = {
        "sent_at": now,
        "introduction_id": introduction.id,
        "answer_by": answer_day(today),
    }
    move_case(actor=actor, case=case, step=CaseEvent.SEND, now=now, changes=changes)
    words = Words(
        f"{case.agency_name}から「{case.job_title}」に紹介がありました（{case.number}）。"
        f"{case.answer_by:%Y/%m/%d}までに、面接するかを答えてください。",
        f"{case.agency_name} introduced somebody for “{case.job_title}” ({case.number}). "
        f"Answer by {case.answer_by} whether you will meet.",
    )
    notify_company(actor, case, words, mailed_at=now)
    return case


@action(act=None)
def close_case(*, actor: Actor, case_id: UUID, note: str = "", now: datetime) -> IntroductionCase:
    """IC4: stop before anything was handed over; the question to the person ends with it.

    Args:
        actor: a member of the agency.
        case_id: a case whose person was asked, or said yes.
        note: why, in words that stay with the agency.
        now: when.

    Raises:
        RefusedError: the person was introduced already, or the case is over; H5.
    """
    require(actor, Permission.INTRODUCTION_EDIT)
    text = checked_text(note, field="note")
    release_id = find_visible(case_id).release_id
    hold_person_of(release_id)
    release = take_release(release_id)
    case = take_case(case_id)
    move_case(actor=actor, case=case, step=CaseEvent.CLOSE, now=now, told=Told(agency_note=text))
    step_release(actor, release, ReleaseEvent.CLOSE, now=now)
    release.save(update_fields=["state"])
    return case


def _open_case(
    actor: Actor,
    release: Release,
    order: JobOrder,
    person: Introduced,
    opening_id: UUID,
    *,
    now: datetime,
) -> IntroductionCase:
    [number] = take_numbers(name="introduction")
    case = IntroductionCase.objects.create(
        organisation_id=actor.organisation_id,
        number=f"I-{number:05d}",
        release_id=release.id,
        job_order_id=order.id,
        job_seeker_id=person.seeker.id,
        opening_id=opening_id,
        company_id=order.company_id,
        company_name=order.employer_name,
        agency_name=Organisation.objects.get(pk=actor.organisation_id).name,
        job_title=release.job_title,
        advisor_id=actor.account_id,
        advisor_name=actor.name,
        state=CASE.initial,
        turn=turn_of(CASE.initial),
        answer_by=release.answer_by,
        asked_at=now,
    )
    tell(actor=actor, case=case, kind=CaseEvent.ASK, code="IC1", now=now)
    return case


def _recipient(order: JobOrder) -> Organisation | Outside:
    if order.company_id is not None:
        return Organisation.objects.get(pk=order.company_id)
    return Outside(name=order.employer_name, address=order.employer_address)


def _check_person(person: Introduced, order: JobOrder, *, on: date) -> None:
    """H7, H8, blocks and the end of the search: may this person be spoken to about this job?"""
    if person.seeker.valid_to < on:
        raise RefusedError(
            ja=f"求職の有効期間（{person.seeker.valid_to:%Y/%m/%d}まで）が過ぎています。"
            "本人に確認し、更新してから紹介してください。",
            en=f"The search was valid until {person.seeker.valid_to}. Ask the person and renew "
            "it first.",
            code="search_over",
        )
    check_not_blocked(
        talent_record_id=person.record.id,
        company_id=order.company_id,
        company_name=order.employer_name,
    )
    require_contact(talent_record_id=person.record.id, on=on)


def _check_not_asked(person: Introduced, order: JobOrder) -> None:
    """A no, said or silent, is an answer too; and nobody is introduced twice at once."""
    cases = IntroductionCase.objects.filter(job_seeker_id=person.seeker.id, job_order_id=order.id)
    refused = Release.objects.filter(
        state=ReleaseState.NO, id__in=cases.values_list("release_id", flat=True)
    )
    if cases.filter(state__in=OPEN_STATES).exists() or refused.exists():
        raise RefusedError(
            ja="この方には、この求人についてすでに確認しています。"
            "進行中の紹介を確認するか、別の方に確認してください。",
            en="This person was already asked about this job. See the running introduction, or "
            "ask somebody else.",
            code="asked_already",
        )
