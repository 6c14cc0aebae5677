"""R4: the person completes the registration; it enters the agency's queue and earns a credit."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.orgs.actions import link_account, make_door
from tasuki.apps.orgs.models import Account, Door, Organisation
from tasuki.apps.passport.linking import is_plainly_another
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.contact import log_own_request
from tasuki.apps.placement.models import WorkRequest
from tasuki.apps.policy import require_licence
from tasuki.apps.relay import journal, mails
from tasuki.apps.relay.duplicates import find_hit, lock_intake, merge_records, own_record_id
from tasuki.apps.relay.models import Registration, RelayContract
from tasuki.apps.relay.policy import (
    HOLD_DAYS,
    OWN_KEY_DAYS,
    SAME_ANSWER_CHARACTERS_MIN,
    age_on,
    check_wishes,
)
from tasuki.apps.relay.queries.registrations import count_same_day, lock_own_registration
from tasuki.apps.relay.steps import check_step, take_step
from tasuki.core.access import Permission, Role
from tasuki.core.identity.dates import is_filler_date
from tasuki.core.identity.names import full_name
from tasuki.core.identity.normalise import (
    DISPOSABLE_MAIL_DOMAINS,
    mail_domain,
    name_key,
    normalise_kana,
    normalise_phone,
)
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.law.parameters import find_number
from tasuki.core.relay.counting import RiskFacts, acceptance_due_on, risk_flags
from tasuki.core.relay.machines import ContractState, RegistrationEvent
from tasuki.core.relay.parameters import DedupeKey, SelectionStage, parameters_from_json

NAME_CHARACTERS_MAX = 80
AGE_MAX_YEARS = 110


@action(act=None)
def complete_registration(
    *,
    actor: Actor,
    registration_id: UUID,
    family_name: str,
    given_name: str,
    name_kana: str,
    phone: str,
    birth_date: date | None,
    wishes: Mapping[str, Any],
    referrer_name_shown: bool = False,
    now: datetime,
) -> Registration:
    """R4: keep what the person entered, earn the credit, look for duplicates and risks.

    Args:
        actor: the person.
        registration_id: the own registration, with consent.
        family_name: as the person writes it.
        given_name: as the person writes it.
        name_kana: reading, hiragana or katakana.
        phone: as typed.
        birth_date: the person must be 16 or older today.
        wishes: texts by the keys of ``WISH_FIELDS``.
        referrer_name_shown: whether the agency may ask, for each company anew, to say which
            company gave the notice; a no where the contract does not let the person choose.
        now: when; licence and contract must be in force that day.

    Raises:
        InvalidInputError: a field cannot be used; nothing is stored.
        RefusedError: no valid licence (H1), the contract is paused, forbidden data (H5), or
            the registration is not at this step.

    Source: 職業安定法 5条の5, 30条; 労働基準法 56条 (age).
    """
    require(actor, Permission.OWN_DATA_DECIDE)
    if actor.role is not Role.PERSON:
        raise NotAllowedError
    lock_intake()
    registration = lock_own_registration(actor=actor, registration_id=registration_id)
    check_step(registration, RegistrationEvent.COMPLETE)
    _check_open(registration, now=now)
    entered = _read_person(
        family_name=family_name,
        given_name=given_name,
        name_kana=name_kana,
        phone=phone,
        birth_date=birth_date,
        on=localdate(now),
    )
    parameters = parameters_from_json(registration.contract.parameters)
    entered |= {
        "wishes": check_wishes(wishes),
        "referrer_name_shown": referrer_name_shown and parameters.referrer_name_shown,
    }
    for field, value in entered.items():
        setattr(registration, field, value)
    record = _make_record(registration)
    due_on = acceptance_due_on(localdate(now), parameters=parameters)
    _look_for_duplicate(registration, record)
    flags = _find_flags(registration, now=now)
    _enter_queue(actor, registration, flags=flags, due_on=due_on, now=now)
    log_own_request(
        actor=actor, talent_record_id=record.id, way=WorkRequest.Way.REGISTRATION, now=now
    )
    _link_account(actor, registration, now=now)
    _tell_person(actor, registration, now=now)
    return registration


def _enter_queue(
    actor: Actor, registration: Registration, *, flags: list[str], due_on: date, now: datetime
) -> None:
    """Earn the credit and wait for the agency, or for a reviewer where something stands out."""
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.COMPLETE,
        now=now,
        changes={"completed_at": now, "due_on": due_on, "risk_flags": flags},
    )
    journal.earn_credit(registration=registration, contract=registration.contract, now=now)
    if flags:
        take_step(
            actor=actor,
            registration=registration,
            event=RegistrationEvent.HOLD,
            now=now,
            reason=",".join(flags),
            changes={"due_on": localdate(now) + timedelta(days=HOLD_DAYS)},
        )


def _check_open(registration: Registration, *, now: datetime) -> None:
    """H1 and the pause; a contract that ended meanwhile still takes the person, uncounted."""
    require_licence(on=localdate(now))
    states = set(
        RelayContract.objects.filter(book_id=registration.book_id).values_list("state", flat=True)
    )
    if ContractState.RUNNING not in states and ContractState.PAUSED in states:
        raise RefusedError(
            ja="現在、この窓口の受付を停止しています。入力した内容は残っています。"
            "人材紹介会社へお問い合わせいただくか、後日もう一度お試しください。",
            en="Registration through this page is paused. What you typed is kept. "
            "Please contact the agency, or try again later.",
            code="paused",
        )


def _read_person(
    *,
    family_name: str,
    given_name: str,
    name_kana: str,
    phone: str,
    birth_date: date | None,
    on: date,
) -> dict[str, Any]:
    """Return the fields as stored.

    Raises:
        InvalidInputError: the first one that cannot be used.
    """
    names = {"family_name": family_name, "given_name": given_name, "name_kana": name_kana}
    labels = {
        "family_name": ("姓", "your family name"),
        "given_name": ("名", "your given name"),
        "name_kana": ("ふりがな", "the reading of your name"),
    }
    # Some people have one name only, and a name in Latin letters needs no reading.
    needed = (
        {"family_name"} if f"{family_name}{given_name}".isascii() else {"family_name", "name_kana"}
    )
    for field, value in names.items():
        ja, en = labels[field]
        if field in needed and not value.strip():
            raise InvalidInputError(ja=f"{ja}を入力してください。", en=f"Enter {en}.", field=field)
        if len(value.strip()) > NAME_CHARACTERS_MAX:
            raise InvalidInputError(
                ja=f"{ja}は{NAME_CHARACTERS_MAX}文字以内で入力してください。",
                en=f"Enter {en} in at most {NAME_CHARACTERS_MAX} characters.",
                field=field,
            )
    if not phone.strip():
        raise InvalidInputError(
            ja="電話番号を入力してください。", en="Enter your phone number.", field="phone"
        )
    number = normalise_phone(phone)
    if isinstance(number, ParseProblem):
        raise InvalidInputError(ja=number.text.ja, en=number.text.en, field="phone")
    return {
        "family_name": family_name.strip(),
        "given_name": given_name.strip(),
        "name_kana": normalise_kana(name_kana),
        "phone": number,
        "birth_date": _read_birth_date(birth_date, on=on),
    }


def _read_birth_date(birth_date: date | None, *, on: date) -> date:
    if birth_date is None:
        raise InvalidInputError(
            ja="生年月日を入力してください。", en="Enter your birth date.", field="birth_date"
        )
    age = age_on(birth_date, on)
    if birth_date > on or age > AGE_MAX_YEARS or is_filler_date(birth_date):
        raise InvalidInputError(
            ja="生年月日を確かめて、もう一度入力してください。",
            en="Check the birth date and enter it again.",
            field="birth_date",
        )
    least = find_number("under_age_consent_years", on=on)
    if age < least:
        raise InvalidInputError(
            ja=f"{least}歳未満の方は、この画面から登録できません。"
            "保護者の方と一緒に、人材紹介会社へお問い合わせください。",
            en=f"People under {least} cannot register on this page. "
            "Please contact the agency together with a parent or guardian.",
            field="birth_date",
        )
    return birth_date


def _make_record(registration: Registration) -> TalentRecord:
    [number] = take_numbers(name="talent")
    name = full_name(registration.family_name, registration.given_name)
    return TalentRecord.objects.create(
        id=own_record_id(registration),
        organisation_id=registration.organisation_id,
        number=f"T-{number:05d}",
        family_name=registration.family_name,
        given_name=registration.given_name,
        name_kana=registration.name_kana,
        name_key=name_key(name),
        mail=registration.mail,
        phone=registration.phone,
        birth_date=registration.birth_date,
        language=registration.language,
    )


def _look_for_duplicate(registration: Registration, record: TalentRecord) -> None:
    """Merge at once on the confirmed address; on a weaker key ask a member of the agency."""
    parameters = parameters_from_json(registration.contract.parameters)
    hit = find_hit(registration=registration, record=record, parameters=parameters)
    if hit is None:
        return
    registration.duplicate_of_id = hit.record.id
    registration.duplicate_reason = hit.key
    if hit.key is DedupeKey.MAIL:
        merge_records(registration=registration, root=hit.record)


def _find_flags(registration: Registration, *, now: datetime) -> list[str]:
    of_code, of_device, of_address = count_same_day(registration=registration, now=now)
    company = Organisation.objects.get(id=registration.company_id)
    facts = RiskFacts(
        registrations_of_code_today=of_code,
        registrations_of_device_today=of_device,
        registrations_of_ip_today=of_address,
        mail_domain=mail_domain(registration.mail),
        stage_declared=SelectionStage(registration.stage_declared),
        has_same_answers=_has_same_answers(registration),
    )
    return [
        str(flag)
        for flag in risk_flags(
            facts,
            parameters=parameters_from_json(registration.contract.parameters),
            disposable_domains=DISPOSABLE_MAIL_DOMAINS,
            staff_domains=[str(domain).lower() for domain in company.mail_domains],
        )
    ]


def _has_same_answers(registration: Registration) -> bool:
    """Return whether another person wrote the very same longer text."""
    note = registration.wishes.get("note", "")
    if len(note) < SAME_ANSWER_CHARACTERS_MIN:
        return False
    others = Registration.objects.filter(book_id=registration.book_id, note_index=note)
    return others.exclude(mail=registration.mail).exists()


def _link_account(actor: Actor, registration: Registration, *, now: datetime) -> None:
    """Let the person sign in later with the confirmed address."""
    name = registration.full_name[:80]
    account, _is_new = Account.objects.get_or_create(
        email=registration.mail,
        defaults={
            "password": make_password(None),
            "language": registration.language,
            "name": name,
        },
    )
    if not account.name:
        account.name = name
        account.save(update_fields=["name"])
    assert registration.talent_record_id is not None
    record = TalentRecord.objects.get(id=registration.talent_record_id)
    if is_plainly_another(account_id=account.id, record=record):
        return  # a family that shares an address: the sign-in asks for the birth date first
    link_account(
        actor=actor,
        account_id=account.id,
        talent_record_id=registration.talent_record_id,
        now=now,
    )


def _tell_person(actor: Actor, registration: Registration, *, now: datetime) -> None:
    key = make_door(
        kind=Door.Kind.REGISTRATION,
        subject=registration.id,
        expires_at=now + timedelta(days=OWN_KEY_DAYS),
    )
    mails.mail_received(actor=actor, registration=registration, key=key, now=now)
