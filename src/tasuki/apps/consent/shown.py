"""What stood on a consent page and when, sealed into its form.

The answer then refers to the versions that the person really read, even if a new one came into
force between the page and the tap; nobody can write another version or time into the form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core import signing

from tasuki.apps.consent.models import ConsentText

SALT: Final = "tasuki.consent.shown"
OPEN_HOURS: Final = 48


@dataclass(frozen=True, slots=True)
class Shown:
    """Versions of texts and the moment at which a page showed them."""

    text_ids: frozenset[UUID]
    at: datetime


def seal_shown(texts: Iterable[ConsentText], *, now: datetime) -> str:
    """Return what the form carries: which versions stand on the page, and when."""
    ids = sorted(str(text.id) for text in texts)
    return signing.dumps({"texts": ids, "at": now.isoformat()}, salt=SALT)


def open_shown(sealed: str, *, now: datetime) -> Shown | None:
    """Return what a form carried; None if it carries nothing of ours or is too old.

    Args:
        sealed: the field of the form.
        now: when the answer came.
    """
    try:
        held = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return None
    at = datetime.fromisoformat(held["at"])
    if not at <= now <= at + timedelta(hours=OPEN_HOURS):
        return None
    return Shown(frozenset(UUID(one) for one in held["texts"]), at)
