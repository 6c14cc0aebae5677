"""The employers of an agency, and what they declared (求人者, 自己申告)."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.openings.models import Employer, Opening
from tasuki.apps.openings.policy import declared_for
from tasuki.apps.openings.steps import record_act, step_on
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.acts import Act
from tasuki.core.law.invoices import read_corporate_number
from tasuki.core.openings.states import PostingEvent
from tasuki.core.words import Words

_LENGTHS: Final = {
    "name": (1, 120, Words("求人者の名前", "name")),
    "address": (0, 200, Words("所在地", "address")),
    "office": (0, 200, Words("事業所", "office")),
    "contact_name": (0, 80, Words("担当者", "person in charge")),
    "phone": (0, 20, Words("電話番号", "phone number")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerValues:
    """What a person types for an employer.

    Attributes:
        name: 1-120 characters, as registered.
        corporate_number: thirteen digits with the right check digit; empty if it has none.
        address: 0-200 characters.
        office: the office that applies and selects, where it is not the address.
        contact_name: person in charge, 0-80 characters.
        contact_mail: a mail address, or empty.
        phone: 0-20 characters.
        website: address of its pages, or empty.
    """

    name: str
    corporate_number: str = ""
    address: str = field(default="", repr=False)
    office: str = ""
    contact_name: str = ""
    contact_mail: str = ""
    phone: str = field(default="", repr=False)
    website: str = ""


@action(act=Act.LIST_JOBS)
def add_employer(*, actor: Actor, values: EmployerValues, now: datetime) -> Employer:
    """Keep a new employer.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        NotVisibleError: the actor is no agency.
    """
    _require_agency(actor)
    employer = Employer(organisation_id=current_organisation_id())
    _fill(employer, values)
    employer.save(force_insert=True)
    _record(actor, employer, "create", now)
    return employer


@action(act=Act.LIST_JOBS)
def update_employer(
    *, actor: Actor, employer_id: UUID, values: EmployerValues, now: datetime
) -> Employer:
    """Change what is known of an employer; the rows of the book stay as they were written.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        NotVisibleError: no such employer.
    """
    _require_agency(actor)
    employer = _locked(employer_id)
    _fill(employer, values)
    employer.save()
    _record(actor, employer, "update", now)
    return employer


@action(act=Act.LIST_JOBS)
def declare_for_employer(
    *, actor: Actor, employer_id: UUID, answer: str, declared_on: date, now: datetime
) -> Employer:
    """Record what an employer declared about listed breaches of labour law.

    With a clear answer its openings carry the day; with another answer, open ones are
    suspended at once, and nothing of it is shown until a clear answer comes.

    Args:
        actor: who has the paper or the mail.
        employer_id: of the employer.
        answer: ``clear``, ``listed`` or ``declined``.
        declared_on: the day of the declaration, not in the future.
        now: the moment of the act.

    Raises:
        InvalidInputError: ``answer`` or ``declared_on`` cannot be used.
        NotVisibleError: no such employer.

    Source: 職業安定法 5条の6第1項3号・6号, 2項, 3項.
    """
    _require_agency(actor)
    if answer not in Employer.Answer.values:
        raise InvalidInputError(
            ja="自己申告の回答を選んでください。", en="Choose the answer.", field="answer"
        )
    if declared_on > localdate(now):
        raise InvalidInputError(
            ja="申告日は今日までの日付にしてください。",
            en="Choose a day that is not in the future.",
            field="declared_on",
        )
    employer = _locked(employer_id)
    employer.declaration, employer.declared_on = answer, declared_on
    employer.save(update_fields=["declaration", "declared_on"])
    _record(actor, employer, f"declare_{answer}", now)
    if answer != Employer.Answer.CLEAR:
        _suspend_all(actor, employer, now=now)
    over = (Opening.State.CLOSED, Opening.State.FILLED, Opening.State.REFUSED)
    running = Opening.objects.filter(employer=employer).exclude(state__in=over)
    running.update(declared_on=declared_for(employer))
    return employer


@action(act=Act.LIST_JOBS)
def end_employer(*, actor: Actor, employer_id: UUID, now: datetime) -> Employer:
    """Note that nothing more is done for an employer; its rows go when their time is over.

    Raises:
        InvalidInputError: an opening of it is not over.
        NotVisibleError: no such employer.
    """
    _require_agency(actor)
    employer = _locked(employer_id)
    over = (Opening.State.CLOSED, Opening.State.FILLED, Opening.State.REFUSED)
    if Opening.objects.filter(employer=employer).exclude(state__in=over).exists():
        raise InvalidInputError(
            ja="終了していない求人があります。先に求人を終了してください。",
            en="It has openings that are not over. Close them first.",
        )
    employer.ended_on = localdate(now)
    employer.save(update_fields=["ended_on"])
    _record(actor, employer, "end", now)
    return employer


@action(act=Act.LIST_JOBS)
def give_to_employer(*, actor: Actor, import_run_id: UUID, employer_id: UUID, now: datetime) -> int:
    """Let the drafts of one import be orders of an employer and return how many they are.

    Args:
        actor: who imported them.
        import_run_id: the import; drafts that have an employer keep it.
        employer_id: whose orders they are.
        now: the moment of the act.

    Raises:
        NotVisibleError: no such employer.
    """
    _require_agency(actor)
    employer = _locked(employer_id)
    rows = Opening.objects.filter(
        import_run_id=import_run_id, employer=None, state=Opening.State.DRAFT
    )
    count = rows.update(
        employer=employer, received_on=localdate(now), declared_on=declared_for(employer)
    )
    _record(actor, employer, "import", now)
    return count


def list_employers(*, text: str = "") -> "QuerySet[Employer, Employer]":
    """Return the employers with ``open_count``, by name.

    Args:
        text: part of the name, the address or the contact.
    """
    rows = Employer.objects.annotate(
        open_count=Count("opening", filter=Q(opening__state=Opening.State.OPEN)),
        opening_count=Count("opening"),
    ).order_by("name", "id")
    if part := text.strip():
        rows = rows.filter(
            Q(name__icontains=part)
            | Q(address__icontains=part)
            | Q(contact_name__icontains=part)
            | Q(corporate_number=part)
        )
    return rows


def find_employer(*, employer_id: UUID) -> Employer | None:
    """Return one employer; None if there is none here."""
    return Employer.objects.filter(id=employer_id).first()


def _fill(employer: Employer, values: EmployerValues) -> None:
    for name in (one.name for one in fields(values)):
        setattr(employer, name, getattr(values, name).strip())
    for name, (least, most, label) in _LENGTHS.items():
        if not least <= len(getattr(employer, name)) <= most:
            raise InvalidInputError(
                ja=f"{label.ja}は{least}文字以上{most}文字以内で入力してください。",
                en=f"Enter a {label.en} of {least} to {most} characters.",
                field=name,
            )
    if employer.corporate_number:
        employer.corporate_number = _read_number(employer.corporate_number)
    _check_address("contact_mail", employer.contact_mail, validate_email)
    _check_address("website", employer.website, URLValidator(schemes=["https", "http"]))


def _read_number(typed: str) -> str:
    number = read_corporate_number(typed)
    if number is None:
        raise InvalidInputError(
            ja="法人番号（13桁）の検査数字が合いません。番号を確認してください。",
            en="The check digit of the corporate number (13 digits) is wrong. Check the number.",
            field="corporate_number",
        )
    return number


def _check_address(name: str, value: str, check: Callable[[str], None]) -> None:
    try:
        if value:
            check(value)
    except ValidationError as error:
        raise InvalidInputError(
            ja="アドレスの形が正しくありません。確認してください。",
            en="This is not an address. Check it.",
            field=name,
        ) from error


def _suspend_all(actor: Actor, employer: Employer, *, now: datetime) -> None:
    rows = Opening.objects.select_for_update(of=("self",)).filter(
        employer=employer, state=Opening.State.OPEN
    )
    for opening in rows:
        step_on(opening, PostingEvent.SUSPEND)
        opening.save(update_fields=["state"])
        record_act(actor, opening, "suspend", now)


def _require_agency(actor: Actor) -> None:
    require(actor, Permission.OPENING_EDIT)
    if actor.kind != OrganisationKind.AGENCY:
        raise NotVisibleError


def _locked(employer_id: UUID) -> Employer:
    employer = Employer.objects.select_for_update(of=("self",)).filter(id=employer_id).first()
    if employer is None:
        raise NotVisibleError
    return employer


def _record(actor: Actor, employer: Employer, act: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"employer.{act}",
        object_kind="employer",
        object_id=employer.id,
        now=now,
    )
