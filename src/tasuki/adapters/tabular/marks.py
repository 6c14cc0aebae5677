"""What a reader says about a row or leaves out, and why, in words."""

from dataclasses import dataclass
from enum import StrEnum

from tasuki.core.words import Words


class RowNoteCode(StrEnum):
    """What was noticed about one row; a stable name."""

    SHORT = "short_row"
    LONG = "long_row"
    LONG_CELL = "long_cell"
    CONTROL = "control_character"
    HIDDEN = "hidden_character"
    OPEN_QUOTE = "open_quote"
    ODD_ENCODING = "odd_encoding"


class SkipReason(StrEnum):
    """Why a row is not a person; a stable name."""

    TITLE = "title"
    GROUP = "group"
    TOTAL = "total"
    END_NOTE = "end_note"
    REPEATED_HEADER = "repeated_header"


@dataclass(frozen=True, slots=True, repr=False)
class RowNote:
    """One remark about one row.

    Attributes:
        code: what it is.
        column: the heading it is about; empty = the whole row.
        text: for the screen; without the line, which the row tells.
        value: surplus cells or the cell in question; may be empty.
        is_error: the row cannot be used as it is.
    """

    code: RowNoteCode
    column: str
    text: Words
    value: str = ""
    is_error: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class SkippedRow:
    """A row of the file that is not a person.

    Attributes:
        line: as a reader counts, from 1.
        reason: why.
        cells: what stood there.
    """

    line: int
    reason: SkipReason
    cells: tuple[str, ...]


SKIP_LABELS: dict[SkipReason, Words] = {
    SkipReason.TITLE: Words("表題の行", "title row"),
    SkipReason.GROUP: Words("区切りの行", "row that names a group"),
    SkipReason.TOTAL: Words("合計の行", "row of totals"),
    SkipReason.END_NOTE: Words("表のあとの注記", "note behind the table"),
    SkipReason.REPEATED_HEADER: Words("くり返された見出し", "headings again"),
}
"""The reasons for the screen."""


def short_row(missing: int) -> RowNote:
    """Return the remark on a row with fewer cells than headings."""
    return RowNote(
        RowNoteCode.SHORT,
        "",
        Words(
            f"列が{missing}つ足りません。足りない列を空として読みました。",
            f"{missing} cells are missing at the end; they were read as empty.",
        ),
    )


def long_row(surplus: tuple[str, ...]) -> RowNote:
    """Return the remark on a row with more cells than headings."""
    return RowNote(
        RowNoteCode.LONG,
        "",
        Words(
            f"見出しより列が{len(surplus)}つ多く、列がずれています。余った値を正しい列に直してください。",
            f"The row has {len(surplus)} more cells than headings. "
            "Move the surplus values to the right columns.",
        ),
        value=" | ".join(surplus)[:1000],
        is_error=True,
    )


def long_cell(column: str, limit: int) -> RowNote:
    """Return the remark on a cell that was cut."""
    return RowNote(
        RowNoteCode.LONG_CELL,
        column,
        Words(
            f"{limit:,}字を超えています。{limit:,}字までに短くしてください。",
            f"The cell is longer than {limit:,} characters. Shorten it.",
        ),
        is_error=True,
    )


def control_character(column: str) -> RowNote:
    """Return the remark on a cell with signs that are no text."""
    return RowNote(
        RowNoteCode.CONTROL,
        column,
        Words(
            "文字ではない記号（制御文字）が入っています。値を確認し、入力し直してください。",
            "The cell holds a control character. Check the value and enter it again.",
        ),
        is_error=True,
    )


def hidden_character(column: str) -> RowNote:
    """Return the remark on a cell that was freed of signs nobody sees."""
    return RowNote(
        RowNoteCode.HIDDEN,
        column,
        Words(
            "見えない記号（文字の向きなど）を取り除きました。",
            "Signs that are not seen (such as the direction of text) were removed.",
        ),
    )


def open_quote() -> RowNote:
    """Return the remark on a row with a quotation mark that is never closed."""
    return RowNote(
        RowNoteCode.OPEN_QUOTE,
        "",
        Words(
            '引用符（"）が閉じていません。この行だけで区切って読みました。値を確認してください。',
            "A quotation mark is not closed. The row was read by itself; check its values.",
        ),
    )


def odd_encoding() -> RowNote:
    """Return the remark on a row in another encoding than the rest."""
    return RowNote(
        RowNoteCode.ODD_ENCODING,
        "",
        Words(
            "この行だけ文字コードが違います。文字化けがないか確認してください。",
            "This row is in another encoding than the rest. Check that it reads well.",
        ),
    )
