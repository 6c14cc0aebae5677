"""What a verification says: one verdict per property, each with a witness that can be followed.

The first lines of a report are for a machine, the witness is for a person who wants to see it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.market.model import Guarantee

LISTED_MAX: Final = 10
"""Most pairs, places or people that one witness lists; the count is always given in full."""

type Witness = Mapping[str, object]


class Verdict(StrEnum):
    """What a check found; stored."""

    PASS = "PASS"  # noqa: S105 - a verdict, no password
    FAIL = "FAIL"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one property.

    Attributes:
        guarantee: the property.
        verdict: whether the outcome has it.
        reason: short stable code, empty for a plain PASS.
        witness: ids and numbers that show the fault, or the bound that was proven.
    """

    guarantee: Guarantee
    verdict: Verdict
    reason: str = ""
    witness: Witness | None = None

    def __str__(self) -> str:
        """Return the line that a person reads."""
        told = f" {self.reason}" if self.reason else ""
        seen = f" {dict(self.witness)}" if self.witness else ""
        return f"{self.verdict} {self.guarantee}{told}{seen}"


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of one outcome, in the order in which they were asked for."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Return whether nothing failed; a property that does not apply does not count."""
        return not self.failures

    @property
    def failures(self) -> tuple[Check, ...]:
        """Return the checks that failed."""
        return tuple(one for one in self.checks if one.verdict is Verdict.FAIL)

    def of(self, guarantee: Guarantee) -> Check:
        """Return the check of one property.

        Raises:
            KeyError: the property was not checked.
        """
        for one in self.checks:
            if one.guarantee is guarantee:
                return one
        raise KeyError(guarantee)

    def as_dict(self) -> dict[str, dict[str, object]]:
        """Return property -> verdict, reason, witness: ready for JSON."""
        return {
            str(one.guarantee): {
                "verdict": str(one.verdict),
                "reason": one.reason,
                "witness": dict(one.witness) if one.witness else None,
            }
            for one in self.checks
        }


def passed(guarantee: Guarantee, reason: str = "", witness: Witness | None = None) -> Check:
    """Return a PASS."""
    return Check(guarantee, Verdict.PASS, reason, witness)


def failed(guarantee: Guarantee, reason: str, witness: Witness) -> Check:
    """Return a FAIL; it always shows why."""
    return Check(guarantee, Verdict.FAIL, reason, witness)


def not_applicable(guarantee: Guarantee, reason: str, witness: Witness | None = None) -> Check:
    """Return that the property says nothing about this market, or cannot be seen in it."""
    return Check(guarantee, Verdict.NOT_APPLICABLE, reason, witness)
