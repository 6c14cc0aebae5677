"""What a person may do with the own registration at any time: add, pause, resume, withdraw."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.core.files.base import File
from django.utils.timezone import localdate

from tasuki.adapters.postgres.holds import is_held
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.actions import give_consents, withdraw_consents
from tasuki.apps.consent.events import lock_person
from tasuki.apps.consent.models import Purpose
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError
from tasuki.apps.free_text import require_lawful_file
from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.messages.models import Suppression
from tasuki.apps.orgs.actions import close_doors, remove_unused_account
from tasuki.apps.orgs.models import Door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.placement.actions import close_job_seeker
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay import journal, mails
from tasuki.apps.relay.duplicates import lock_intake
from tasuki.apps.relay.models import Credit, Registration
from tasuki.apps.relay.policy import HOLD_DAYS, PROOF_BYTES_MAX, PROOF_TYPES
from tasuki.apps.relay.queries.registrations import (
    list_own_ids,
    lock_own_registration,
    lock_registrations,
)
from tasuki.apps.relay.steps import check_step, save_changes, take_step
from tasuki.core.access import Permission, Role
from tasuki.core.relay.machines import (
    REGISTRATION,
    CreditState,
    RegistrationEvent,
    RegistrationState,
    resume_event,
)
from tasuki.core.relay.parameters import parameters_from_json

WITHDRAWN_CODE: Final = "R12"
_PROOF_STATES: Final = frozenset(
    {
        RegistrationState.CONSENTED,
        RegistrationState.AGENCY_QUEUE,
        RegistrationState.HELD,
    }
)
_PERSONAL: Final[dict[str, object]] = {
    "mail": "",
    "family_name": "",
    "given_name": "",
    "name_kana": "",
    "phone": "",
    "birth_date": None,
    "wishes": {},
    "risk_source": "",
}
_NOT_IN_THE_BOOKS: Final[dict[str, object]] = {"phone": "", "wishes": {}, "risk_source": ""}
"""What no book asks for goes at once, also of a person who was accepted (D2)."""


@action(act=None)
def add_proof(
    *, actor: Actor, registration_id: UUID, file: "File[bytes]", now: datetime
) -> Registration:
    """Keep a file by which the person shows the stage; a reviewer alone opens it.

    Args:
        actor: the person.
        registration_id: the own registration, before the agency decided.
        file: a PNG or JPEG picture or a PDF of at most 5 MB; known by its content.
        now: when.

    Raises:
        InvalidInputError: the file is empty, too large or of another kind.
        RefusedError: the agency decided already; H5, a paper that selection must not take.
    """
    _require_person(actor)
    registration = lock_own_registration(actor=actor, registration_id=registration_id)
    if registration.state not in _PROOF_STATES:
        check_step(registration, RegistrationEvent.HOLD)
    require_lawful_file(file.name or "", field="proof_file")
    ending = _check_file(file)
    if registration.proof_file:
        registration.proof_file.delete(save=False)
    # The name that the person gave the file may be telling; it is not kept.
    registration.proof_file.save(f"{uuid4().hex}{ending}", file, save=False)
    save_changes(registration)
    audit.record(
        actor=actor,
        kind="registration.add_proof",
        object_kind="registration",
        object_id=registration.id,
        now=now,
    )
    return registration


@action(act=None)
def pause_registration(*, actor: Actor, registration_id: UUID, now: datetime) -> Registration:
    """R12: the person pauses; nobody is introduced until they resume.

    Raises:
        RefusedError: there is nothing to pause.
    """
    _require_person(actor)
    lock_intake()
    registration = lock_own_registration(actor=actor, registration_id=registration_id)
    return take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.PAUSE,
        now=now,
        changes={"state_before_pause": registration.state},
    )


@action(act=None)
def resume_registration(*, actor: Actor, registration_id: UUID, now: datetime) -> Registration:
    """R12: the person goes on where they paused; the agency gets its days to answer anew.

    Raises:
        RefusedError: the registration is not paused.
    """
    _require_person(actor)
    lock_intake()
    registration = lock_own_registration(actor=actor, registration_id=registration_id)
    if registration.state != RegistrationState.PAUSED:
        check_step(registration, RegistrationEvent.RESUME_IN_QUEUE)
    before = RegistrationState(registration.state_before_pause)
    days = {
        RegistrationState.AGENCY_QUEUE: parameters_from_json(
            registration.contract.parameters
        ).acceptance_days,
        RegistrationState.HELD: HOLD_DAYS,
    }
    due_on = registration.due_on
    if before in days:
        due_on = localdate(now) + timedelta(days=days[before])
    return take_step(
        actor=actor,
        registration=registration,
        event=resume_event(before),
        now=now,
        changes={"state_before_pause": "", "due_on": due_on},
    )


@action(act=None)
def change_job_mails(
    *, actor: Actor, registration_id: UUID, is_wanted: bool, now: datetime
) -> None:
    """Switch job mails on or off, in one click; nothing else changes.

    Raises:
        RefusedError: the registration has no consent yet or is withdrawn.
    """
    _require_person(actor)
    registration = lock_own_registration(actor=actor, registration_id=registration_id)
    record_id = registration.talent_record_id
    if record_id is None or registration.state == RegistrationState.WITHDRAWN:
        check_step(registration, RegistrationEvent.PAUSE)
        raise NotVisibleError
    if not is_wanted:
        withdraw_consents(
            actor=actor,
            talent_record_id=record_id,
            purposes=(Purpose.JOB_MAILS,),
            channel="page",
            now=now,
        )
        return
    give_consents(
        actor=actor,
        talent_record_id=record_id,
        answers={Purpose.JOB_MAILS: True},
        language=registration.language,
        channel="page",
        now=now,
    )


@action(act=None)
def withdraw_registration(*, actor: Actor, registration_id: UUID, now: datetime) -> Registration:
    """R12: the person withdraws; the agency stops all use at once.

    What was counted stays counted, and the company is not told. The books keep the row of a
    person who was accepted for their two years; everything else of a person who was not is
    emptied.

    Args:
        actor: the person.
        registration_id: the own registration, in any state.
        now: when.

    Raises:
        RefusedError: it is withdrawn or abandoned already.

    Source: 個人情報保護法 35条; 職業安定法施行規則 24条の7 (two years).
    """
    _require_person(actor)
    if registration_id not in list_own_ids(actor=actor):
        raise NotVisibleError
    lock_intake()
    registrations = lock_registrations(registration_ids=_ids_of_person(actor, registration_id))
    known = {one.talent_record_id for one in registrations if one.talent_record_id}
    for record_id in sorted(known):
        lock_person(record_id)  # before any book: the order is person, book, slot, release
    [chosen] = [one for one in registrations if one.id == registration_id]
    check_step(chosen, RegistrationEvent.WITHDRAW)
    mails.mail_withdrawal(actor=actor, registration=chosen, now=now)
    for registration in registrations:
        state = RegistrationState(registration.state)
        if REGISTRATION.can(state, RegistrationEvent.WITHDRAW):
            _withdraw_one(actor, registration, now=now)
    return chosen


def _withdraw_one(actor: Actor, registration: Registration, *, now: datetime) -> None:
    record_id, address = registration.talent_record_id, registration.mail
    credit = Credit.objects.filter(registration=registration).first()
    if credit is not None and credit.state == CreditState.EARNED:
        journal.drop_credit(registration=registration, code=WITHDRAWN_CODE, now=now)
    if record_id is not None:
        withdraw_consents(actor=actor, talent_record_id=record_id, channel="page", now=now)
        close_job_seeker(actor=actor, talent_record_id=record_id, now=now)
    for kind in (Door.Kind.CONFIRM_MAIL, Door.Kind.RELEASE):
        close_doors(kind=kind, subject=registration.id, now=now)
    changes: dict[str, object] = {"ended_at": now}
    # Under a legal hold the use stops and the content waits; the nightly run empties it later.
    is_kept = is_held(Registration, registration.id, record_id)
    if registration.proof_file and not is_kept:
        registration.proof_file.delete(save=False)
        changes["proof_file"] = ""
    if not is_kept and not _is_in_the_books(record_id):
        changes |= _PERSONAL
        mails.forget_mails(registration_id=registration.id)
        _empty_records(record_id, now=now)
        if registration.completed_at is not None:
            ids = list_record_ids(talent_record_id=record_id) if record_id else set()
            remove_unused_account(email=address, talent_record_ids=ids)
    elif record_id is not None:
        changes |= {} if is_kept else _NOT_IN_THE_BOOKS
        ids = list_record_ids(talent_record_id=record_id)
        TalentRecord.objects.filter(id__in=ids, stopped_at=None).update(stopped_at=now)
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.WITHDRAW,
        now=now,
        changes=changes,
    )
    if address:
        suppress_address(address=address, reason=Suppression.Reason.STOP_USE)


def _ids_of_person(actor: Actor, registration_id: UUID) -> set[UUID]:
    """Return every registration of the same person at this agency: the use stops for all."""
    ids = list_own_ids(actor=actor)
    records = Registration.objects.filter(id__in=ids, talent_record_id__isnull=False)
    for record_id in records.values_list("talent_record_id", flat=True):
        if record_id is not None:
            same = list_record_ids(talent_record_id=record_id)
            rows = Registration.objects.filter(talent_record_id__in=same)
            ids |= set(rows.values_list("id", flat=True))
    return ids | {registration_id}


def _is_in_the_books(record_id: UUID | None) -> bool:
    if record_id is None:
        return False
    ids = list_record_ids(talent_record_id=record_id)
    return JobSeeker.objects.filter(talent_record_id__in=ids).exists()


def _empty_records(record_id: UUID | None, *, now: datetime) -> None:
    """Empty the records of a person who was never accepted; nothing obliges to keep them."""
    if record_id is None:
        return
    TalentRecord.objects.filter(id__in=list_record_ids(talent_record_id=record_id)).update(
        family_name="",
        given_name="",
        name_kana="",
        name_key="",
        mail="",
        phone="",
        birth_date=None,
        address="",
        stopped_at=now,
    )


def _check_file(file: "File[bytes]") -> str:
    """Return the ending under which a file is kept.

    Raises:
        InvalidInputError: empty, too large, or of a kind that is not taken.
    """
    if not file.size:
        raise InvalidInputError(
            ja="ファイルが空です。別のファイルを選んでください。",
            en="The file is empty. Choose another one.",
            field="proof_file",
        )
    if file.size > PROOF_BYTES_MAX:
        raise InvalidInputError(
            ja=f"ファイルが大きすぎます（上限{PROOF_BYTES_MAX // 1_000_000}MB）。"
            "小さくしてから選び直してください。",
            en=f"The file is too large (at most {PROOF_BYTES_MAX // 1_000_000} MB). "
            "Make it smaller and choose it again.",
            field="proof_file",
        )
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    for magic, ending in PROOF_TYPES:
        if head.startswith(magic):
            return ending
    raise InvalidInputError(
        ja="この種類のファイルは使えません。PNG、JPEG、PDFのどれかを選んでください。",
        en="This kind of file cannot be used. Choose a PNG, JPEG or PDF.",
        field="proof_file",
    )


def _require_person(actor: Actor) -> None:
    require(actor, Permission.OWN_DATA_DECIDE)
    if actor.role is not Role.PERSON:
        raise NotAllowedError
