"""What imports hold about a person while a file waits, and until it can no longer be undone."""

from typing import Any, Final

from django.db.models import Q

from tasuki.apps.imports.models import ImportChange, StagedRow
from tasuki.apps.rights.collector import SELECTION, Collector, plain, records_at
from tasuki.apps.rights.subjects import Subject
from tasuki.core.words import Words


def _staged_values(row: StagedRow, _subject: Subject) -> dict[str, Any]:
    """Return the cells of a row of a file that was not imported, or waits."""
    return {
        "line": row.line,
        "state": row.verdict,
        "cells": plain(row.content.get("cells", [])),
        "corrected": plain(row.edits),
    }


def _is_staged(row: StagedRow, subject: Subject) -> bool:
    if row.person_id in subject.record_ids:
        return True
    return any(mail in str(row.content) for mail in subject.mails)


IMPORT_COLLECTORS: Final = (
    Collector(
        name="staged_rows",
        words=Words(
            "取り込み前、または取り込めなかった行",
            "Rows of files that wait or could not be imported",
        ),
        purpose=SELECTION,
        model=StagedRow,
        find=lambda _subject: Q(),
        keeps=_is_staged,
        values=_staged_values,
    ),
    Collector(
        name="import_changes",
        words=Words("取り込みで変わる前の値", "Values before an import changed them"),
        purpose=SELECTION,
        model=ImportChange,
        find=records_at("subject_id"),
        left_out={"made_ids": "ids of rows only", "run_id": "the import, not the person"},
    ),
)
