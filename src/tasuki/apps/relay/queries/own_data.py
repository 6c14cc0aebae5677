"""Everything an organisation holds about one person, for that person to take along."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Model
from django.utils.timezone import localdate

from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.queries import list_consents, list_provisions
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.moves.queries.own import list_own_cases
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.people.views import list_views
from tasuki.apps.relay.models import Registration, Release
from tasuki.apps.relay.queries.holdings import told_application_ids
from tasuki.apps.relay.queries.registrations import list_own_registrations
from tasuki.core.access import OrganisationKind, Permission, Role

_REGISTRATION: Final = (
    "id",
    "company_name",
    "state",
    "language",
    "mail",
    "family_name",
    "given_name",
    "name_kana",
    "phone",
    "birth_date",
    "stage_declared",
    "result_month",
    "wishes",
    "referrer_name_shown",
    "created_at",
    "mail_verified_at",
    "consented_at",
    "completed_at",
    "decision_code",
    "decided_at",
    "ended_at",
)
_RECORD: Final = (
    "id",
    "number",
    "family_name",
    "given_name",
    "name_kana",
    "mail",
    "phone",
    "birth_date",
    "address",
    "language",
    "created_at",
    "stopped_at",
)
_CONSENT: Final = ("id", "purpose", "kind", "text_hash", "channel", "happened_at", "expires_on")
_PROVISION: Final = ("id", "recipient_name", "items", "consent_reference", "provided_at")
_RELEASE: Final = (
    "id",
    "company_name",
    "job_title",
    "fields",
    "state",
    "asked_at",
    "answer_by",
    "answered_at",
    "sent_at",
    "withdrawn_at",
)
_APPLICATION: Final = (
    "id",
    "number",
    "job_title",
    "channel",
    "stage",
    "outcome",
    "end_reason",
    "applied_on",
    "ended_on",
)

_CASE: Final = ("number", "other", "starts_on", "ends_on")
_VIEW: Final = ("role", "way", "first_at")


def find_own_data(*, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what the agency bound now holds about the person who asks.

    Guesses about a possible duplicate or a risk are left out: they may speak of somebody else,
    and telling them would help to get around them.

    Args:
        actor: the person, by the mailed key or signed in.
        now: when; stands in the answer.

    Returns:
        Lists of plain values by what they are; empty lists where nothing is held.

    Raises:
        NotAllowedError: the actor may not read own data.
        NotVisibleError: the actor is no person.

    Source: 個人情報保護法 33条 (開示).
    """
    require(actor, Permission.OWN_DATA_VIEW)
    if actor.role is not Role.PERSON:
        raise NotVisibleError
    registrations = list_own_registrations(actor=actor)
    ids = _record_ids(actor, registrations)
    releases = list(Release.objects.filter(talent_record_id__in=ids).order_by("asked_at", "id"))
    records = TalentRecord.objects.filter(id__in=ids).order_by("created_at", "id")
    applications = Application.objects.filter(talent_record_id__in=ids).order_by("created_at", "id")
    return {
        "agency_name": find_organisation(organisation_id=actor.organisation_id).name,
        "made_at": now,
        "registrations": [_registration(one) for one in registrations],
        "records": [_values(one, _RECORD) for one in records],
        "consents": _consents(ids),
        "provisions": _provisions(ids, releases),
        "releases": [_values(one, _RELEASE) | _purpose_of(one) for one in releases],
        "applications": _applications(actor, list(applications)),
        "cases": [
            {name: getattr(one, name) for name in _CASE}
            | {"kind": {"ja": one.kind.ja, "en": one.kind.en}}
            for one in list_own_cases(actor=actor, on=localdate(now))
        ],
        "views": [
            _values(one, _VIEW) for one in list_views(actor=actor, talent_record_ids=list(ids))
        ],
    }


def _applications(actor: Actor, rows: list[Application]) -> list[dict[str, Any]]:
    """A result that a company set but did not tell yet is told by its notice, not by a file."""
    ids = {one.id for one in rows}
    told = told_application_ids(ids) if actor.kind is OrganisationKind.COMPANY else ids
    hidden: dict[str, Any] = {"stage": "", "outcome": "", "end_reason": "", "ended_on": None}
    return [_values(one, _APPLICATION) | ({} if one.id in told else hidden) for one in rows]


def _record_ids(actor: Actor, registrations: list[Registration]) -> set[UUID]:
    own = {one.talent_record_id for one in registrations} | {actor.talent_record_id}
    return {
        merged for one in own if one is not None for merged in list_record_ids(talent_record_id=one)
    }


def _values(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _registration(one: Registration) -> dict[str, Any]:
    return _values(one, _REGISTRATION) | {"has_proof_file": bool(one.proof_file)}


def _purpose_of(release: Release) -> dict[str, Any]:
    words = release.purpose_words
    return {"purpose": {"ja": words.ja, "en": words.en}}


def _consents(ids: set[UUID]) -> list[dict[str, Any]]:
    found = {one.id: one for record in ids for one in list_consents(talent_record_id=record)}
    return [
        _values(one, _CONSENT)
        | {"text_version": one.text.version, "language": one.text.language, "text": one.words_shown}
        for one in sorted(found.values(), key=lambda one: (one.happened_at, one.id))
    ]


def _provisions(ids: set[UUID], releases: list[Release]) -> list[dict[str, Any]]:
    found = {one.id: one for record in ids for one in list_provisions(talent_record_id=record)}
    words = {f"release:{one.id}": _purpose_of(one) for one in releases}
    return [
        _values(one, _PROVISION)
        | words.get(one.consent_reference, {"purpose": {"ja": one.purpose, "en": one.purpose}})
        for one in sorted(found.values(), key=lambda one: (one.provided_at, one.id))
    ]
