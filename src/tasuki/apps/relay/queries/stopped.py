"""What a reader sees of a person whose use was stopped: that there was one, and nothing personal.

The rule stands here once for pages, API, files and papers, because all of them read through it.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from tasuki.apps.consent.queries import mark_stopped
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.models import Registration
from tasuki.core.relay.machines import RegistrationState

_HIDDEN: Final[dict[str, Any]] = {
    "mail": "",
    "family_name": "",
    "given_name": "",
    "name_kana": "",
    "phone": "",
    "birth_date": None,
    "wishes": {},
    "proof_file": "",
}


class _Veiled(ModelIterable):  # type: ignore[type-arg]  # generic in its stubs only
    """Hand out rows; those of a stopped person without what is personal."""

    def __iter__(self) -> Iterator[Any]:
        for row in super().__iter__():
            if row.is_use_stopped or row.state == RegistrationState.WITHDRAWN:
                for name, nothing in _HIDDEN.items():
                    setattr(row, name, dict(nothing) if nothing == {} else nothing)
            yield row


def veil_stopped(rows: "QuerySet[Registration, Registration]") -> QuerySet[Any, Any]:
    """Return registrations as a member of the agency may read them; never for saving.

    A row of a person who withdrew, or whose use was stopped in another way, comes without name,
    addresses, phone, birth date, wishes and proof: what a law orders to keep stands in the job
    seekers' book and nowhere else.

    Source: 個人情報保護法 35条; 職業安定法施行規則 24条の7.
    """
    found = mark_stopped(rows)
    found._iterable_class = _Veiled
    return found


def is_veiled(record: TalentRecord) -> bool:
    """Return whether a record may not be shown any more."""
    return record.stopped_at is not None
