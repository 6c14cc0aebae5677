"""Occupations by the ministry's classification (厚生労働省編職業分類), as the books count them.

The vocabulary names each occupation with the numbers of the classification that it falls under;
the report and the books group by these numbers, and not by the vocabulary's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tasuki.apps.vocab.models import Edition, Term
from tasuki.apps.vocab.queries import find_edition, find_exact_term, search_terms

CODE: Final = re.compile(r"\d{3}(?:-\d{2})?")
"""A medium group, such as 025, or a small one in it, such as 025-01."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation under one number of the classification.

    Attributes:
        code: such as ``025-01``.
        name: as the vocabulary calls it.
    """

    code: str
    name: str


def list_occupations() -> list[Occupation]:
    """Return all occupations of the newest edition, by number and name."""
    edition = find_edition(source=Edition.Source.JOBTAG)
    if edition is None:
        return []
    terms = Term.objects.filter(edition=edition, kind=Term.Kind.OCCUPATION)
    found = {one for term in terms for one in _numbers_of(term)}
    return sorted(found, key=lambda one: (one.code, one.name))


def search_occupations(*, text: str, limit: int = 20) -> list[Occupation]:
    """Return occupations whose name or other name has all words in it, or under a number.

    Args:
        text: words, or the beginning of a number such as ``025``.
        limit: at most so many.
    """
    typed = text.strip()
    if re.fullmatch(r"\d{2,3}(?:-\d{0,2})?", typed):
        return [one for one in list_occupations() if one.code.startswith(typed)][:limit]
    terms = search_terms(kind=Term.Kind.OCCUPATION, text=typed, limit=limit)
    return [one for term in terms for one in _numbers_of(term)][:limit]


def find_occupation(*, code: str) -> Occupation | None:
    """Return the first occupation under a number; None where the vocabulary has none."""
    return next((one for one in list_occupations() if one.code.startswith(code)), None)


def find_code(*, text: str) -> str:
    """Return the number of an occupation written as the vocabulary has it; empty otherwise.

    One that falls under several numbers gets none: a member chooses.
    """
    term = find_exact_term(kind=Term.Kind.OCCUPATION, text=text) if text.strip() else None
    numbers = [one.code for one in _numbers_of(term)] if term else []
    return numbers[0] if len(numbers) == 1 else ""


def _numbers_of(term: Term) -> Iterator[Occupation]:
    for number in term.details.get("mhlw", []):
        yield Occupation(code=str(number).rpartition("_")[2], name=term.name)
