"""Read consents: which text is in force, and which answer of a person holds today."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.consent.models import ConsentEvent, ConsentText, ProvisionRecord
from tasuki.apps.people.models import TalentRecord


def find_text(*, purpose: str, language: str) -> ConsentText | None:
    """Return the newest version of a text of the organisation bound now; None before the first."""
    texts = ConsentText.objects.filter(purpose=purpose, language=language)
    return texts.order_by("-version").first()


def find_live_consent(*, talent_record_id: UUID, purpose: str, on: date) -> ConsentEvent | None:
    """Return the consent of a person that holds on a day; None if there is none.

    Records that were merged are one person: the last answer given under any of them decides.

    Args:
        talent_record_id: the person's record.
        purpose: what the data is used for.
        on: the day of the use.
    """
    last = _events_of(talent_record_id).filter(purpose=purpose).first()
    if last is None or last.kind != ConsentEvent.Kind.GIVEN:
        return None
    return None if last.expires_on is not None and last.expires_on < on else last


def list_consents(*, talent_record_id: UUID) -> list[ConsentEvent]:
    """Return all answers of a person, newest first, each with the text that was shown."""
    return list(_events_of(talent_record_id))


def list_provisions(*, talent_record_id: UUID) -> list[ProvisionRecord]:
    """Return what was handed to whom about a person, newest first."""
    ids = list_record_ids(talent_record_id=talent_record_id)
    records = ProvisionRecord.objects.filter(talent_record_id__in=ids)
    return list(records.order_by("-provided_at", "-id"))


def list_record_ids(*, talent_record_id: UUID) -> set[UUID]:
    """Return the ids of all records that were merged into one person, this one included."""
    record = TalentRecord.objects.filter(id=talent_record_id).only("id", "merged_into_id").first()
    root = record.merged_into_id if record and record.merged_into_id else talent_record_id
    merged = TalentRecord.objects.filter(Q(id=root) | Q(merged_into_id=root))
    return {talent_record_id, root, *merged.values_list("id", flat=True)}


def _events_of(talent_record_id: UUID) -> "QuerySet[ConsentEvent, ConsentEvent]":
    ids = list_record_ids(talent_record_id=talent_record_id)
    events = ConsentEvent.objects.filter(talent_record_id__in=ids).select_related("text")
    return events.order_by("-happened_at", "-created_at", "-id")
