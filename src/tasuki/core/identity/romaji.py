"""Romaji keys: kana and any common way to write it in Latin letters meet in one form.

A key for search only. Hepburn with every long vowel folded: サトウ, Satō, Satou, satoh and SATO
are one. Other characters (kanji) stay as they are.
"""

import re
import unicodedata
from typing import Final

from tasuki.core.identity.kana import normalise_kana, spell_out

_ROWS: Final = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソ",
    "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
_IRREGULAR: Final = """
シ=shi ジ=ji チ=chi ヂ=ji ツ=tsu ヅ=zu フ=fu ヤ=ya ユ=yu ヨ=yo ワ=wa ヰ=i ヱ=e ヲ=o ン=n ヴ=bu
ァ=a ィ=i ゥ=u ェ=e ォ=o ャ=ya ュ=yu ョ=yo ヮ=wa ヵ=ka ヶ=ke
ヷ=ba ヸ=bi ヹ=be ヺ=bo
"""
_SYLLABLES: Final = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
} | dict(pair.split("=") for pair in _IRREGULAR.split())
_SMALL: Final = frozenset("ァィゥェォャュョヮ")
_VOWELS: Final = frozenset("aiueo")
_PALATAL: Final = ("sh", "ch", "j")
# Written systems other than Hepburn, in the order in which they are rewritten.
_OTHER_SYSTEMS: Final = tuple(
    (re.compile(written), hepburn)
    for written, hepburn in (
        ("l", "r"),
        ("v", "b"),
        ("tch", "cch"),
        ("sy(?=[aueo])", "sh"),
        ("(?:ty|cy)(?=[aueo])", "ch"),
        ("(?:zy|jy|dy)(?=[aueo])", "j"),
        ("si", "shi"),
        ("ti", "chi"),
        ("tu", "tsu"),
        ("zi|di", "ji"),
        ("dzu|du", "zu"),
        ("(?<![a-z])hu|(?<=[aeioun])hu", "fu"),
        ("m(?=[bmp])", "n"),
    )
)
_LONG_H: Final = re.compile(r"(?<=o)h(?![aeiouy])")
_LONG: Final = re.compile(r"ou+|oo+|uu+")
_SIGNS: Final = re.compile(r"[\s・'’‘`.,\-‐ー]+")


def romaji_key(text: str) -> str:
    """Return a reading, in kana or Latin letters, as it is searched.

    Args:
        text: a name's reading or what somebody types: キョウコ, きょうこ, Kyōko, KYOUKO, kyoko.

    Returns:
        Lower-case letters without spaces, long vowels folded; characters that are neither kana
        nor Latin stay. Empty for nothing.
    """
    before, letters = None, _from_kana(spell_out(normalise_kana(text)))
    while letters != before:  # folding one sound may bring two others together
        before = letters
        letters = _folded(letters)
    return letters


def _folded(text: str) -> str:
    letters = _SIGNS.sub("", _without_accents(text.lower()))
    for pattern, hepburn in _OTHER_SYSTEMS:
        letters = pattern.sub(hepburn, letters)
    letters = _LONG_H.sub("", letters)
    return _LONG.sub(lambda match: match.group()[0], letters)


def _from_kana(kana: str) -> str:
    letters = ""
    doubled = False
    for sound in kana:
        if sound == "ッ":
            doubled = True
            continue
        syllable = _SYLLABLES.get(sound, sound)
        if sound in _SMALL and sound in _SYLLABLES:
            letters, syllable = _joined(letters, syllable)
        elif doubled and syllable[:1].isascii() and syllable[:1].isalpha():
            syllable = syllable[0] + syllable if syllable[0] not in "aiueon" else syllable
        doubled = False
        letters += syllable
    return letters


def _joined(letters: str, small: str) -> tuple[str, str]:
    """Return what stood before and the small kana as they sound together: ki + ya = kya."""
    stem = letters[:-1]
    follows_consonant = letters[-1:] in _VOWELS and stem[-1:].isalpha() and stem[-1:] not in _VOWELS
    if small[0] != "y":
        return (stem, small) if follows_consonant else (letters, small)
    if not (follows_consonant and letters.endswith("i")):
        return letters, small
    return stem, small[1:] if stem.endswith(_PALATAL) else small


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize(
        "NFC", "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f")
    )
