"""Kana in Latin letters, as mail addresses are made of names. No rule of any passport."""

from functools import lru_cache

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ",
    "h": "ハヒフヘホ", "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ",
    "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_SOUNDS = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, _VOWELS, strict=True)
} | {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu",
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ー": "",
}  # fmt: skip
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}


@lru_cache(maxsize=20_000)
def spell_romaji(kana: str) -> str:
    """Return katakana in small Latin letters; signs it does not know are left out."""
    found = ""
    for sign in kana:
        if sign in _SMALL and found:
            found = found[:-1] + _SMALL[sign].removeprefix(
                "y" if found.endswith(("shi", "chi", "ji")) else ""
            )
        else:
            found += _SOUNDS.get(sign, "")
    return found
