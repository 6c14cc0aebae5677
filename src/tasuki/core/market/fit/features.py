"""The closed list of what a fit may be computed from, and the refusal of everything else.

A feature is a name and the columns of the product that may fill it. Neither can be added by
configuration: a name or a column outside this list raises, and the refusal says which matter of
the law or which trap it stands for. It knows nothing of values.

Source: 職業安定法 5条の5, 平11労告141; 男女雇用機会均等法 5条; 労働施策総合推進法 9条.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.market.fit.traps import Trap, find_trap
from tasuki.core.words import Words


class FitError(ValueError):
    """The root of what can be wrong with an input of fit: ForbiddenFeature, WeightError."""


class Part(StrEnum):
    """A named part of every score; stored, in the order in which it is shown."""

    OCCUPATION = "occupation"
    SKILLS = "skills"
    CERTIFICATES = "certificates"
    EXPERIENCE = "experience"
    TEXT = "text"
    WISHES = "wishes"


class Wish(StrEnum):
    """One of the wishes whose mean is the part of that name; stored."""

    OCCUPATION = "occupation"
    AREA = "area"
    COMMUTE = "commute"
    HOURS = "hours"
    TIMES = "times"
    PAY = "pay"
    LANGUAGE = "language"
    START = "start"
    TERM = "term"


PARTS: Final = tuple(Part)
WISHES: Final = tuple(Wish)

_SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "occupation": ("career.mhlw_code", "career.occupation_code", "opening.occupation_code"),
    "experience": (
        "career.started",
        "career.ended",
        "career.is_current",
        "opening.asks_experience",
        "opening.terms",
    ),
    "skills": ("personskill.skill", "personskill.level", "opening.terms"),
    "certificates": ("personskill.skill", "personskill.expires_on", "opening.terms"),
    "text": ("career.text", "opening.title", "opening.occupation", "opening.terms"),
    "wishes.occupation": ("jobseeker.occupation_code", "opening.occupation_code"),
    "wishes.area": (
        "seekerwishes.prefectures",
        "seekerwishes.place",
        "opening.prefecture",
        "opening.locality",
        "opening.is_remote",
    ),
    "wishes.commute": ("seekerwishes.place", "opening.locality", "opening.is_remote"),
    "wishes.hours": ("seekerwishes.hours", "opening.work_minutes"),
    "wishes.times": ("seekerwishes.hours", "opening.terms"),
    "wishes.pay": (
        "seekerwishes.pay_min_yen",
        "seekerwishes.pay_unit",
        "opening.pay_max_yen",
        "opening.pay_unit",
        "opening.theoretical_pay_yen",
    ),
    "wishes.language": ("personskill.skill", "personskill.level", "opening.terms"),
    "wishes.start": ("seekerwishes.begins", "opening.contract_from"),
    "wishes.term": ("seekerwishes.term", "opening.is_indefinite", "opening.employment"),
}
_FLAGGED: Final = frozenset({"wishes.area", "wishes.commute"})


class ForbiddenFeature(FitError):  # noqa: N818 - the name is the refusal
    """H5: a name or a column that no score may be computed from.

    Attributes:
        name: what was asked for.
        trap: the matter or the trap it stands for.
    """

    def __init__(self, name: str, trap: Trap) -> None:
        self.name = name
        self.trap = trap
        super().__init__(f"H5: {name!r} may not enter a score: {trap.label.en} ({trap.code})")

    @property
    def reason(self) -> Words:
        """The refusal as it is shown."""
        ja, en = self.trap.label.ja, self.trap.label.en
        return Words(
            f"「{self.name}」は適合の計算に使えません（{self.trap.code}: {ja}）。"
            "仕事に必要な経験・技能・資格・希望だけを使ってください。",
            f"{self.name} may not enter a score ({self.trap.code}: {en})."
            " Use only experience, skills, certificates and wishes that the work needs.",
        )


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing a score may be computed from; cannot be built outside the closed list.

    Attributes:
        name: of the list: a part, or ``wishes.`` and a wish.
        sources: columns of the product that may fill it, ``model.field``.

    Raises:
        ForbiddenFeature: the name, or a column for this name, is not in the list.
    """

    name: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.name not in _SOURCES:
            raise ForbiddenFeature(self.name, find_trap(self.name))
        for source in self.sources:
            if source not in _SOURCES[self.name]:
                raise ForbiddenFeature(source, find_trap(source))

    @property
    def is_flagged(self) -> bool:
        """Whether the audit looks at it: distance may stand for wealth and origin."""
        return self.name in _FLAGGED


FEATURES: Final[dict[str, Feature]] = {
    name: Feature(name, sources) for name, sources in _SOURCES.items()
}
"""Everything a score may be computed from, by name."""


def check_feature(name: str, source: str) -> Feature:
    """Return the feature a column may fill.

    Args:
        name: of the feature.
        source: a column, ``model.field`` in small letters.

    Raises:
        ForbiddenFeature: the name or the column is not in the closed list.
    """
    return Feature(name, (source,))
