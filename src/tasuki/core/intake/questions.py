"""Words of a file that nobody knows: each is asked once, with how many rows it decides."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.intake.fields import find_field
from tasuki.core.intake.free_text import holds_my_number
from tasuki.core.intake.table_like import ColumnLike, TableLike
from tasuki.core.intake.values import (
    LABELS,
    Meaning,
    read_route,
    read_selection_word,
    read_status,
    read_yes_no,
)
from tasuki.core.words import Words

_WORD_CHARACTERS_MAX: Final = 120
_QUESTIONS_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One word to be decided once for the whole file.

    Attributes:
        field: under which the answer is kept: ``step``, ``end_reason``, ``route``, ``status`` or
            ``contact_allowed``.
        column: the heading of its column.
        word: as it stands in the file.
        count: rows that have it.
        choices: code -> label of what it may mean.
    """

    field: str
    column: str
    word: str
    count: int
    choices: Mapping[str, Words]


type _Reader = Callable[[str, Mapping[str, str] | None], str | Meaning | None]

_READERS: Final[dict[str, tuple[_Reader, str]]] = {
    "step": (read_selection_word, "step"),
    "end": (read_selection_word, "end_reason"),
    "route": (read_route, "route"),
    "status": (read_status, "status"),
    "yes_no": (read_yes_no, "contact_allowed"),
}


def find_questions(
    table: TableLike,
    columns: Sequence[ColumnLike],
    *,
    answers: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Question]:
    """Return the words that no table and no answer explains, the most frequent first.

    Args:
        table: the file.
        columns: what each column means, in its order.
        answers: field -> word -> code, as far as they are given.
    """
    questions: list[Question] = []
    for at, column in enumerate(columns):
        field = find_field(column.field) if column.field and not column.is_dropped else None
        if field is None or field.reader not in _READERS:
            continue
        read, name = _READERS[field.reader]
        given = (answers or {}).get(name)
        words = Counter(
            row[at].strip() for row in table.rows if at < len(row) and not is_blank(row[at])
        )
        questions += [
            Question(name, column.header, word[:_WORD_CHARACTERS_MAX], count, choices_of(name))
            for word, count in words.items()
            if read(word, given) is None and not holds_my_number(word)
        ]
    return sorted(questions, key=lambda one: -one.count)[:_QUESTIONS_MAX]


def choices_of(field: str) -> dict[str, Words]:
    """Return the codes a word of a field may mean; a column of steps may tell an end as well."""
    if field == "step":
        return {**LABELS["step"], **LABELS["end_reason"]}
    if field == "end_reason":
        return {**LABELS["end_reason"], **LABELS["step"]}
    return dict(LABELS.get(field, {}))
