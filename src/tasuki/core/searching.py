"""Keys by which a person is found while somebody types: kanji, kana, romaji, parts of them.

A key is a text of words. Each name stands in it with every one of its endings, so that any part
of the name is the beginning of a word: indexes over three-letter groups know the beginning of a
word from its first letter on, while the middle of a word needs three letters, and Japanese
names are found by one or two.

Nothing here decides that two people are one.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from tasuki.core.identity.normalise import kana_key, normalise_kana, normalise_name
from tasuki.core.identity.romaji import romaji_key

WORDS_MAX: Final = 6
"""Words of a query that are looked at; the rest is left out."""
WORD_CHARACTERS_MAX: Final = 40
_MIDDLE_CHARACTERS_MIN: Final = 3

_KANA: Final = re.compile(r"[ァ-ヺー・\s]+")


def is_kana(text: str) -> bool:
    """Return whether a text is kana and nothing else."""
    return bool(_KANA.fullmatch(normalise_kana(text)))


def search_key(names: Iterable[str]) -> str:
    """Return the words by which a person is found.

    Args:
        names: each name as written and as read, family and given name parted by a space.
    """
    words: dict[str, None] = {}
    for name in names:
        parts = normalise_name(name).split()
        joined = _sound("".join(parts))
        latin = [romaji_key(part) for part in parts if not _has_other_letters(part)]
        words |= dict.fromkeys(_latin(latin))
        if len(latin) == len(parts):
            continue
        words |= dict.fromkeys(joined[place:] for place in range(len(joined)))
        if is_kana(name):
            words |= dict.fromkeys(_latin([romaji_key(part) for part in parts]))
    return "".join(f" {word}" for word in words if word)


def search_patterns(text: str) -> list[str]:
    """Return patterns for LIKE that a search key must fulfil, all of them; [] = nothing typed.

    An empty pattern stands for a word of which nothing is left: it finds nobody.

    Args:
        text: as typed; words are parted by spaces and their order does not matter.
    """
    found = []
    for word in normalise_name(text).split()[:WORDS_MAX]:
        if not _has_other_letters(word):
            sound = romaji_key(word[:WORD_CHARACTERS_MAX])
            begins = "" if len(sound) >= _MIDDLE_CHARACTERS_MIN else " "
        else:
            sound, begins = _sound(word[:WORD_CHARACTERS_MAX]), " "
        found.append(f"%{begins}{_escaped(sound)}%" if sound else "")
    return found


def _latin(parts: list[str]) -> list[str]:
    """Return the whole and its parts; what begins in the middle is found from three letters on."""
    whole = romaji_key("".join(parts))  # a long vowel may stand where two parts meet
    return [whole, *parts[whole.startswith("".join(parts[:1])) :]]


def _has_other_letters(text: str) -> bool:
    """Return whether a text has letters that are not Latin, marks on them aside."""
    plain = unicodedata.normalize("NFKD", text)
    return any(not letter.isascii() for letter in plain if not unicodedata.combining(letter))


def _sound(text: str) -> str:
    return kana_key(text).casefold()


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
