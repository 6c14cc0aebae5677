"""What members of the company do with the network, from the exit interview on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.alumni.clock import invite
from tasuki.apps.alumni.mails import may_invite
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.alumni.steps import lock_member, record, take_step
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.messages.actions import cancel_mails
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.moves.linking import find_record_id
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.core.access import Permission
from tasuki.core.alumni.labels import LeaveCode
from tasuki.core.alumni.leavers import COLUMNS, Failed, Leaver, read_leavers
from tasuki.core.alumni.machines import AlumniEvent, AlumniState
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

UNDO_SECONDS: Final = 600
"""So long invitations can be taken back; the mails leave after it."""

_NO_CONSENT: Final = Refusal(
    "H8",
    "選んだ方の中に、退職の際に連絡に同意し、退職から30日たっていて、今招待できる方がいません。",
    "Nobody chosen agreed to be written to, left 30 days ago and can be invited now.",
    "「招待前」で、連絡に同意している方を選んでください。",
    "Choose people who are not invited yet and agreed to be written to.",
    "個人情報保護法 18条; 職業安定法 5条の5",
)


@dataclass(frozen=True, slots=True)
class AlumniSending:
    """What one sending of invitations did, and how many were left out for want of consent."""

    batch_id: UUID
    count: int
    left_out_count: int


@dataclass(frozen=True, slots=True)
class LeaversTaken:
    """What a file of leavers brought: how many came in, and the rows that come back."""

    count: int
    failed: list[Failed] = field(repr=False)


@action(act=None)
def record_exit(
    *,
    actor: Actor,
    person_name: str,
    person_mail: str,
    left_on: date,
    employee_number: str = "",
    units: str = "",
    joined_company_on: date | None = None,
    last_grade: str = "",
    destination: str = "",
    leave_words: str = "",
    leave_code: str = "",
    wishes_contact: bool = False,
    now: datetime,
) -> AlumniMember:
    """Keep the exit interview; only a wish given at leaving lets anybody write later.

    Args:
        actor: a member of the staff office.
        person_name: who leaves.
        person_mail: a private address; needed where the person wishes to hear from us.
        left_on: last day of the employment; may lie ahead.
        employee_number: number in the staff records.
        units: where the person worked.
        joined_company_on: first day of the employment.
        last_grade: as the company calls it.
        destination: where the person goes, if told.
        leave_words: why, in the person's own words; nothing medical (H5).
        leave_code: a ``LeaveCode`` of the company.
        wishes_contact: the person agreed at leaving to one invitation by mail.
        now: when.

    Raises:
        InvalidInputError: no name, no private address, or a code that is not in the list.
        RefusedError: H5, the words tell what nobody may keep.

    Source: 個人情報保護法 17条, 18条; 職業安定法 5条の5.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    for name, text in (("leave_words", leave_words), ("destination", destination)):
        require_lawful_text(text, field=name)
    if problem := _find_problem(person_mail) if wishes_contact else None:
        raise InvalidInputError(ja=problem.ja, en=problem.en, field="person_mail")
    _check_exit(person_name, leave_code, joined_company_on, left_on)
    agreed_on = localdate(now) if wishes_contact else None
    return _add(
        actor,
        now=now,
        person_name=person_name.strip(),
        person_mail=person_mail.strip(),
        left_on=left_on,
        employee_number=employee_number.strip(),
        units=units.strip(),
        joined_company_on=joined_company_on,
        last_grade=last_grade.strip(),
        destination=destination.strip(),
        leave_words=leave_words.strip(),
        leave_code=leave_code,
        contact_agreed_on=agreed_on,
    )


def _check_exit(name: str, code: str, first_on: date | None, left_on: date) -> None:
    if code and code not in set(LeaveCode):
        raise InvalidInputError(
            ja="理由コードは一覧から選んでください。",
            en="Choose the reason code from the list.",
            field="leave_code",
        )
    if first_on and first_on > left_on:
        raise InvalidInputError(
            ja="退職日は入社日より後の日付で入力してください。",
            en="Enter a leave date after the first day.",
            field="left_on",
        )
    if not name.strip():
        raise InvalidInputError(
            ja="氏名を入力してください。", en="Enter the name.", field="person_name"
        )


@action(act=None)
def import_leavers(*, actor: Actor, text: str, now: datetime) -> LeaversTaken:
    """Take a file of leavers who agreed to be written to; rows that cannot be taken come back.

    Args:
        actor: a member of the staff office.
        text: CSV with a heading, see ``core.alumni.leavers``.
        now: when.

    Raises:
        InvalidInputError: a needed column is missing, or there are too many rows.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    try:
        rows, failed = read_leavers(text, on=localdate(now))
    except ValueError as error:
        needed = "、".join(words[0] for words in COLUMNS.values())
        raise InvalidInputError(
            ja=f"見出しと行数を確認してください（{error}）。見出し：{needed}。行数は2,000まで。",
            en="Check the headings (name, number, mail, left_on, agreed_on, units) and the "
            "number of rows (at most 2,000).",
            field="text",
        ) from error
    count = 0
    for row in rows:
        if problem := _find_problem(row.cells["mail"]):
            failed.append(Failed(row.line, row.cells, problem))
            continue
        _add(actor, now=now, **_values_of(row))
        count += 1
    return LeaversTaken(count, sorted(failed, key=lambda one: one.line))


def _values_of(row: Leaver) -> dict[str, Any]:
    return {
        "person_name": row.cells["name"][:160],
        "person_mail": row.cells["mail"],
        "employee_number": row.cells.get("number", "")[:40],
        "units": row.cells.get("units", "")[:200],
        "left_on": row.left_on,
        "contact_agreed_on": row.agreed_on,
    }


def _find_problem(mail: str) -> Words | None:
    """Return why an address cannot be used; None if it can."""
    address = mail.strip().lower()
    if "@" not in address:
        return Words("私用のメールアドレスを入力してください。", "Enter the private mail address.")
    domain = address.rpartition("@")[2]
    company = Organisation.objects.filter(
        id=current_organisation_id(), contact_mail__iendswith=f"@{domain}"
    )
    own = company.exists()
    if own and domain not in _PUBLIC_DOMAINS:
        return Words(
            "会社のアドレスは退職後に使えません。私用のアドレスを入力してください。",
            "The company's address ends with the employment. Enter a private one.",
        )
    if find_suppressions(addresses=[address]):
        return Words(
            "この方は連絡を希望していません。招待できません。",
            "This person does not want to be written to and cannot be invited.",
        )
    held = AlumniMember.objects.filter(person_mail=address).exclude(
        state__in=(AlumniState.LEFT, AlumniState.EXPIRED)
    )
    if held.exists():
        return Words("このアドレスは登録済みです。", "This address is on the list already.")
    return None


_PUBLIC_DOMAINS: Final = frozenset({"gmail.com", "yahoo.co.jp", "outlook.jp", "icloud.com"})


def _add(actor: Actor, *, now: datetime, **values: Any) -> AlumniMember:
    member = AlumniMember.objects.create(
        organisation_id=actor.organisation_id,
        kept_since=localdate(now),
        talent_record_id=find_record_id(values["person_mail"]),
        **values,
    )
    record(actor=actor, member=member, act=str(AlumniEvent.PLAN), now=now)
    return member


@action(act=None)
def invite_members(*, actor: Actor, member_ids: Sequence[UUID], now: datetime) -> AlumniSending:
    """Invite leavers by their private mail; the mails leave after ten minutes.

    Who did not agree at leaving, left less than 30 days ago or stopped mails is left out.

    Raises:
        NotAllowedError: no human acts (H12), or the role may not send.
        RefusedError: H8, nobody chosen may be written to.

    Source: 特定電子メール法 3条, 4条; 個人情報保護法 18条.
    """
    require(actor, Permission.NOTICE_SEND)
    if actor.is_task or actor.account_id is None:
        raise NotAllowedError
    batch_id, wanted, count = uuid4(), sorted(set(member_ids)), 0
    for one in wanted:
        member = lock_member(one)
        if may_invite(member, on=localdate(now)):
            invite(
                actor=actor, member=member, batch_id=batch_id, now=now, delay_seconds=UNDO_SECONDS
            )
            count += 1
    if not count:
        raise RefusedError.by_law(_NO_CONSENT)
    return AlumniSending(batch_id, count, len(wanted) - count)


@action(act=None)
def take_back_invitations(*, actor: Actor, batch_id: UUID, now: datetime) -> int:
    """Take invitations back whose mails did not leave yet; return how many people it was.

    Raises:
        ConflictError: the mails left.
        NotVisibleError: no such sending.
    """
    require(actor, Permission.NOTICE_SEND)
    cancel_mails(actor=actor, batch_id=batch_id, now=now)
    found = AlumniMember.objects.filter(batch_id=batch_id, state=AlumniState.INVITED)
    ids = list(found.values_list("pk", flat=True))
    for one in ids:
        member = lock_member(one)
        close_doors(kind=Door.Kind.ALUMNI, subject=member.pk, now=now)
        take_step(actor=actor, member=member, event=AlumniEvent.TAKE_BACK, now=now, invited_on=None)
    return len(ids)


@action(act=None)
def edit_relation(
    *,
    actor: Actor,
    member_id: UUID,
    last_contact_on: date | None = None,
    next_action: str = "",
    next_action_on: date | None = None,
    is_coordinator: bool = False,
    now: datetime,
) -> AlumniMember:
    """Keep the coordinator's side: last contact, next action, who looks after the member.

    Args:
        actor: a member of the staff office.
        member_id: the membership.
        last_contact_on: not after today.
        next_action: what is to be done; no judgement of the person.
        next_action_on: by when.
        is_coordinator: the actor looks after this member from now on.
        now: when.

    Raises:
        InvalidInputError: a last contact in the future.
        RefusedError: the membership is over; H5 in the words.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    require_lawful_text(next_action, field="next_action")
    member = lock_member(member_id)
    if member.state in (AlumniState.LEFT, AlumniState.EXPIRED):
        raise RefusedError(
            ja="参加が終了しているため、記録できません。一覧に戻ってください。",
            en="The membership is over and nothing can be recorded. Go back to the list.",
            code="state",
        )
    if last_contact_on and last_contact_on > localdate(now):
        raise InvalidInputError(
            ja="最後の連絡は今日までの日付で入力してください。",
            en="Enter a last contact up to today.",
            field="last_contact_on",
        )
    member.last_contact_on, member.next_action_on = last_contact_on, next_action_on
    member.next_action = next_action.strip()
    if is_coordinator:
        member.coordinator_id = actor.account_id
    names = ["last_contact_on", "next_action", "next_action_on", "coordinator_id"]
    member.save(update_fields=names)
    record(actor=actor, member=member, act="relation", now=now)
    return member
