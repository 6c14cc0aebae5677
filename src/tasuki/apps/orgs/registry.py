"""Make organisations and note their licences; at the operator's terminal, not on a page."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.core.access import OrganisationKind, Permission

NAME_CHARACTERS_MAX: Final = 120
SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
LICENCE_CHARACTERS_MAX: Final = 30


@dataclass(frozen=True, slots=True)
class LicencePeriod:
    """A permission or notification under the Employment Security Act and how long it holds.

    Attributes:
        number: as the Labour Bureau wrote it, such as ``13-ユ-000000``.
        valid_from: first day.
        valid_to: last day.
        responsible_person: 職業紹介責任者; empty while unknown.
    """

    number: str
    valid_from: date
    valid_to: date
    responsible_person: str = ""


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
    """Note a licence of a placement agency, the first or a renewed one; earlier ones stay.

    Raises:
        NotVisibleError: the organisation is no agency.
        InvalidInputError: the number is empty or too long, or the period ends before it begins.

    Source: 職業安定法 30条, 32条の6.
    """
    require(actor, Permission.ORGANISATION_EDIT)
    if actor.kind is not OrganisationKind.AGENCY:
        raise NotVisibleError
    number = licence.number.strip()
    if not 1 <= len(number) <= LICENCE_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"許可番号を{LICENCE_CHARACTERS_MAX}文字以内で入力してください（例：13-ユ-000000）。",
            en=f"Enter the licence number, at most {LICENCE_CHARACTERS_MAX} characters "
            "(such as 13-ユ-000000).",
            field="licence",
        )
    if licence.valid_to < licence.valid_from:
        raise InvalidInputError(
            ja="許可の有効期間の終わりが始まりより前です。日付を確認してください。",
            en="The licence ends before it begins. Check the two dates.",
            field="licence_to",
        )
    made = Licence.objects.create(
        organisation_id=actor.organisation_id,
        number=number,
        valid_from=licence.valid_from,
        valid_to=licence.valid_to,
        responsible_person=licence.responsible_person.strip(),
    )
    audit.record(
        actor=actor,
        kind="licence.add",
        object_kind="licence",
        object_id=made.pk,
        now=now,
        data={"number": number, "valid_to": licence.valid_to.isoformat()},
    )
    return made
