"""Files of lists: everything the filters leave, with an audit event for who took what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from tasuki.adapters.tabular.write import UnwritableCharactersError, write_csv, write_xlsx
from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.people.exporting import left_out_line
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.queries.people import list_stopped_ids
from tasuki.apps.people.views import record_views
from tasuki.core.access import Permission
from tasuki.web.components.columns import Column

EXPORT_ROWS_MAX: Final = 100_000
CHUNK_ROWS: Final = 2_000


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One kind of file."""

    ending: str
    content_type: str
    encoding: str = ""


FORMATS: Final[dict[str, FileFormat]] = {
    "csv": FileFormat("csv", "text/csv; charset=utf-8", "utf-8-sig"),
    "cp932": FileFormat("csv", "text/csv; charset=Shift_JIS", "cp932"),
    "xlsx": FileFormat("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def send_table(
    *,
    actor: Actor,
    format_name: str,
    name: str,
    columns: Sequence[Column],
    rows: QuerySet[Any],
    page_key: str,
    is_book: bool = False,
    now: datetime,
) -> HttpResponse:
    """Return the rows as a file; one query for the rows and one audit event.

    Rows about people are told to these people: somebody took their record along. Who stopped the
    use of the data is left out, and the last line says how many.

    Args:
        actor: takes the file.
        format_name: a key of ``FORMATS``; others give 404.
        name: first part of the file name, such as 応募者.
        columns: what the file contains.
        rows: filtered and sorted.
        page_key: which list, for the audit event.
        is_book: a register that the law orders to keep; whole, whoever stopped.
        now: the moment of the act.

    Raises:
        NotAllowedError: the role may not export.
        InvalidInputError: too many rows, or characters that Shift_JIS cannot hold.
    """
    require(actor, Permission.EXPORT)
    if format_name not in FORMATS:
        raise Http404
    cells: list[list[Any]] = []
    persons: list[UUID | None] = []
    for row in rows[: EXPORT_ROWS_MAX + 1].iterator(chunk_size=CHUNK_ROWS):
        cells.append([column.exported(row) for column in columns])
        persons.append(subject_of(row))
    if len(cells) > EXPORT_ROWS_MAX:
        raise InvalidInputError(
            ja=f"{EXPORT_ROWS_MAX:,}行を超えるため書き出せません。条件で絞り込んでください。",
            en=f"More than {EXPORT_ROWS_MAX:,} rows. Narrow the list with filters.",
            code="too_many_rows",
        )
    heads = [str(column.label) for column in columns]
    stopped = set() if is_book else list_stopped_ids(record_ids=persons)
    cells = [line for line, one in zip(cells, persons, strict=True) if one not in stopped]
    persons = [one for one in persons if one not in stopped]
    last = left_out_line(len(stopped), language=get_language() or "ja")
    content = _content(FORMATS[format_name], heads, [*cells, *last], name)
    record_views(actor=actor, talent_record_ids=persons, way=RecordView.Way.EXPORTED, now=now)
    audit.record(
        actor=actor,
        kind="list.export",
        object_kind="list",
        object_id=page_key[:40],
        now=now,
        data={"format": format_name, "row_count": len(cells), "left_out": len(stopped)},
    )
    return send_file(content, FORMATS[format_name], name=name, now=now)


def subject_of(row: Any) -> UUID | None:
    """Return under which id a look at a row is logged: the person's record, or the provision.

    A receipt speaks of somebody of whom the recipient keeps no record.
    """
    found = getattr(row, "talent_record_id", None) or getattr(row, "provision_record_id", None)
    return found if isinstance(found, UUID) else None


def send_file(content: bytes, kind: FileFormat, *, name: str, now: datetime) -> HttpResponse:
    """Return a download named like 応募者_202611241030.csv."""
    file_name = f"{name}_{timezone.localtime(now):%Y%m%d%H%M}.{kind.ending}"
    response = HttpResponse(content, content_type=kind.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    response["Cache-Control"] = "no-store"
    return response


def _content(kind: FileFormat, heads: list[str], cells: list[list[Any]], name: str) -> bytes:
    if kind.ending == "xlsx":
        return write_xlsx([heads, *cells], sheet_name=name)
    try:
        return write_csv([heads, *cells], encoding=kind.encoding)
    except UnwritableCharactersError as error:
        listed = "、".join(error.characters)
        raise InvalidInputError(
            ja=f"Shift_JISで書けない文字があります（{listed}）。CSV（UTF-8）で書き出してください。",
            en=f"Shift_JIS has no place for {listed}. Export as CSV (UTF-8) instead.",
            code="unwritable_characters",
        ) from error
