"""What the talent pool holds about a person: the entry, and the mails with the answers."""

from typing import Any, Final

from tasuki.apps.pool.models import PoolContact, PoolEntry
from tasuki.apps.rights.collector import Collector, plain, records_at
from tasuki.apps.rights.subjects import Subject
from tasuki.core.words import Words

_PURPOSE: Final = Words("新しい求人の案内", "telling you about new openings")


def _contact(row: PoolContact, _subject: Subject) -> dict[str, Any]:
    return {
        "sent_at": plain(row.sent_at),
        "answer": row.answer,
        "answered_at": plain(row.answered_at),
        "taken_back_at": plain(row.taken_back_at),
    }


POOL_COLLECTORS: Final = (
    Collector(
        name="pool_entries",
        words=Words("人材プール", "Talent pool"),
        purpose=_PURPOSE,
        model=PoolEntry,
        find=records_at("talent_record_id"),
        assessments=("end_reason",),
    ),
    Collector(
        name="pool_contacts",
        words=Words("人材プールからの連絡", "Mails from the talent pool"),
        purpose=_PURPOSE,
        model=PoolContact,
        find=records_at("entry__talent_record_id"),
        values=_contact,
    ),
)
