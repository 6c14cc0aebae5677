"""The pseudonymous card of a job seeker: what an employer may read before the person's yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tasuki.apps.placement.models import JobSeeker, SeekerWishes
from tasuki.core.openings.labels import PAY_UNITS
from tasuki.core.placement.card import age_band
from tasuki.core.placement.seekers import WISHED_TERMS, WishedTerm
from tasuki.core.prefectures import PREFECTURES
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on the card, in both languages; nothing of it names the person.

    Attributes:
        number: of the row of the book, known to the agency alone.
        lines: label and value, empty ones left out.
        text: written by the agency and checked for hints at the person.
    """

    number: str
    lines: Sequence[tuple[Words, Words]]
    text: str


def make_card(row: JobSeeker, wishes: SeekerWishes | None, *, on: date) -> Card:
    """Return the card of a job seeker as of a day.

    Args:
        row: the row of the book.
        wishes: what the person wishes; None where nothing is kept.
        on: the day of the card.
    """
    lines = [
        (Words("年代", "Age"), age_band(row.birth_date, on=on)),
        (Words("希望職種", "Wished occupation"), _same(row.wished_occupation)),
    ]
    if wishes is not None:
        lines += [
            (Words("希望する都道府県", "Wished prefectures"), prefecture_words(wishes.prefectures)),
            (Words("希望の雇用形態", "Wished term"), term_words(wishes.term)),
            (Words("希望の賃金", "Wished pay"), pay_words(wishes)),
        ]
    return Card(
        number=row.number,
        lines=[(label, value) for label, value in lines if value.ja],
        text=wishes.card_text if wishes else "",
    )


def prefecture_words(numbers: Sequence[int]) -> Words:
    """Return prefectures by their names."""
    found = [PREFECTURES[number - 1] for number in numbers]
    return Words("、".join(one.ja for one in found), ", ".join(one.en for one in found))


def term_words(term: str) -> Words:
    """Return the wished term in words; empty for none."""
    return WISHED_TERMS[WishedTerm(term)] if term else Words("", "")


def pay_words(wishes: SeekerWishes) -> Words:
    """Return the lowest wished pay in words; empty for none."""
    if wishes.pay_min_yen is None:
        return Words("", "")
    unit = PAY_UNITS[wishes.pay_unit]
    return Words(
        f"{unit.ja}{wishes.pay_min_yen:,}円以上", f"at least ¥{wishes.pay_min_yen:,} {unit.en}"
    )


def _same(text: str) -> Words:
    return Words(text, text)
