"""How much each part counts: whole millionths within published bounds, one set an organisation.

A change makes a new version of the model; a score names the version it was made with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tasuki.core.market.fit.features import PARTS, FitError, Part

MILLION: Final = 1_000_000
WEIGHT_BOUNDS: Final[Mapping[Part, tuple[int, int]]] = MappingProxyType(
    {
        Part.OCCUPATION: (100_000, 400_000),
        Part.SKILLS: (150_000, 500_000),
        Part.CERTIFICATES: (0, 250_000),
        Part.EXPERIENCE: (0, 200_000),
        Part.TEXT: (0, 200_000),
        Part.WISHES: (50_000, 300_000),
    }
)
"""Least and most of each part, in millionths."""


class WeightError(FitError):
    """A weight lies outside its bounds, or the weights do not add up to one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights of one organisation in millionths; together exactly one million.

    Raises:
        WeightError: one is out of bounds, or the sum is another.
    """

    occupation: int = 250_000
    skills: int = 300_000
    certificates: int = 100_000
    experience: int = 100_000
    text: int = 100_000
    wishes: int = 150_000

    def __post_init__(self) -> None:
        for part in PARTS:
            least, most = WEIGHT_BOUNDS[part]
            weight = getattr(self, part.value)
            if not isinstance(weight, int) or not least <= weight <= most:
                raise WeightError(f"weight of {part} is {weight!r}, not within {least}..{most}")
        if sum(self.listed) != MILLION:
            raise WeightError(f"weights add up to {sum(self.listed)}, not to {MILLION}")

    @property
    def listed(self) -> tuple[int, ...]:
        """The weights in the order of the parts."""
        return tuple(getattr(self, part.value) for part in PARTS)


def share(weight: int, value: int, whole: int) -> int:
    """Return ``weight * value / whole`` in whole millionths, cut towards zero.

    Cut and not rounded, so that no sum of parts can pass one million.

    Args:
        weight: >= 0.
        value: -1,000,000..1,000,000.
        whole: > 0.
    """
    cut = weight * abs(value) // whole
    return cut if value >= 0 else -cut
