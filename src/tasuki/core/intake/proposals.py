"""What is proposed for one column, and by what it was recognised."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.words import Words


class Stage(StrEnum):
    """By what a column was recognised."""

    FORBIDDEN = "forbidden"
    PROFILE = "profile"
    EXACT = "exact"
    PATH = "path"
    NGRAM = "ngram"
    VALUE = "value"
    NONE = "none"


_NOTHING: Final = Words("当てはまる項目がありません。", "No field is like it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProposal:
    """What is proposed for one column.

    Attributes:
        header: as it stands in the file.
        field: a path of ``fields``; empty = kept as it is, not used.
        stage: by what it was recognised.
        why: the reason for the screen.
        confidence: 0..1.
        code: ``F01``..``F14``, ``MN`` or ``H5`` for a column that is dropped by law.
        label: why it is dropped; None for others.
        is_left_out: known, and not taken on purpose.
    """

    header: str
    field: str = ""
    stage: Stage = Stage.NONE
    why: Words = _NOTHING
    confidence: float = 0.0
    code: str = ""
    label: Words | None = None
    is_left_out: bool = False

    @property
    def is_dropped(self) -> bool:
        """Return whether the column never reaches the database."""
        return bool(self.code)
