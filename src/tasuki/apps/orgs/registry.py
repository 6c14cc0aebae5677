"""Make organisations and note their licences; at the operator's terminal, not on a page."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.licences import (
    LicenceKind,
    LicenceNumber,
    check_licence_number,
    licence_last_day,
    read_licence_number,
)

NAME_CHARACTERS_MAX: Final = 120
SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_FITTING: Final[dict[OrganisationKind, frozenset[LicenceKind]]] = {
    OrganisationKind.AGENCY: frozenset(
        {LicenceKind.PAID, LicenceKind.FREE, LicenceKind.SPECIAL_CORPORATION}
    ),
    OrganisationKind.MUNICIPALITY: frozenset({LicenceKind.MUNICIPALITY}),
}
"""Which marks of a number let which organisation place people."""


@dataclass(frozen=True, slots=True)
class LicencePeriod:
    """A permission or notification under the Employment Security Act and how long it holds.

    Attributes:
        number: as the Labour Bureau wrote it, such as ``13-ユ-000000``; kept without the words
            before it.
        valid_from: first day.
        valid_to: last day.
        responsible_person: 職業紹介責任者; empty while unknown.
        lecture_on: when that person last attended the lecture; None while unknown.
    """

    number: str
    valid_from: date
    valid_to: date
    responsible_person: str = ""
    lecture_on: date | None = None


def make_organisation(
    *, kind: OrganisationKind, name: str, slug: str, now: datetime
) -> Organisation:
    """Add an organisation to the directory; nobody acts for it yet.

    Args:
        kind: what it is before the law; never changes.
        name: 1-120 characters.
        slug: a-z, 0-9 and hyphens inside, 1-40 characters; never a number alone, which would
            be read as an id.
        now: the moment of the act.

    Raises:
        InvalidInputError: the name or the short name cannot be used, or it is taken.
    """
    clean = " ".join(name.split())
    if not 1 <= len(clean) <= NAME_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"名称を{NAME_CHARACTERS_MAX}文字以内で入力してください。",
            en=f"Enter a name of at most {NAME_CHARACTERS_MAX} characters.",
            field="name",
        )
    if not SLUG.fullmatch(slug) or slug.isdigit():
        raise InvalidInputError(
            ja=f"短い名前「{slug}」は使えません。小文字の英字、数字、途中のハイフンで40文字以内、"
            "数字だけにはせずに入力してください（例：minato-seiki）。",
            en=f"The short name “{slug}” cannot be used. Enter at most 40 lower-case letters, "
            "digits and inner hyphens, not digits alone (such as minato-seiki).",
            field="slug",
        )
    if Organisation.objects.filter(slug=slug).exists():
        raise InvalidInputError(
            ja=f"短い名前「{slug}」はほかの組織が使っています。別の名前を入力してください。",
            en=f"Another organisation has the short name “{slug}”. Enter another one.",
            code="slug_taken",
            field="slug",
        )
    organisation = Organisation.objects.create(kind=kind, name=clean, slug=slug)
    note_opening(
        actor=Actor.for_task(organisation_id=organisation.pk, kind=kind),
        organisation=organisation,
        now=now,
    )
    return organisation


@action(act=None)
def note_opening(*, actor: Actor, organisation: Organisation, now: datetime) -> None:
    """Write the first event of an organisation's audit chain: that it was made, and as what."""
    audit.record(
        actor=actor,
        kind="organisation.add",
        object_kind="organisation",
        object_id=organisation.pk,
        now=now,
        after=organisation.kind,
    )


@action(act=None)
def add_licence(*, actor: Actor, licence: LicencePeriod, now: datetime) -> Licence:
    """Note a licence of an agency or the notification of a municipality; earlier ones stay.

    Raises:
        NotVisibleError: the organisation places nobody.
        InvalidInputError: the number has not the form of one or is of a kind that lets such an
            organisation place nobody, the period ends before it begins, or lies beyond what a
            licence of this kind can hold.

    Source: 職業安定法 29条, 30条, 32条の6, 33条, 33条の3.
    """
    require(actor, Permission.ORGANISATION_EDIT)
    if actor.kind not in _FITTING:
        raise NotVisibleError
    number = _read_number(licence.number, kind=actor.kind, on=localdate(now))
    _check_period(licence, number.kind)
    made = Licence.objects.create(
        organisation_id=actor.organisation_id,
        number=str(number),
        valid_from=licence.valid_from,
        valid_to=licence.valid_to,
        responsible_person=licence.responsible_person.strip(),
        lecture_on=licence.lecture_on,
    )
    audit.record(
        actor=actor,
        kind="licence.add",
        object_kind="licence",
        object_id=made.pk,
        now=now,
        data={"number": str(number), "valid_to": licence.valid_to.isoformat()},
    )
    return made


def _read_number(text: str, *, kind: OrganisationKind, on: date) -> LicenceNumber:
    number = read_licence_number(text, on=on)
    refusal = check_licence_number(text, on=on)
    if number is None or refusal is not None:
        assert refusal is not None
        raise InvalidInputError(
            ja=f"{refusal.reason_ja}{refusal.next_ja}",
            en=f"{refusal.reason_en} {refusal.next_en}",
            field="licence",
        )
    if number.kind not in _FITTING[kind]:
        marks = "・".join(one for one in LicenceKind if one in _FITTING[kind])
        raise InvalidInputError(
            ja=f"「{number}」は、この組織が職業紹介を行える番号ではありません。{marks}の番号を"
            "入力してください。",
            en=f"“{number}” does not let this organisation place people. Enter a number with "
            f"the mark {marks}.",
            field="licence",
        )
    return number


def _check_period(licence: LicencePeriod, kind: LicenceKind) -> None:
    if licence.valid_to < licence.valid_from:
        raise InvalidInputError(
            ja="許可の有効期間の終わりが始まりより前です。日付を確認してください。",
            en="The licence ends before it begins. Check the two dates.",
            field="licence_to",
        )
    # Whether it is the agency's first licence nobody here knows: the longer period bounds both.
    last = licence_last_day(licence.valid_from, kind, is_first=False)
    if last is not None and licence.valid_to > last:
        raise InvalidInputError(
            ja=f"許可の有効期間は、長くても{last:%Y/%m/%d}までです。許可証の日付を確認してください。",
            en=f"A licence holds until {last.isoformat()} at most. Check the dates of the permit.",
            field="licence_to",
        )
