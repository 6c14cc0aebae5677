"""People as lines of a file: the same columns for the list, its background act and the command."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from tasuki.apps.people.queries.people import kinds_shown, list_people, with_rows_shown
from tasuki.core.words import Words

HEADS: Final = (
    Words("番号", "Number"),
    Words("氏名", "Name"),
    Words("カナ", "Kana"),
    Words("区分", "Relation"),
    Words("社員番号", "Employee number"),
    Words("部署", "Department"),
    Words("役職", "Position"),
    Words("タグ", "Tags"),
)
_KINDS: Final = {
    "applicant": Words("応募者", "Applicant"),
    "employee": Words("社員", "Employee"),
    "leaver": Words("退職者", "Former employee"),
}


def heads_in(language: str) -> list[str]:
    """Return the headings of the columns."""
    return [one.in_language(language) for one in HEADS]


def cells_of(row: Any, *, language: str = "ja") -> list[str]:
    """Return one person as a line.

    Args:
        row: of ``list_people`` with ``with_rows_shown``.
        language: of the words, ``ja`` or ``en``.
    """
    post = row.employed[0] if row.employed else None
    return [
        row.number,
        row.full_name,
        "" if row.kana_source == "guess" else row.name_kana,
        " ".join(_KINDS[kind].in_language(language) for kind in kinds_shown(row)),
        post.number if post else "",
        post.department if post else "",
        post.position if post else "",
        "、".join(sorted(one.tag.name for one in row.live_tags)),
    ]


def left_out_line(count: int, *, language: str) -> list[list[str]]:
    """Return the last line of a file that says how many stand not in it; none for nobody.

    Args:
        count: people who stopped the use of their data.
        language: of the words, ``ja`` or ``en``.
    """
    said = Words(
        f"利用停止のため書き出していない人：{count:,}名",
        f"Not in this file, because they stopped the use of their data: {count:,}",
    )
    return [[said.in_language(language)]] if count else []


def list_lines(talent_record_ids: Sequence[UUID], *, language: str) -> list[list[str]]:
    """Return people as lines, in the order of the ids.

    Who is not there any more, or stopped the use of the data, is left out.
    """
    found = with_rows_shown(list_people().filter(pk__in=talent_record_ids, stopped_at=None))
    lines = {row.pk: cells_of(row, language=language) for row in found}
    return [lines[one] for one in talent_record_ids if one in lines]
