"""Whether a report lets a round go on."""

from collections.abc import Mapping
from typing import Any, Final

FAILED: Final = "FAIL"


def has_failed(report: Mapping[str, Mapping[str, Any]]) -> bool:
    """Return whether a promise was broken; an empty report proves nothing and fails as well."""
    return not report or any(one["verdict"] == FAILED for one in report.values())
