"""What people do with imports: draft, correct and decide, run and take back."""

from tasuki.apps.imports.actions.drafts import (
    answer_values,
    change_file,
    change_reading,
    choose_columns,
    discard_draft,
    start_draft,
)
from tasuki.apps.imports.actions.repairs import decide_rows, edit_row, repair_rows
from tasuki.apps.imports.actions.runs import (
    ENDED,
    UNDO_DAYS,
    import_file,
    start_import,
    try_file,
    undo_import,
)
from tasuki.apps.imports.policy import BACKGROUND_ROWS

__all__ = [
    "BACKGROUND_ROWS",
    "ENDED",
    "UNDO_DAYS",
    "answer_values",
    "change_file",
    "change_reading",
    "choose_columns",
    "decide_rows",
    "discard_draft",
    "edit_row",
    "import_file",
    "repair_rows",
    "start_draft",
    "start_import",
    "try_file",
    "undo_import",
]
