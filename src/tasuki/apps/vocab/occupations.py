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
from tasuki.core.words import Words

CODE: Final = re.compile(r"\d{3}(?:-\d{2})?")
"""A medium group, such as 025, or a small one in it, such as 025-01."""

MAJOR_GROUPS: Final[dict[str, Words]] = {
    "01": Words("管理的職業", "Managers"),
    "02": Words("研究・技術の職業", "Research and technology"),
    "03": Words("法務・経営・文化芸術等の専門的職業", "Law, business and culture"),
    "04": Words("医療・看護・保健の職業", "Medicine and nursing"),
    "05": Words("保育・教育の職業", "Childcare and education"),
    "06": Words("事務的職業", "Office work"),
    "07": Words("販売・営業の職業", "Sales"),
    "08": Words("福祉・介護の職業", "Welfare and care"),
    "09": Words("サービスの職業", "Services"),
    "10": Words("警備・保安の職業", "Guards and security"),
    "11": Words("農林漁業の職業", "Farming, forestry and fishing"),
    "12": Words("製造・修理・塗装・製図等の職業", "Manufacturing, repair and drafting"),
    "13": Words("配送・輸送・機械運転の職業", "Delivery, transport and machines"),
    "14": Words("建設・土木・電気工事の職業", "Building, civil and electrical works"),
    "15": Words("運搬・清掃・包装・選別等の職業", "Carrying, cleaning, packing, sorting"),
}
"""Source: 厚生労働省編職業分類 (2022), major groups."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation under one number of the classification.

    Attributes:
        code: such as ``025-01``.
        name: as the vocabulary calls it.
        major: name of the major group; None where the number names none.
    """

    code: str
    name: str
    major: Words | None


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
        major, _line, code = str(number).rpartition("_")
        yield Occupation(code=code, name=term.name, major=MAJOR_GROUPS.get(major))
