"""Keep what a person agreed to: the text as it was shown, the answer, the moment."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.consent.events import (
    append_event,
    end_event,
    hash_text,
    lock_person,
    require_person,
)
from tasuki.apps.consent.models import ConsentEvent, ConsentText, Purpose
from tasuki.apps.consent.parts import (
    MONTHS,
    POOL_MONTHS_MAX,
    STANDARD_ITEMS,
    purposes_of,
)
from tasuki.apps.consent.queries import find_first_given, find_live_consent
from tasuki.apps.consent.shown import Shown
from tasuki.apps.consent.standard import standard_parts
from tasuki.apps.consent.stopping import stop_for_withdrawal
from tasuki.apps.consent.texts import LANGUAGES, is_valid_on, render_text, text_language
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.core.access import OrganisationKind
from tasuki.core.dates import last_day_of_period

__all__ = [
    "LASTING",
    "ensure_consent_texts",
    "give_consents",
    "hash_text",
    "withdraw_consents",
]

LASTING: Final = (Purpose.PLACEMENT, Purpose.JOB_MAILS, Purpose.POOL)
"""Purposes that a person answers once for the organisation; the others company by company."""


@action(act=None)
def ensure_consent_texts(*, actor: Actor, now: datetime) -> list[ConsentText]:
    """Make sure that the texts say what holds today: a change of the facts makes a new version.

    A text that the organisation wrote itself keeps its parts; only its holes are filled anew.

    Args:
        actor: anybody who acts for the organisation, the person included.
        now: when; the licence of that day stands in the text.

    Returns:
        The texts in force, one for each purpose of the organisation and language.
    """
    today = localdate(now)
    organisation = Organisation.objects.get(id=actor.organisation_id)
    licences = Licence.objects.order_by("-valid_to")
    licence = next((one for one in licences if is_valid_on(one, today)), None)
    rows = ConsentText.objects.filter(valid_from__lte=today).order_by("valid_from", "version")
    current = {(one.purpose, one.language): one for one in rows}
    texts = []
    for purpose in purposes_of(OrganisationKind(organisation.kind)):
        for language in LANGUAGES:
            text = _draw_up(purpose, language, current.get((purpose, language)))
            text.body = render_text(
                purpose,
                language,
                parts=text.parts,
                items=text.items,
                organisation=organisation,
                licence=licence,
            )
            known = current.get((purpose, language))
            is_same = known is not None and known.body == text.body
            texts.append(known if known and is_same else _save(text, now=now))
    return texts


def _draw_up(purpose: Purpose, language: str, known: ConsentText | None) -> ConsentText:
    """Return the text as it should stand today, not saved."""
    is_standard = known is None or known.is_standard
    return ConsentText(
        purpose=purpose,
        language=language,
        parts=standard_parts(purpose, language) if known is None or is_standard else known.parts,
        items=list(STANDARD_ITEMS[purpose] if known is None or is_standard else known.items),
        is_standard=is_standard,
    )


def _save(text: ConsentText, *, now: datetime) -> ConsentText:
    texts = ConsentText.objects.filter(purpose=text.purpose, language=text.language)
    last = texts.aggregate(last=Max("version"))["last"] or 0
    # Two first visitors at once write the same version; one of them finds it.
    saved, _ = ConsentText.objects.get_or_create(
        organisation_id=current_organisation_id(),
        purpose=text.purpose,
        language=text.language,
        version=last + 1,
        defaults={
            "body": text.body,
            "parts": text.parts,
            "items": text.items,
            "is_standard": text.is_standard,
            "valid_from": localdate(now),
            "published_at": now,
        },
    )
    return saved


@action(act=None)
def give_consents(
    *,
    actor: Actor,
    talent_record_id: UUID,
    answers: Mapping[Purpose, bool],
    language: str,
    channel: str,
    shown: Shown | None = None,
    now: datetime,
) -> list[ConsentEvent]:
    """Keep a person's answers, one row for each question, the no as well as the yes.

    Args:
        actor: the person; nobody can answer for somebody else.
        talent_record_id: the person's record.
        answers: yes or no by purpose.
        language: variant in which the texts were shown, such as ``ja-simple``.
        channel: where the answer was given, such as ``page``.
        shown: which versions stood on the page and when; the ones in force now if not known.
        now: when.

    Raises:
        NotAllowedError: the actor is not the person.
        NotVisibleError: the organisation does not ask for this purpose.
        RefusedError: the page was shown before a text that asks everybody anew, or the pool's
            24 months are over.

    Source: 個人情報保護法 27条1項; 職業安定法 5条の5.
    """
    require_person(actor)
    lock_person(talent_record_id)
    variant = text_language(language)
    texts = {
        text.purpose: text
        for text in ensure_consent_texts(actor=actor, now=now)
        if text.language == variant
    }
    events = []
    for purpose, is_yes in answers.items():
        if purpose not in LASTING or purpose not in texts:
            raise NotVisibleError
        text = _text_as_shown(texts[purpose], shown)
        events.append(
            append_event(
                actor=actor,
                talent_record_id=talent_record_id,
                kind=ConsentEvent.Kind.GIVEN if is_yes else ConsentEvent.Kind.REFUSED,
                text=text,
                channel=channel,
                now=now,
                shown_at=shown.at if shown else None,
                expires_on=_last_day(talent_record_id, purpose, now=now) if is_yes else None,
            )
        )
    return events


def _text_as_shown(current: ConsentText, shown: Shown | None) -> ConsentText:
    """Return the version that stood on the page, unless a newer one asks everybody anew.

    Raises:
        RefusedError: it does; the page must be read again.
    """
    if shown is None:
        return current
    seen = ConsentText.objects.filter(
        id__in=shown.text_ids, purpose=current.purpose, language=current.language
    ).first()
    if seen is None or seen.id == current.id:
        return current if seen is None else seen
    newer = ConsentText.objects.filter(
        purpose=current.purpose,
        language=current.language,
        version__gt=seen.version,
        valid_from__lte=current.valid_from,
        needs_new_consent=True,
    )
    if newer.exists():
        raise RefusedError(
            ja="同意の文面が新しくなりました。もう一度読んでから選んでください。",
            en="The text of the consent has changed. Read it again and choose.",
            code="text_changed",
        )
    return seen


def can_go_on(event: ConsentEvent, *, on: date) -> bool:
    """Return whether a renewal on a day would bring a later last day; the pool has a cap."""
    if event.purpose != Purpose.POOL or event.expires_on is None:
        return True
    cap = _pool_cap(event.talent_record_id)
    return cap is None or event.expires_on < min(last_day_of_period(on, MONTHS[Purpose.POOL]), cap)


def _pool_cap(talent_record_id: UUID) -> date | None:
    first = find_first_given(talent_record_id=talent_record_id, purpose=Purpose.POOL)
    if first is None:
        return None
    return last_day_of_period(localdate(first.happened_at), POOL_MONTHS_MAX)


def _last_day(talent_record_id: UUID, purpose: Purpose, *, now: datetime) -> date:
    """Return the last day of a consent given today; renewals of the pool end at its cap."""
    today = localdate(now)
    last_day = last_day_of_period(today, MONTHS[purpose])
    if purpose is not Purpose.POOL:
        return last_day
    cap = _pool_cap(talent_record_id)
    if cap is None:
        return last_day
    if cap < today:
        raise RefusedError(
            ja=f"保管できるのは最初の同意から{POOL_MONTHS_MAX}か月までです。"
            "新しい応募の際に、あらためて選んでください。",
            en=f"Data may be kept for {POOL_MONTHS_MAX} months from the first consent. "
            "Choose again with a new application.",
            code="pool_cap",
        )
    return min(last_day, cap)


@action(act=None)
def withdraw_consents(
    *,
    actor: Actor,
    talent_record_id: UUID,
    purposes: Collection[Purpose] = (),
    channel: str,
    now: datetime,
) -> list[ConsentEvent]:
    """Withdraw live consents of a person; it holds from this moment on.

    Recipients of data that went over on these consents are told to stop, and nobody else.

    Args:
        actor: the person.
        talent_record_id: the person's record.
        purposes: which ones; empty for all.
        channel: where the person withdrew.
        now: when.

    Returns:
        One row for each lasting consent that was live; empty when none was.

    Raises:
        NotAllowedError: the actor is not the person.

    Source: 個人情報保護法 35条; 職業安定法 5条の5.
    """
    require_person(actor)
    lock_person(talent_record_id)
    chosen = tuple(purposes) or tuple(Purpose)
    events = []
    for purpose in chosen:
        live = find_live_consent(
            talent_record_id=talent_record_id, purpose=purpose, on=localdate(now)
        )
        if purpose in LASTING and live is not None:
            kind = ConsentEvent.Kind.WITHDRAWN
            events.append(end_event(actor=actor, live=live, kind=kind, channel=channel, now=now))
    for purpose in chosen:
        if purpose is Purpose.PROVISION or any(event.purpose == purpose for event in events):
            stop_for_withdrawal(
                actor=actor, talent_record_id=talent_record_id, purpose=purpose, now=now
            )
    return events
