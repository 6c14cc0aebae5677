"""What one line of a person's timeline is, and where its rows come from."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils import timezone

from tasuki.core.words import Words


class Group(StrEnum):
    """What a line is about; the filter of the page."""

    SELECTION = "selection"
    WORK = "work"
    MOVE = "move"
    CONSENT = "consent"
    PROVISION = "provision"
    DOCUMENT = "document"
    NOTE = "note"
    TAG = "tag"
    IMPORT = "import"
    RECORD = "record"


GROUP_LABELS: Final = {
    Group.SELECTION: Words("選考", "selection"),
    Group.WORK: Words("在籍", "employment"),
    Group.MOVE: Words("出向・副業・業務委託", "moves"),
    Group.CONSENT: Words("同意", "consents"),
    Group.PROVISION: Words("提供・受領", "provisions"),
    Group.DOCUMENT: Words("書類", "documents"),
    Group.NOTE: Words("メモ", "notes"),
    Group.TAG: Words("タグ", "tags"),
    Group.IMPORT: Words("取り込み", "imports"),
    Group.RECORD: Words("記録の変更", "changes of the record"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line.

    Attributes:
        group: what it is about.
        at: a moment, or a day where no more is known.
        what: what happened, in both languages.
        detail: words of the row itself; may be empty.
        object_id: the row that it was read from.
        by_id: account of the member who did it; None where nobody of the members did.
        is_ahead: still to come.
    """

    group: Group
    at: date | datetime
    what: Words
    object_id: UUID
    detail: str = ""
    by_id: int | None = None
    is_ahead: bool = False

    @property
    def moment(self) -> datetime:
        """The moment by which lines are sorted; a day stands at its end, as it closed it."""
        if isinstance(self.at, datetime):
            return self.at
        return timezone.make_aware(datetime.combine(self.at, time.max))

    @property
    def key(self) -> str:
        """By which a page of the line begins; names no person."""
        return f"{self.moment.isoformat()}~{self.group}~{self.object_id}~{self.what.en}"


type Rows = Iterator[Entry]
type Ids = Collection[UUID]
