"""Interviews told to both sides: the mail, and the invitation that calendars understand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.timezone import localtime

from tasuki.adapters.mail.invitations import Invitation, InvitationMethod, write_invitation
from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.introductions.models import Interview, IntroductionCase
from tasuki.apps.introductions.people import find_addressee
from tasuki.apps.introductions.steps import is_shown, path_of, tell
from tasuki.apps.messages.actions import Draft, queue_mails
from tasuki.apps.orgs.models import Membership, Organisation
from tasuki.apps.placement.models import JobOrder, JobSeeker
from tasuki.apps.relay.models import SlotCandidate
from tasuki.core.access import Permission, Role, permissions_of
from tasuki.core.introductions.machine import INTERVIEW, InterviewEvent, InterviewState
from tasuki.core.words import Words

MAIL_KIND: Final = "interview"
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WAYS: Final = {
    Interview.Way.ONSITE: Words("来社", "at the place"),
    Interview.Way.ONLINE: Words("オンライン", "online"),
    Interview.Way.PHONE: Words("電話", "by phone"),
}
_HEADS: Final = {
    InterviewEvent.PLAN: Words("面接の日時が決まりました", "An interview was fixed"),
    InterviewEvent.MOVE: Words("面接の日時・場所が変わりました", "An interview was changed"),
    InterviewEvent.CANCEL: Words("面接は取りやめになりました", "An interview was cancelled"),
    None: Words("明日の面接のお知らせ", "Your interview tomorrow"),
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Reader:
    name: str
    mail: str
    language: str
    title: Words
    organisation_id: int
    person_id: UUID | None = None


def show_interview(interview: Interview, case: IntroductionCase) -> None:
    """Let the company see an interview; the agency is bound."""
    if not is_shown(case):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select tasuki.show_introductions_interview(%s, %s)", [interview.id, case.company_id]
        )


def send_appointment(
    *,
    actor: Actor,
    case: IntroductionCase,
    interview: Interview,
    event: InterviewEvent | None,
    now: datetime,
) -> int:
    """Mail an interview to the person and to the company, each with an invitation of its own.

    Args:
        actor: who fixed, moved or cancelled it, or the task that reminds.
        case: its case; the agency is bound.
        interview: saved, with its new ``sequence``.
        event: what happened; None for the reminder of the day before, which carries no
            invitation.
        now: when.

    Returns:
        How many mails were written.
    """
    agency = Organisation.objects.get(id=case.organisation_id)
    count = 0
    for reader in [*_persons(case), *_members(actor, case), *_outside(case)]:
        draft = _draft(reader, case, interview, agency, event, now=now)
        with bound(reader.organisation_id, actor.account_id):
            queue_mails(actor=actor, drafts=[draft], now=now)
        count += 1
    return count


def cancel_planned(*, actor: Actor, case: IntroductionCase, now: datetime) -> int:
    """Cancel the interviews that lie ahead, because the case ended; both sides are told."""
    rows = Interview.objects.select_for_update(of=("self",))
    planned = list(rows.filter(case=case, state=InterviewState.PLANNED).order_by("number"))
    for interview in planned:
        end_interview(actor=actor, case=case, interview=interview, now=now)
    return len(planned)


def end_interview(
    *, actor: Actor, case: IntroductionCase, interview: Interview, now: datetime
) -> None:
    """Cancel one locked interview and take it out of the calendars."""
    event = InterviewEvent.CANCEL
    interview.state = INTERVIEW.next_state(InterviewState(interview.state), event)
    interview.sequence += 1
    interview.save(update_fields=["state", "sequence"])
    tell(actor=actor, case=case, kind=event, code="IV4", now=now)
    send_appointment(actor=actor, case=case, interview=interview, event=event, now=now)


def place_words(interview: Interview) -> Words:
    """Return how and where they meet."""
    way = _WAYS[Interview.Way(interview.way)]
    rest = " ".join(part for part in (interview.place, interview.url) if part)
    return Words(f"{way.ja} {rest}".strip(), f"{way.en} {rest}".strip())


def company_mail(case: IntroductionCase) -> str:
    """Return the address of an employer outside, as the order names it; empty if it names none."""
    order = JobOrder.objects.filter(id=case.job_order_id).first()
    found = _MAIL.search(order.contact) if order is not None else None
    return found[0] if found else ""


def _persons(case: IntroductionCase) -> Iterator[_Reader]:
    to = find_addressee(job_seeker_id=case.job_seeker_id)
    if to is None:
        return
    seeker = JobSeeker.objects.get(id=case.job_seeker_id)
    yield _Reader(
        name=to.name,
        mail=to.mail,
        language=to.language,
        title=Words(f"{case.company_name} 面接", f"Interview at {case.company_name}"),
        organisation_id=case.organisation_id,
        person_id=seeker.talent_record_id,
    )


def _members(actor: Actor, case: IntroductionCase) -> Iterator[_Reader]:
    """Yield the members of the company who may answer."""
    if not is_shown(case):
        return
    assert case.company_id is not None
    with bound(case.company_id, actor.account_id):
        copy = SlotCandidate.objects.filter(release_id=case.release_id).first()
        name = copy.released.get("name", "") if copy is not None else ""
        members = Membership.objects.filter(ended_at=None, account__is_active=True)
        accounts = [
            one.account
            for one in members.select_related("account").order_by("id")
            if Permission.INTRODUCTION_ANSWER in permissions_of(Role(one.role))
        ]
    for account in accounts:
        yield _Reader(
            name=account.name,
            mail=account.email,
            language=account.language,
            title=_company_title(case, name),
            organisation_id=case.company_id,
        )


def _outside(case: IntroductionCase) -> Iterator[_Reader]:
    mail = "" if case.company_id is not None else company_mail(case)
    if mail:
        yield _Reader(
            name=case.company_name,
            mail=mail,
            language="ja",
            title=_company_title(case, ""),
            organisation_id=case.organisation_id,
        )


def _company_title(case: IntroductionCase, name: str) -> Words:
    return Words(
        f"面接：{name or case.number}（{case.job_title}）",
        f"Interview: {name or case.number} ({case.job_title})",
    )


def _draft(
    reader: _Reader,
    case: IntroductionCase,
    interview: Interview,
    agency: Organisation,
    event: InterviewEvent | None,
    *,
    now: datetime,
) -> Draft:
    language = reader.language
    head = _HEADS[event].in_language(language)
    title = reader.title.in_language(language)
    text = _text(reader, case, interview, head)
    method = InvitationMethod.CANCEL if event is InterviewEvent.CANCEL else InvitationMethod.REQUEST
    organiser = agency.contact_mail or settings.DEFAULT_FROM_EMAIL
    invitation = Invitation(
        uid=f"{interview.id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}",
        sequence=interview.sequence,
        starts_at=interview.starts_at,
        minutes=interview.minutes,
        title=title,
        text=text,
        place=interview.place,
        url=interview.url,
        organiser_name=agency.name,
        organiser_mail=organiser,
        reader_name=reader.name,
        reader_mail=reader.mail,
        stamped_at=now,
    )
    return Draft(
        kind=MAIL_KIND,
        to_address=reader.mail,
        subject=f"{head}：{title}"[:100],
        text=text,
        language=language,
        reference_kind="introduction",
        reference_id=case.id,
        person_id=reader.person_id,
        calendar="" if event is None else write_invitation(invitation, method=method),
    )


def _text(reader: _Reader, case: IntroductionCase, interview: Interview, head: str) -> str:
    begin = localtime(interview.starts_at)
    where = place_words(interview)
    is_company = reader.person_id is None and reader.organisation_id == case.company_id
    link = f"{settings.BASE_URL}{path_of(case.id)}"
    if reader.language.startswith("en"):
        lines = [
            f"{reader.name}\n\n{head}.",
            f"{case.company_name}, {case.job_title} (interview {interview.number})",
            f"When: {begin:%Y-%m-%d %H:%M} (Tokyo), {interview.minutes} minutes",
            f"Where: {where.en}",
            f"Note: {interview.note}" if interview.note else "",
            link if is_company else f"Questions: {case.agency_name}",
        ]
    else:
        lines = [
            f"{reader.name} 様\n\n{head}。",
            f"{case.company_name}「{case.job_title}」（{interview.number}回目）",
            f"日時：{begin:%Y/%m/%d %H:%M}（{interview.minutes}分）",
            f"場所：{where.ja}",
            f"連絡事項：{interview.note}" if interview.note else "",
            link if is_company else f"お問い合わせ：{case.agency_name}",
        ]
    return "\n".join(line for line in lines if line)
