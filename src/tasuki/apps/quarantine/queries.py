"""Held texts of the organisation bound now."""

from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.quarantine.models import HeldState, HeldText


def list_held_texts(*, state: str = HeldState.HELD) -> QuerySet[HeldText]:
    """Return the held texts, the newest first.

    Args:
        state: a value of ``HeldState``; empty for all.
    """
    found = HeldText.objects.order_by("-created_at", "-id")
    return found.filter(state=state) if state else found


def find_held_text(*, held_id: UUID) -> HeldText | None:
    """Return one held text; None if there is none here."""
    return HeldText.objects.filter(id=held_id).first()


def count_held_of_import(*, run_id: UUID) -> int:
    """Return how many passages of an import were held back, decided ones included."""
    return HeldText.objects.filter(import_run_id=run_id).count()
