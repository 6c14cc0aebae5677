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

WORDS_MAX: Final = 6
"""Words of a query that are looked at; the rest is left out."""
WORD_CHARACTERS_MAX: Final = 40
_MIDDLE_CHARACTERS_MIN: Final = 3

_KANA: Final = re.compile(r"[ァ-ヺー・\s]+")
_ROWS: Final = """
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so
タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho
マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヰ i ヱ e
ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de
ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu ヵ ka ヶ ke
"""
_SOUNDS: Final = dict(zip(_ROWS.split()[::2], _ROWS.split()[1::2], strict=True))
_GLIDES: Final = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}
_SMALL_VOWELS: Final = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
# Other systems and typing habits, written as Hepburn does.
_HABITS: Final = (
    (re.compile(r"(?<=[sc])h?y(?=[auo])"), "h"),
    (re.compile(r"ty(?=[auo])"), "ch"),
    (re.compile(r"(?:zy|jy)(?=[auo])"), "j"),
    (re.compile(r"si"), "shi"),
    (re.compile(r"ti"), "chi"),
    (re.compile(r"tu"), "tsu"),
    (re.compile(r"(?<![sc])hu"), "fu"),
    (re.compile(r"[zd]i"), "ji"),
    (re.compile(r"d[zu]u?"), "zu"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"m(?=[bpm])"), "n"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ou"), "o"),
    (re.compile(r"oh(?![aiueoy])"), "o"),
    (re.compile(r"wo"), "o"),
)


def is_kana(text: str) -> bool:
    """Return whether a text is kana and nothing else."""
    return bool(_KANA.fullmatch(normalise_kana(text)))


def to_romaji(kana: str) -> str:
    """Return kana in Latin letters, folded as ``fold_romaji`` does; other letters are left out."""
    found = ""
    for letter in normalise_kana(kana):
        if letter in _GLIDES:
            glide = _GLIDES[letter]
            found = found[:-1] + (glide[1:] if found.endswith(("shi", "chi", "ji")) else glide)
        elif letter in _SMALL_VOWELS:
            found = found[:-1] + _SMALL_VOWELS[letter]
        else:
            found += _SOUNDS.get(letter, "")
    return fold_romaji(found)


def fold_romaji(text: str) -> str:
    """Return Latin letters in a form in which the ways to write a name are equal.

    Long vowels are short (Ōno, Ohno, Oono), doubled letters single, other systems become
    Hepburn (Syouta, Shota). Marks and spaces are gone.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    folded = re.sub(r"[^a-z]", "", plain)
    for pattern, written in _HABITS:
        folded = pattern.sub(written, folded)
    return folded


def search_key(names: Iterable[str]) -> str:
    """Return the words by which a person is found.

    Args:
        names: each name as written and as read, family and given name parted by a space.
    """
    words: dict[str, None] = {}
    for name in names:
        parts = normalise_name(name).split()
        joined = _sound("".join(parts))
        latin = [fold_romaji(part) for part in parts if not _has_other_letters(part)]
        words |= dict.fromkeys(_latin(latin))
        if len(latin) == len(parts):
            continue
        words |= dict.fromkeys(joined[place:] for place in range(len(joined)))
        if is_kana(name):
            words |= dict.fromkeys(_latin([to_romaji(part) for part in parts]))
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
            sound = fold_romaji(word[:WORD_CHARACTERS_MAX])
            begins = "" if len(sound) >= _MIDDLE_CHARACTERS_MIN else " "
        else:
            sound, begins = _sound(word[:WORD_CHARACTERS_MAX]), " "
        found.append(f"%{begins}{_escaped(sound)}%" if sound else "")
    return found


def _latin(parts: list[str]) -> list[str]:
    """Return the parts and the whole; what begins in the middle is found from three letters on."""
    return ["".join(parts), *parts[1:]]


def _has_other_letters(text: str) -> bool:
    """Return whether a text has letters that are not Latin, marks on them aside."""
    plain = unicodedata.normalize("NFKD", text)
    return any(not letter.isascii() for letter in plain if not unicodedata.combining(letter))


def _sound(text: str) -> str:
    return kana_key(text).casefold()


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
