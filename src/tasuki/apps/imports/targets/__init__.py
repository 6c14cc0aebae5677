"""What the rows of a file become: one module for each kind."""

from typing import Final

from tasuki.apps.imports.targets.applicants import Applicants
from tasuki.apps.imports.targets.base import Target
from tasuki.apps.imports.targets.employees import Employees, Leavers
from tasuki.apps.imports.targets.openings import Openings

TARGETS: Final[dict[str, type[Target]]] = {
    target.kind: target for target in (Applicants, Employees, Leavers, Openings)
}
"""Kind -> what its rows become."""

__all__ = ["TARGETS", "Target"]
