"""What a person does with the own registration: start, confirm, agree, complete (R1-R4).

The company that gave the notice is told nothing by any of it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.actions import ensure_consent_texts, give_consents
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.shown import Shown
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.messages.actions import end_stop_of_use
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import digest_of
from tasuki.apps.relay import mails
from tasuki.apps.relay.actions.completion import complete_registration
from tasuki.apps.relay.actions.own_registration import (
    add_proof,
    change_job_mails,
    pause_registration,
    resume_registration,
    withdraw_registration,
)
from tasuki.apps.relay.duplicates import own_record_id
from tasuki.apps.relay.models import Registration, RelayContract, RelayLink
from tasuki.apps.relay.policy import CONFIRM_HOURS, CONFIRM_MAILS_A_DAY_MAX, OWN_KEY_DAYS
from tasuki.apps.relay.queries.links import LinkProblem, PublicLink, find_open_link, normalise_code
from tasuki.apps.relay.queries.registrations import lock_own_registration, refuse_dead_key
from tasuki.apps.relay.steps import take_step
from tasuki.core.access import Permission, Role
from tasuki.core.identity.normalise import normalise_mail
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.relay.machines import RegistrationEvent, RegistrationState
from tasuki.core.relay.parameters import SelectionStage

__all__ = [
    "ConfirmedRegistration",
    "StartedRegistration",
    "add_proof",
    "change_job_mails",
    "complete_registration",
    "confirm_mail",
    "give_consent",
    "pause_registration",
    "resume_registration",
    "start_registration",
    "withdraw_registration",
]


@dataclass(frozen=True, slots=True, repr=False)
class StartedRegistration:
    """The answer to everybody who entered an address: look into your mailbox."""

    mail: str


@dataclass(frozen=True, slots=True)
class ConfirmedRegistration:
    """A confirmed registration and the key by which the person comes back; shown once."""

    registration: Registration
    own_key: str


@action(act=None)
def start_registration(
    *,
    actor: Actor,
    code: str,
    mail: str,
    stage: str,
    result_month: date | None,
    language: str,
    risk_source: str,
    now: datetime,
) -> StartedRegistration:
    """R1: write down who wants to register and mail a link to the address.

    The answer and the work are the same whether the address is known or not.

    Args:
        actor: ``PublicLink.actor``.
        code: the company code.
        mail: as typed.
        stage: how far the person came, a value of ``SelectionStage``.
        result_month: any day of the month of the result; None if not stated.
        language: ``ja`` or ``en``, for page and mails.
        risk_source: made by ``policy.make_risk_source``.
        now: when.

    Raises:
        RefusedError: the code is unknown, expired, revoked, paused, or no licence is valid.
        InvalidInputError: address, stage or month cannot be read.
    """
    require(actor, Permission.OWN_DATA_DECIDE)
    address = _read_mail(mail)
    _check_statement(stage, result_month, now=now)
    link, shown = _find_live(code, now=now)
    registration = Registration.objects.create(
        organisation_id=actor.organisation_id,
        created_at=now,
        link=link,
        contract=RelayContract.objects.get(id=shown.contract_id),
        book_id=link.book_id,
        company_id=link.company_id,
        company_name=shown.company_name,
        state=RegistrationState.STARTED,
        language="en" if language.startswith("en") else "ja",
        mail=address,
        stage_declared=stage,
        result_month=result_month.replace(day=1) if result_month else None,
        risk_source=risk_source[:64],
    )
    RelayLink.objects.filter(id=link.id).update(started_count=F("started_count") + 1)
    audit.record(
        actor=actor,
        kind=f"registration.{RegistrationEvent.OPEN_FORM}",
        object_kind="registration",
        object_id=registration.id,
        now=now,
        after=registration.state,
        data={"contract_version": registration.contract.version},
    )
    if _count_open_keys(address, now=now) < CONFIRM_MAILS_A_DAY_MAX:
        key = make_door(
            kind=Door.Kind.CONFIRM_MAIL,
            subject=registration.id,
            expires_at=now + timedelta(hours=CONFIRM_HOURS),
        )
        mails.mail_confirmation(actor=actor, registration=registration, key=key, now=now)
    return StartedRegistration(address)


@action(act=None)
def confirm_mail(*, actor: Actor, key: str, now: datetime) -> ConfirmedRegistration:
    """R2: the owner of the address pressed the button; the key is used up.

    Of any number of presses at once exactly one succeeds.

    Args:
        actor: from ``find_person_by_key`` with the same key.
        key: as it stood in the mail.
        now: when; the key is valid for 24 hours.

    Raises:
        RefusedError: the key was used or is too old.
    """
    require(actor, Permission.OWN_DATA_DECIDE)
    if actor.registration_id is None:
        raise NotAllowedError
    is_first = Door.objects.filter(
        kind=Door.Kind.CONFIRM_MAIL,
        digest=digest_of(key),
        subject=actor.registration_id,
        used_at=None,
        expires_at__gt=now,
    ).update(used_at=now)
    if not is_first:
        raise refuse_dead_key(kind=Door.Kind.CONFIRM_MAIL, key=key)
    registration = lock_own_registration(actor=actor, registration_id=actor.registration_id)
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.VERIFY_MAIL,
        now=now,
        changes={"mail_verified_at": now},
    )
    RelayLink.objects.filter(id=registration.link_id).update(verified_count=F("verified_count") + 1)
    ensure_consent_texts(actor=actor, now=now)
    own_key = make_door(
        kind=Door.Kind.REGISTRATION,
        subject=registration.id,
        expires_at=now + timedelta(days=OWN_KEY_DAYS),
    )
    return ConfirmedRegistration(registration, own_key)


@action(act=None)
def give_consent(
    *,
    actor: Actor,
    registration_id: UUID,
    placement: bool,
    job_mails: bool,
    language: str,
    shown: Shown | None = None,
    now: datetime,
) -> Registration:
    """R3: keep the answers to the two separate questions, with the texts as shown.

    Args:
        actor: the person.
        registration_id: the own registration.
        placement: the agency may use the data for placement; needed.
        job_mails: the agency may send job mails; a no has no effect.
        language: variant in which the texts were shown, such as ``ja-simple``.
        shown: which versions stood on the page, and when.
        now: when.

    Raises:
        InvalidInputError: the first box is not ticked.
        RefusedError: the mail is not confirmed, or the question is answered already.

    Source: 個人情報保護法 27条1項; 職業安定法 5条の5.
    """
    _require_person(actor)
    registration = lock_own_registration(actor=actor, registration_id=registration_id)
    if not placement:
        raise InvalidInputError(
            ja="職業紹介のための利用に同意しない場合、登録できません。"
            "同意する場合だけ、1つ目にチェックを付けてください。",
            en="Without agreeing to the use for job placement you cannot register. "
            "Tick the first box only if you agree.",
            field="placement",
        )
    record_id = own_record_id(registration)
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.GIVE_CONSENT,
        now=now,
        changes={"consented_at": now, "talent_record_id": record_id},
    )
    give_consents(
        actor=actor,
        talent_record_id=record_id,
        answers={Purpose.PLACEMENT: True, Purpose.JOB_MAILS: job_mails},
        language=language,
        channel="page",
        shown=shown,
        now=now,
    )
    end_stop_of_use(address=registration.mail)
    return registration


def _read_mail(text: str) -> str:
    address = normalise_mail(text)
    if isinstance(address, ParseProblem):
        raise InvalidInputError(ja=address.text.ja, en=address.text.en, field="mail")
    return address


def _check_statement(stage: str, result_month: date | None, *, now: datetime) -> None:
    if stage not in {item.value for item in SelectionStage}:
        raise InvalidInputError(
            ja="どの段階まで進んだかを選んでください。",
            en="Choose how far you came in the selection.",
            field="stage",
        )
    if result_month is not None and result_month.replace(day=1) > localdate(now):
        raise InvalidInputError(
            ja="結果を受け取った月が未来になっています。選び直してください。",
            en="The month of the result lies in the future. Choose it again.",
            field="result_month",
        )


def _find_live(code: str, *, now: datetime) -> tuple[RelayLink, PublicLink]:
    link = RelayLink.objects.filter(code=normalise_code(code)).first()
    if link is None:
        raise RefusedError(
            ja="このコードは見つかりません。"
            "案内に書かれたコードを確かめて、もう一度入力してください。",
            en="This code was not found. Check the code in the notice and enter it again.",
            code="unknown",
        )
    shown = find_open_link(link=link, now=now)
    if isinstance(shown, LinkProblem):
        raise RefusedError(ja=shown.text.ja, en=shown.text.en, code=shown.code)
    return link, shown


def _count_open_keys(address: str, *, now: datetime) -> int:
    """Return how many confirmation mails an address got within a day, so that none is flooded."""
    same = Registration.objects.filter(mail=address).values("id")
    return Door.objects.filter(
        kind=Door.Kind.CONFIRM_MAIL, subject__in=same, expires_at__gt=now
    ).count()


def _require_person(actor: Actor) -> None:
    require(actor, Permission.OWN_DATA_DECIDE)
    if actor.role is not Role.PERSON:
        raise NotAllowedError
