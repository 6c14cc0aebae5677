"""Receive the application of a person who comes to the agency without a code (求職受理)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps import policy
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.actions import lock_job_seeker, record_step, write_job_seeker
from tasuki.apps.placement.contact import NOTED_WAYS, note_work_request
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.placement.queries import find_open_job_seeker
from tasuki.apps.placement.seekers import read_occupation, require_open, too_long, wishes_of
from tasuki.apps.placement.terms import check_day
from tasuki.core.access import Permission
from tasuki.core.identity.dates import is_filler_date
from tasuki.core.identity.normalise import (
    name_key,
    normalise_kana,
    normalise_mail,
    normalise_phone,
)
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.law.parameters import find_number
from tasuki.core.placement.seekers import JobSeekerState

AGE_MAX_YEARS: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SeekerValues:
    """What a member enters about a person who came without a code.

    Attributes:
        family_name, given_name, name_kana: as the person writes and reads them.
        mail, phone, address: how the person is reached; mail or phone is needed.
        birth_date: column 4 of the book.
        received_way: ``NOTED_WAYS``.
        received_on: the day of the application, not in the future.
        wished_occupation: in words; harbour and construction work is not placed.
        occupation_code: of the classification of the ministry, such as ``025-01``; or empty.
        language: ``ja`` or ``en``.
        is_another: the member looked at the likely same person, and it is somebody else.
    """

    family_name: str
    received_on: date
    received_way: str
    given_name: str = ""
    name_kana: str = ""
    mail: str = ""
    phone: str = ""
    address: str = ""
    birth_date: date | None = None
    wished_occupation: str = ""
    occupation_code: str = ""
    language: str = "ja"
    is_another: bool = False


@action(act=None)
def receive_job_seeker(*, actor: Actor, values: SeekerValues, now: datetime) -> JobSeeker:
    """Receive the application of a person who came without a code (求職受理, D2 row).

    A known person keeps the record: the same mail and birth date. A likely same person, by name
    and birth date, is asked about. The request of the person is written down with it (H7).

    Args:
        actor: the member who received it; the person is in that member's charge.
        values: what was entered.
        now: when.

    Raises:
        InvalidInputError: a field cannot be used; nothing is stored.
        RefusedError: no licence that day or barred work (H1), forbidden data (H5), a search is
            open already, or a likely same person has to be looked at.

    Source: 職業安定法 5条の5, 5条の7, 30条; 施行規則 24条の7; 労働基準法 56条.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    check_day(values.received_on, field="received_on", now=now)
    if values.received_way not in NOTED_WAYS:
        raise InvalidInputError(
            ja="受け付けた方法を一覧から選んでください。",
            en="Choose from the list how the application came.",
            field="received_way",
        )
    occupation, code = read_occupation(values.wished_occupation, values.occupation_code)
    for day in {values.received_on, localdate(now)}:
        policy.require_licence(on=day, occupation=occupation)
    entered = _read_person(values, on=values.received_on)
    record = _find_known(entered, is_another=values.is_another) or _make_record(entered)
    if find_open_job_seeker(talent_record_id=record.id) is not None:
        raise RefusedError(
            ja="この方の求職はすでに受け付けています。一覧で氏名を検索して続けてください。",
            en="The search of this person is open already. Find the name in the list.",
            code="duplicate",
        )
    row = write_job_seeker(
        record=record,
        accepted_on=values.received_on,
        received_way=values.received_way,
        wished_occupation=occupation,
        occupation_code=code,
        state=JobSeekerState.RECEIVED,
        first_contact_on=values.received_on,
        in_charge_id=actor.account_id,
    )
    wishes_of(row, now=now)
    note_work_request(
        actor=actor,
        talent_record_id=record.id,
        way=values.received_way,
        requested_on=values.received_on,
        now=now,
    )
    record_step(actor, row, "receive", now=now)
    return row


@action(act=None)
def correct_job_seeker(
    *,
    actor: Actor,
    job_seeker_id: UUID,
    family_name: str,
    birth_date: date | None,
    given_name: str = "",
    name_kana: str = "",
    mail: str = "",
    phone: str = "",
    address: str = "",
    now: datetime,
) -> JobSeeker:
    """Correct what a member entered about a person who came directly, in book and record.

    Args:
        actor: the member who corrects it.
        job_seeker_id: an open search that a member received.
        family_name: as the person writes it.
        birth_date: column 4 of the book.
        given_name: as the person writes it.
        name_kana: the reading.
        mail: mail or phone is needed.
        phone: as typed.
        address: column 3 of the book; empty keeps the one that stands there.
        now: when.

    Raises:
        InvalidInputError: a field cannot be used; nothing is stored.
        RefusedError: the search is over, or the person entered the data and corrects it alone.
        NotVisibleError: no such job seeker.

    Source: 個人情報保護法 22条 (correct and up to date).
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    row = lock_job_seeker(job_seeker_id)
    require_open(row)
    if row.received_way not in NOTED_WAYS:
        raise RefusedError(
            ja="本人が登録した内容です。訂正は、本人のページか開示等の請求で受け付けてください。",
            en="The person entered this. It is corrected on the person's own page or by a request.",
            code="own_entry",
        )
    entered = _read_person(
        SeekerValues(
            family_name=family_name,
            given_name=given_name,
            name_kana=name_kana,
            mail=mail,
            phone=phone,
            address=address,
            birth_date=birth_date,
            received_on=row.accepted_on,
            received_way=row.received_way,
        ),
        on=row.accepted_on,
    )
    del entered["language"]
    record = TalentRecord.objects.select_for_update().get(id=row.talent_record_id)
    for name, value in entered.items():
        setattr(record, name, value)
    record.name_key = name_key(record.full_name)
    record.save()
    # The law keeps a column of the book once it is filled (H8): an empty address leaves it.
    row.name, row.birth_date = record.full_name, record.birth_date
    row.address = record.address or row.address
    row.save(update_fields=["name", "address", "birth_date"])
    record_step(actor, row, "correct", now=now)
    return row


def _read_person(values: SeekerValues, *, on: date) -> dict[str, Any]:
    names = {
        "family_name": (values.family_name, 80),
        "given_name": (values.given_name, 80),
        "name_kana": (values.name_kana, 160),
        "address": (values.address, 200),
    }
    for name, (text, characters_max) in names.items():
        if len(text.strip()) > characters_max:
            raise too_long(name, characters_max)
    if not values.family_name.strip():
        raise InvalidInputError(
            ja="姓を入力してください。", en="Enter the family name.", field="family_name"
        )
    mail = _parsed(normalise_mail, values.mail, "mail")
    phone = _parsed(normalise_phone, values.phone, "phone")
    if not mail and not phone:
        raise InvalidInputError(
            ja="メールアドレスか電話番号を入力してください。",
            en="Enter a mail address or a phone number.",
            field="mail",
        )
    return {
        "family_name": values.family_name.strip(),
        "given_name": values.given_name.strip(),
        "name_kana": normalise_kana(values.name_kana),
        "mail": mail,
        "phone": phone,
        "address": values.address.strip(),
        "birth_date": _read_birth_date(values.birth_date, on=on),
        "language": "en" if values.language.startswith("en") else "ja",
    }


def _read_birth_date(birth_date: date | None, *, on: date) -> date:
    if birth_date is None:
        raise InvalidInputError(
            ja="生年月日を入力してください（求職管理簿の項目です）。",
            en="Enter the birth date; it is a column of the book.",
            field="birth_date",
        )
    least = find_number("under_age_consent_years", on=on)
    age = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    if birth_date > on or age > AGE_MAX_YEARS or is_filler_date(birth_date):
        raise InvalidInputError(
            ja="生年月日を確かめて、もう一度入力してください。",
            en="Check the birth date and enter it again.",
            field="birth_date",
        )
    if age < least:
        raise InvalidInputError(
            ja=f"{least}歳未満の方の求職は受け付けられません。保護者の方と相談してください。",
            en=f"People under {least} cannot be received here. Speak with a parent or guardian.",
            field="birth_date",
        )
    return birth_date


def _parsed(read: Any, text: str, name: str) -> str:
    if not text.strip():
        return ""
    found = read(text)
    if isinstance(found, ParseProblem):
        raise InvalidInputError(ja=found.text.ja, en=found.text.en, field=name)
    return str(found)


def _find_known(entered: Mapping[str, Any], *, is_another: bool) -> TalentRecord | None:
    """Return the record of the same person; a likely one is asked about."""
    here = TalentRecord.objects.filter(merged_into_id=None, stopped_at=None)
    born = here.filter(birth_date=entered["birth_date"])
    if entered["mail"] and (same := born.filter(mail=entered["mail"]).first()):
        return same
    key = name_key(f"{entered['family_name']} {entered['given_name']}")
    likely = born.filter(name_key=key).first()
    if likely is not None and not is_another:
        raise RefusedError(
            ja=f"同じ氏名・生年月日の方（{likely.number}）が登録されています。"
            "メールアドレスを確かめ、別の方であれば「別の方である」を選んでください。",
            en=f"Somebody with this name and birth date is known ({likely.number}). Check the "
            "mail address; if it is somebody else, tick “another person”.",
            code="duplicate",
        )
    return None


def _make_record(entered: Mapping[str, Any]) -> TalentRecord:
    [number] = take_numbers(name="talent")
    return TalentRecord.objects.create(
        organisation_id=current_organisation_id(),
        number=f"T-{number:05d}",
        name_key=name_key(f"{entered['family_name']} {entered['given_name']}"),
        **entered,
    )
