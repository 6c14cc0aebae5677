"""People and openings as flat arrays of whole numbers, in the order of their ids.

Words get numbers here, once; strings never enter a loop. A table can be cut and joined, so that
only what changed is read again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.filters import (
    FILTER_ORDER,
    FilterReason,
    Gate,
    opening_reason,
    person_reason,
    prefecture_of,
)
from tasuki.core.market.fit.parts import best_levels
from tasuki.core.market.fit.ragged import Int64s, Ragged, int32s, int64s
from tasuki.core.market.fit.records import FitOpening, FitPerson, Term, Time
from tasuki.core.market.fit.scorer import Scorer
from tasuki.core.market.fit.text import clean_text
from tasuki.core.market.fit.vocabulary import major_group, middle_group
from tasuki.core.market.fit.wishes import Pair

UNKNOWN: Final = -1
HAS_EXPERIENCE, HAS_SKILLS, HAS_CERTIFICATES, HAS_LANGUAGES = 1, 2, 4, 8
HAS_OCCUPATIONS, HAS_AREAS = 16, 32
_TIMES: Final = {time: 1 << place for place, time in enumerate(Time)}
_TERMS: Final = {term: 1 << place for place, term in enumerate(Term)}

# Columns of ``Table.numbers``; the first two are the same for both sides.
OUT, KNOWN = 0, 1
P_COMMUTE_FROM, P_COMMUTE_MOST, P_HOURS, P_TIMES, P_PAY, P_START, P_TERMS, P_OWN = range(2, 10)
O_CODE, O_MIDDLE, O_MAJOR, O_MONTHS, O_PREFECTURE, O_MUNICIPALITY, O_REMOTE = range(2, 9)
O_HOURS, O_TIMES, O_PAY, O_START, O_TERM, O_ORGANISATION, O_OWN = range(9, 16)
PERSON_NUMBERS: Final = 10
OPENING_NUMBERS: Final = 16


@dataclass
class Numbers:
    """Gives words their numbers, in the order in which they come; one for one ranking."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str, word: str) -> int:
        """Return the number of a word of a kind."""
        return self._numbers.setdefault(f"{kind}\0{word}", len(self._numbers))

    def all_of(self, kind: str, words: Iterable[str]) -> list[int]:
        """Return the numbers of words, ascending, each once."""
        return sorted({self.of(kind, word) for word in words})


class PersonRows(NamedTuple):
    """The ragged columns of people: entries of each row ascending by their first number."""

    done: Ragged  # code, middle group, major group, months
    skills: Ragged  # skill, level
    certificates: Ragged
    languages: Ragged  # language, level
    wished: Ragged  # middle group, major group
    areas: Ragged  # area code
    released: Ragged
    blocked: Ragged
    grams: Ragged
    text: Ragged


class OpeningRows(NamedTuple):
    """The ragged columns of openings."""

    related: Ragged  # code
    skills: Ragged  # skill, level, rarity
    certificates: Ragged
    required: Ragged
    languages: Ragged
    blocked: Ragged  # person
    grams: Ragged
    text: Ragged


@dataclass(frozen=True, slots=True)
class Table:
    """One side of a ranking.

    Attributes:
        ids: external ids, ascending by code point.
        numbers: int64 (rows, columns named above); -1 where nothing is known.
        rows: ragged columns.
    """

    ids: tuple[str, ...]
    numbers: npt.NDArray[np.int64]
    rows: PersonRows | OpeningRows

    def take(self, places: Int64s) -> "Table":
        """Return these rows in this order."""
        ids = tuple(self.ids[place] for place in places.tolist())
        rows = type(self.rows)(*(one.take(places) for one in self.rows))
        return Table(ids, self.numbers[places], rows)

    def replaced(self, changed: "Table", removed: frozenset[str]) -> "Table":
        """Return the table with rows exchanged, added and removed, again in the order of ids.

        Args:
            changed: rows that are new or differ.
            removed: ids that are gone.
        """
        gone = removed | frozenset(changed.ids)
        kept = int64s([place for place, one in enumerate(self.ids) if one not in gone])
        old = self.take(kept)
        rows = type(self.rows)(
            *(
                Ragged.joined([mine, new], width=len(mine.columns))
                for mine, new in zip(old.rows, changed.rows, strict=True)
            )
        )
        ids = old.ids + changed.ids
        joined = Table(ids, np.concatenate((old.numbers, changed.numbers)), rows)
        return joined.take(int64s(sorted(range(len(ids)), key=ids.__getitem__)))


def person_table(
    people: Sequence[FitPerson], *, scorer: Scorer, gate: Gate, numbers: Numbers
) -> Table:
    """Return the table of some people.

    Args:
        people: ids differ.
        scorer: with statistics.
        gate: the filters that look at a person alone are settled here.
        numbers: shared with the table of openings.
    """
    ordered = sorted(people, key=lambda one: one.id)
    grams, text = _vectors([one.text for one in ordered], scorer)
    of, words = numbers, scorer.vocabulary
    rows = PersonRows(
        done=Ragged.of((_done(one, of) for one in ordered), width=4),
        skills=Ragged.of((_held_skills(one, scorer, of) for one in ordered), width=2),
        certificates=_listed(
            of.all_of("certificate", words.held(one.certificates or ())) for one in ordered
        ),
        languages=Ragged.of((_held_languages(one, of) for one in ordered), width=2),
        wished=Ragged.of((_wished(one, of) for one in ordered), width=2),
        areas=_listed(sorted(map(_area, one.wishes.areas or ())) for one in ordered),
        released=_listed(of.all_of("organisation", one.released_to) for one in ordered),
        blocked=_listed(
            sorted(
                {of.of(kind, word) for word in one.blocked for kind in ("organisation", "opening")}
            )
            for one in ordered
        ),
        grams=grams,
        text=text,
    )
    table = np.array([_person_numbers(one, gate, of) for one in ordered], dtype=np.int64)
    return Table(
        tuple(one.id for one in ordered), table.reshape(len(ordered), PERSON_NUMBERS), rows
    )


def opening_table(
    openings: Sequence[FitOpening], *, scorer: Scorer, gate: Gate, numbers: Numbers
) -> Table:
    """Return the table of some openings; arguments as for ``person_table``."""
    ordered = sorted(openings, key=lambda one: one.id)
    grams, text = _vectors([one.words for one in ordered], scorer)
    of, words = numbers, scorer.vocabulary
    rows = OpeningRows(
        related=_listed(
            of.all_of("code", words.related.get(one.occupation or "", ())) for one in ordered
        ),
        skills=Ragged.of((_asked_skills(one, scorer, of) for one in ordered), width=3),
        certificates=_listed(
            of.all_of("certificate", map(words.key, one.certificates)) for one in ordered
        ),
        required=_listed(
            of.all_of("certificate", map(words.key, one.required_certificates)) for one in ordered
        ),
        languages=Ragged.of(
            (
                sorted((of.of("language", need.language), need.level) for need in one.languages)
                for one in ordered
            ),
            width=2,
        ),
        blocked=_listed(of.all_of("person", one.blocked) for one in ordered),
        grams=grams,
        text=text,
    )
    table = np.array([_opening_numbers(one, gate, of) for one in ordered], dtype=np.int64)
    return Table(
        tuple(one.id for one in ordered), table.reshape(len(ordered), OPENING_NUMBERS), rows
    )


def _listed(rows: Iterable[Sequence[int]]) -> Ragged:
    lengths, flat = [0], list[int]()
    for row in rows:
        lengths.append(len(row))
        flat.extend(row)
    return Ragged(np.cumsum(lengths, dtype=np.int64), (int32s(flat),))


def _vectors(texts: Sequence[str], scorer: Scorer) -> tuple[Ragged, Ragged]:
    cleaned = [clean_text(text) for text in texts]
    grams = scorer.known.grams.vectors(cleaned)
    return grams, grams if scorer.embedder is None else scorer.text_vectors(cleaned)


def _done(person: FitPerson, of: Numbers) -> list[tuple[int, int, int, int]]:
    return [
        (*_occupation(one.occupation, of), UNKNOWN if one.months is None else one.months)
        for one in person.experience or ()
    ]


def _occupation(code: str, of: Numbers) -> tuple[int, int, int]:
    return (
        of.of("code", code),
        of.of("middle", middle_group(code)),
        of.of("major", major_group(code)),
    )


def _wished(person: FitPerson, of: Numbers) -> list[tuple[int, int]]:
    return sorted({_occupation(code, of)[1:] for code in person.wishes.occupations or ()})


def _held_skills(person: FitPerson, scorer: Scorer, of: Numbers) -> list[tuple[int, int]]:
    pair = Pair(person, _NO_OPENING, scorer.vocabulary)
    levels = best_levels(person.skills or (), pair)
    return sorted((of.of("skill", key), level or 0) for key, level in levels.items())


def _asked_skills(opening: FitOpening, scorer: Scorer, of: Numbers) -> list[tuple[int, int, int]]:
    levels = best_levels(opening.skills or (), Pair(_NO_PERSON, opening, scorer.vocabulary))
    known = scorer.known
    return sorted(
        (of.of("skill", key), level or 0, known.skill_rarity.get(key, known.rarity_of_new))
        for key, level in levels.items()
    )


def _held_languages(person: FitPerson, of: Numbers) -> list[tuple[int, int]]:
    levels = {one.language: one.level for one in person.languages or ()}
    return sorted((of.of("language", language), level) for language, level in levels.items())


def _person_numbers(person: FitPerson, gate: Gate, of: Numbers) -> tuple[int, ...]:
    wishes = person.wishes
    known = (
        HAS_EXPERIENCE * (person.experience is not None)
        + HAS_SKILLS * (person.skills is not None)
        + HAS_CERTIFICATES * (person.certificates is not None)
        + HAS_LANGUAGES * (person.languages is not None)
        + HAS_OCCUPATIONS * (wishes.occupations is not None)
        + HAS_AREAS * (wishes.areas is not None)
    )
    return (
        _reason(person_reason(person, gate)),
        known,
        _area(wishes.commute_from),
        _number(wishes.commute_minutes_most),
        _number(wishes.weekly_minutes_most),
        UNKNOWN if wishes.times is None else sum(_TIMES[one] for one in set(wishes.times)),
        _number(wishes.pay_yen_least),
        _day(wishes.starts_on),
        UNKNOWN if wishes.terms is None else sum(_TERMS[one] for one in set(wishes.terms)),
        of.of("person", person.id),
    )


def _opening_numbers(opening: FitOpening, gate: Gate, of: Numbers) -> tuple[int, ...]:
    code = opening.occupation
    prefecture = prefecture_of(opening)
    return (
        _reason(opening_reason(opening, gate)),
        HAS_SKILLS * (opening.skills is not None),
        *((UNKNOWN, UNKNOWN, UNKNOWN) if code is None else _occupation(code, of)),
        opening.months or 0,
        _area(prefecture),
        _area(opening.municipality),
        int(opening.is_remote),
        _number(opening.weekly_minutes),
        sum(_TIMES[one] for one in set(opening.times or ())) or UNKNOWN,
        _number(opening.pay_yen_most),
        _day(opening.starts_on),
        UNKNOWN if opening.term is None else _TERMS[opening.term],
        of.of("organisation", opening.organisation),
        of.of("opening", opening.id),
    )


def _reason(reason: FilterReason | None) -> int:
    return UNKNOWN if reason is None else FILTER_ORDER.index(reason)


def _number(value: int | None) -> int:
    return UNKNOWN if value is None else value


def _day(value: date | None) -> int:
    return UNKNOWN if value is None else value.toordinal()


def _area(code: str | None) -> int:
    """Return a municipality as its number, a prefecture as that with three zeros."""
    if code is None:
        return UNKNOWN
    return int(code) * 1000 if len(code) == 2 else int(code)


_NO_OPENING: Final = FitOpening(id="", organisation="")
_NO_PERSON: Final = FitPerson(id="")
