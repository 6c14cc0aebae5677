"""Read consents: which text is in force, and which answer of a person holds today."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from tasuki.apps.consent.models import (
    ConsentEvent,
    ConsentLimit,
    ConsentText,
    ProvisionRecord,
    Purpose,
)
from tasuki.apps.errors import RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.core.law.refusals import Refusal


def find_text(*, purpose: str, language: str, on: date | None = None) -> ConsentText | None:
    """Return the version of a text in force in the organisation bound now.

    Args:
        purpose: what the data is used for.
        language: one of ``texts.LANGUAGES``.
        on: the day it is shown; None takes the newest version, in force or not yet.

    Returns:
        None before the first version.
    """
    texts = ConsentText.objects.filter(purpose=purpose, language=language)
    if on is not None:
        texts = texts.filter(valid_from__lte=on)
    return texts.order_by("-valid_from", "-version").first()


def find_text_at(*, purpose: str, language: str, at: datetime) -> ConsentText | None:
    """Return the version that was in force at a moment, so that it can be shown again.

    Args:
        purpose: what the data is used for.
        language: one of ``texts.LANGUAGES``.
        at: the moment of showing.
    """
    texts = ConsentText.objects.filter(
        Q(published_at=None) | Q(published_at__lte=at),
        purpose=purpose,
        language=language,
        valid_from__lte=localdate(at),
    )
    return texts.order_by("-valid_from", "-version").first()


def find_live_consent(
    *, talent_record_id: UUID, purpose: str, on: date, scope_id: UUID | None = None
) -> ConsentEvent | None:
    """Return the consent of a person that holds on a day; None if there is none.

    Records that were merged are one person: the last answer given under any of them decides.

    Args:
        talent_record_id: the person's record.
        purpose: what the data is used for.
        on: the day of the use; on the last day of the consent it still holds.
        scope_id: the one question, for consents to a named company.
    """
    events = _events_of(talent_record_id).filter(purpose=purpose)
    if scope_id is not None:
        events = events.filter(scope_id=scope_id)
    last = events.first()
    if last is None or last.kind != ConsentEvent.Kind.GIVEN:
        return None
    if last.expires_on is not None and last.expires_on < on:
        return None
    if _is_limited(last, talent_record_id, on):
        return None
    return None if _is_stopped_by_a_new_text(last, on) else last


def check_use(*, talent_record_id: UUID, purpose: str, items: Collection[str], on: date) -> None:
    """Refuse a use without a live consent, or of an item that the consent did not name.

    A consent given to an older text covers what that text named and nothing that a newer one
    added, until the person answers anew.

    Args:
        talent_record_id: the person's record.
        purpose: what the data is used for.
        items: keys of ``parts.ITEMS`` that are used.
        on: the day of the use.

    Raises:
        RefusedError: H2.

    Source: 個人情報保護法 18条, 27条1項; 職業安定法 5条の5.
    """
    live = find_live_consent(talent_record_id=talent_record_id, purpose=purpose, on=on)
    if live is None:
        raise RefusedError.by_law(_NO_CONSENT)
    if live.items and (outside := sorted(set(items) - set(live.items))):
        names = ", ".join(outside)
        raise RefusedError.by_law(
            Refusal(
                "H2",
                f"本人が同意した項目にありません：{names}。",
                f"The person's consent does not name: {names}.",
                "新しい文面で本人に同意を求めるか、その項目を外してください。",
                "Ask the person with the new text, or leave these items out.",
                _NO_CONSENT.source,
            )
        )


_NO_CONSENT = Refusal(
    "H2",
    "この目的についての、本人の有効な同意がありません。",
    "There is no live consent of the person for this purpose.",
    "利用を止め、必要な場合は本人にあらためて同意を求めてください。",
    "Stop the use; where needed, ask the person for consent again.",
    "個人情報保護法 18条, 27条; 職業安定法 5条の5",
)


def find_new_demand(*, event: ConsentEvent, on: date) -> ConsentText | None:
    """Return the text that asks a person anew after a consent was given; None if none does.

    Args:
        event: a consent that was given.
        on: the day of asking.
    """
    return _demands(event).filter(valid_from__lte=on).order_by("-valid_from", "-version").first()


def list_consents(*, talent_record_id: UUID) -> list[ConsentEvent]:
    """Return all answers of a person, newest first, each with the text that was shown."""
    return list(_events_of(talent_record_id))


def list_live_consents(*, talent_record_id: UUID, on: date) -> list[ConsentEvent]:
    """Return every consent of a person that holds on a day, one for each company asked about."""
    questions = {(one.purpose, one.scope_id) for one in _events_of(talent_record_id)}
    found = (
        find_live_consent(talent_record_id=talent_record_id, purpose=purpose, on=on, scope_id=scope)
        for purpose, scope in questions
    )
    return sorted(
        (one for one in found if one is not None), key=lambda one: (one.purpose, one.happened_at)
    )


def list_open_consents() -> "QuerySet[ConsentEvent, ConsentEvent]":
    """Return the consents given that no later event of the same record and question follows."""
    later = ConsentEvent.objects.filter(
        talent_record_id=OuterRef("talent_record_id"),
        purpose=OuterRef("purpose"),
        happened_at__gt=OuterRef("happened_at"),
    ).filter(Q(scope_id=OuterRef("scope_id")) | Q(scope_id=None))
    given = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.GIVEN)
    return given.filter(~Exists(later)).order_by("happened_at", "id")


def find_first_given(*, talent_record_id: UUID, purpose: str) -> ConsentEvent | None:
    """Return the first yes since the person last said no or withdrew; renewals do not count."""
    events = _events_of(talent_record_id).filter(purpose=purpose)
    ends = [ConsentEvent.Kind.WITHDRAWN, ConsentEvent.Kind.REFUSED]
    last_end = events.filter(kind__in=ends).first()
    given = events.filter(kind=ConsentEvent.Kind.GIVEN)
    if last_end is not None:
        given = given.filter(happened_at__gt=last_end.happened_at)
    return given.last()


def find_use_end(*, talent_record_id: UUID, purpose: str, on: date) -> date | None:
    """Return the last day of lawful use for a purpose: the start of the retention clock.

    Args:
        talent_record_id: the person's record.
        purpose: what the data was used for.
        on: the day of asking.

    Returns:
        None where a consent is live, or none was ever given.
    """
    if find_live_consent(talent_record_id=talent_record_id, purpose=purpose, on=on) is not None:
        return None
    events = list(_events_of(talent_record_id).filter(purpose=purpose))
    given = next((one for one in events if one.kind == ConsentEvent.Kind.GIVEN), None)
    if given is None:
        return None
    after = [one for one in events if one.happened_at > given.happened_at]
    ends = [localdate(one.happened_at) for one in after if one.kind != ConsentEvent.Kind.EXPIRED]
    if given.expires_on is not None:
        ends.append(given.expires_on)
    return min(ends, default=on)


def list_provisions(*, talent_record_id: UUID) -> list[ProvisionRecord]:
    """Return what was handed to whom about a person, newest first."""
    ids = list_record_ids(talent_record_id=talent_record_id)
    records = ProvisionRecord.objects.filter(talent_record_id__in=ids)
    return list(records.order_by("-provided_at", "-id"))


def is_use_stopped(*, talent_record_id: UUID) -> bool:
    """Return whether the use of a person's data was stopped under any of the merged records."""
    ids = list_record_ids(talent_record_id=talent_record_id)
    return TalentRecord.objects.filter(id__in=ids, stopped_at__isnull=False).exists()


def mark_stopped(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Return rows about persons with ``is_use_stopped``, so that a list asks once for all.

    Args:
        rows: of a model with ``talent_record_id``.
    """
    stopped = TalentRecord.objects.filter(id=OuterRef("talent_record_id"), stopped_at__isnull=False)
    marked: QuerySet[Any, Any] = rows.annotate(is_use_stopped=Exists(stopped))
    return marked


def _is_limited(event: ConsentEvent, talent_record_id: UUID, on: date) -> bool:
    """Return whether a merge of records left nothing of an answer for a day."""
    limits = ConsentLimit.objects.filter(
        Q(live_until=None) | Q(live_until__lt=on),
        talent_record_id__in=list_record_ids(talent_record_id=talent_record_id),
        purpose=event.purpose,
        scope_id=event.scope_id,
        answers_until__gte=event.happened_at,
    )
    return limits.exists()


def _is_stopped_by_a_new_text(event: ConsentEvent, on: date) -> bool:
    """Return whether a newer text ended the consents given before it."""
    if event.purpose == Purpose.PROVISION:
        return False  # each question named its company and items itself
    return _demands(event).filter(old_stops_on__lte=on).exists()


def _demands(event: ConsentEvent) -> "QuerySet[ConsentText, ConsentText]":
    """Return the texts newer than the one a person agreed to that ask everybody anew."""
    newer = Q(valid_from__gt=event.text.valid_from) | Q(
        valid_from=event.text.valid_from, version__gt=event.text.version
    )
    return ConsentText.objects.filter(
        newer, purpose=event.purpose, language=event.text.language, needs_new_consent=True
    )


def _events_of(talent_record_id: UUID) -> "QuerySet[ConsentEvent, ConsentEvent]":
    ids = list_record_ids(talent_record_id=talent_record_id)
    events = ConsentEvent.objects.filter(talent_record_id__in=ids).select_related("text")
    return events.order_by("-happened_at", "-created_at", "-id")
