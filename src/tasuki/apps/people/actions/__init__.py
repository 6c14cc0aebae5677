"""What can be done with people and applications.

Results, corrections and the stop of use are exported here; what else is known of a person, and
what members add, stands in modules of its own.
"""

from tasuki.apps.people.actions.records import (
    EDITABLE,
    REASON_CHARACTERS_MAX,
    archive_applications,
    decide_result,
    edit_person,
    mark_mail_works,
    restore_applications,
    stop_use,
    take_numbers,
)

__all__ = [
    "EDITABLE",
    "REASON_CHARACTERS_MAX",
    "archive_applications",
    "decide_result",
    "edit_person",
    "mark_mail_works",
    "restore_applications",
    "stop_use",
    "take_numbers",
]
