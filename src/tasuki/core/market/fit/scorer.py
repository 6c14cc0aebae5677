"""One score: named parts that add up to it exactly, and what is not known.

This is the definition, written to be read; the fast form in ``pairs`` must give the same
numbers. A score is a reason to look, never a decision (H12).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log
from typing import Final

from tasuki.core.market.fit.features import PARTS, WISHES, FitError, Part, Wish
from tasuki.core.market.fit.parts import (
    find_certificates,
    find_experience,
    find_occupation,
    find_skills,
)
from tasuki.core.market.fit.ragged import Ragged
from tasuki.core.market.fit.records import FitOpening, FitPerson, digest_of
from tasuki.core.market.fit.text import Embedder, GramModel, clean_text, dense_vectors, likeness
from tasuki.core.market.fit.vocabulary import Vocabulary
from tasuki.core.market.fit.weights import Weights, share
from tasuki.core.market.fit.wishes import Direction, Met, Pair, Side, find_met

RULES_VERSION: Final = "fit-1"
LINES: Final[tuple[tuple[Part, Wish | None], ...]] = (
    *((part, None) for part in PARTS if part is not Part.WISHES),
    *((Part.WISHES, wish) for wish in WISHES),
)
"""Every line a score can have, in the order in which they are shown and stored."""


@dataclass(frozen=True, slots=True)
class Line:
    """One named part of a score, or one wish of the part of the wishes.

    Attributes:
        part: which part.
        wish: which wish; None for the other parts.
        points: millionths; the points of all lines add up to the score.
    """

    part: Part
    wish: Wish | None
    points: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A part or a wish that was left out because something is not known (情報なし)."""

    part: Part
    wish: Wish | None
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class FitScore:
    """How well a person and an opening fit, as it is kept.

    Attributes:
        person_id: external id.
        opening_id: external id.
        direction: who looked for whom.
        points: the score in millionths, the sum of the lines.
        lines: what it is made of, in order.
        missing: what was left out.
        version: of rules, weights, words and statistics.
        input_hash: SHA-256 over version, person and opening.
    """

    person_id: str
    opening_id: str
    direction: Direction
    points: int
    lines: tuple[Line, ...]
    missing: tuple[Missing, ...]
    version: str
    input_hash: str


@dataclass(frozen=True)
class Statistics:
    """How rare skills and runs of characters are among some openings.

    They are taken once and kept until somebody takes them anew, which is a new version: else
    every new opening would change every score.

    Attributes:
        skill_rarity: key of a skill -> thousandths, > 0.
        rarity_of_new: of a skill that is not among them.
        grams: runs of characters.
    """

    skill_rarity: Mapping[str, int]
    rarity_of_new: int
    grams: GramModel

    @classmethod
    def of(cls, openings: Sequence[FitOpening], vocabulary: Vocabulary) -> "Statistics":
        """Return the statistics of some openings."""
        asked = [
            {vocabulary.key(skill.skill) for skill in one.skills} for one in openings if one.skills
        ]
        counts = Counter(key for keys in asked for key in keys)
        rarity = {key: _rarity(len(asked), count) for key, count in counts.items()}
        grams = GramModel.fit([clean_text(one.words) for one in openings])
        return cls(rarity, _rarity(len(asked), 0), grams)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the statistics, in hex."""
        made = hashlib.sha256(json.dumps(sorted(self.skill_rarity.items())).encode())
        made.update(f"{self.rarity_of_new}".encode())
        made.update(self.grams.codes.astype("<i8").tobytes())
        made.update(self.grams.rarity.astype("<i8").tobytes())
        return made.hexdigest()


def _rarity(total: int, count: int) -> int:
    return round(1000 * (log((total + 1) / (count + 1)) + 1))


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """A model of fit: weights, words and statistics under one version.

    Attributes:
        weights: of the organisation, within the published bounds.
        vocabulary: aliases, related occupations, grades.
        statistics: None until taken from openings (``fitted``).
        embedder: replaces the runs of characters in the part of the text; usually None.
    """

    weights: Weights = field(default_factory=Weights)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    statistics: Statistics | None = None
    embedder: Embedder | None = None

    def fitted(self, openings: Sequence[FitOpening]) -> "Scorer":
        """Return the scorer with statistics of some openings; as it is if it has some."""
        if self.statistics is not None:
            return self
        return replace(self, statistics=Statistics.of(openings, self.vocabulary))

    @property
    def known(self) -> Statistics:
        """The statistics.

        Raises:
            FitError: none were taken yet.
        """
        if self.statistics is None:
            raise FitError("the scorer has no statistics: call fitted(openings) first")
        return self.statistics

    @cached_property
    def version(self) -> str:
        """Rules, weights, words and statistics in one name; any change gives another."""
        content = [
            self.weights.listed,
            self.vocabulary.digest,
            self.known.digest,
            "" if self.embedder is None else self.embedder.name,
        ]
        return f"{RULES_VERSION}-{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]}"

    def input_hash(self, person: FitPerson, opening: FitOpening) -> str:
        """Return what proves that a score was made of exactly this."""
        text = "\n".join((self.version, digest_of(person), digest_of(opening)))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def text_vectors(self, texts: Sequence[str]) -> Ragged:
        """Return the vectors that the part of the text compares.

        Args:
            texts: cleaned.
        """
        if self.embedder is not None:
            return dense_vectors(self.embedder, texts)
        return self.known.grams.vectors(texts)

    def score(
        self,
        person: FitPerson,
        opening: FitOpening,
        direction: Direction = Direction.TO_OPENINGS,
    ) -> FitScore:
        """Return the score of one person and one opening with everything it is made of."""
        pair = Pair(person, opening, self.vocabulary)
        values: dict[Part, Met] = {
            Part.OCCUPATION: find_occupation(pair),
            Part.SKILLS: find_skills(pair, self.known.skill_rarity, self.known.rarity_of_new),
            Part.CERTIFICATES: find_certificates(pair),
            Part.EXPERIENCE: find_experience(pair),
            Part.TEXT: self._text(person, opening),
        }
        wishes = find_met(pair, direction)
        lines, missing = self._lines(values, wishes)
        return FitScore(
            person_id=person.id,
            opening_id=opening.id,
            direction=direction,
            points=sum(line.points for line in lines),
            lines=lines,
            missing=missing,
            version=self.version,
            input_hash=self.input_hash(person, opening),
        )

    def _text(self, person: FitPerson, opening: FitOpening) -> Met:
        vectors = self.text_vectors([clean_text(person.text), clean_text(opening.words)])
        left, right = (dict(zip(*vectors.columns_of(place), strict=True)) for place in (0, 1))
        if not right:
            return Side.OPENING
        return likeness(left, right) if left else Side.PERSON

    def _lines(
        self, values: Mapping[Part, Met], wishes: Mapping[Wish, Met]
    ) -> tuple[tuple[Line, ...], tuple[Missing, ...]]:
        weights = dict(zip(PARTS, self.weights.listed, strict=True))
        met = {wish: value for wish, value in wishes.items() if isinstance(value, int)}
        has = {part: value for part, value in values.items() if _is_number(value)}
        whole = sum(weights[part] for part in has) + (weights[Part.WISHES] if met else 0)
        lines, missing = [], []
        for part, wish in LINES:
            value = wishes.get(wish) if wish is not None else values[part]
            if isinstance(value, Side):
                missing.append(Missing(part, wish, value))
            elif value is not None and whole:
                divisor = whole * (1 if wish is None else len(met))
                lines.append(Line(part, wish, share(weights[part], value, divisor)))
        return tuple(lines), tuple(missing)


def _is_number(value: Met) -> bool:
    return isinstance(value, int)
