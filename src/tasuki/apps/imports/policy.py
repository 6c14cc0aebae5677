"""Who may import what, and when an import goes on in the background."""

from typing import Final

from tasuki.apps.errors import InvalidInputError
from tasuki.apps.imports.targets import TARGETS
from tasuki.core.access import Permission

BACKGROUND_ROWS: Final = 2_000
"""Larger files are checked and written by a task; smaller ones before the page answers."""

KEPT_DAYS: Final = 7
"""How long a draft waits, and how long an import can be taken back."""


def permission_of(kind: str) -> Permission:
    """Return what a role must carry to import a kind.

    Raises:
        InvalidInputError: there is no such kind; ``field`` is ``kind``.
    """
    if kind not in TARGETS:
        known = ", ".join(TARGETS)
        raise InvalidInputError(
            ja=f"取り込みの種類を {known} から選んでください。",
            en=f"Choose the kind of the import: {known}.",
            field="kind",
        )
    return TARGETS[kind].permission
