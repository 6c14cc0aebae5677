"""Kana as it is stored, and the keys in which spellings of one sound are equal."""

import re
import unicodedata
from typing import Final

_HIRAGANA_TO_KATAKANA: Final = {
    code: code + 0x60 for code in [*range(0x3041, 0x3097), 0x309D, 0x309E]
}
# NFKC makes a space and a combining mark of these; without the space the mark joins its kana.
_LOOSE_MARKS: Final = {ord("゛"): "\u3099", ord("゜"): "\u309a"}
_KEY_TABLE: Final = str.maketrans(
    "ァィゥェォッャュョヮヵヶヂヅヰヱヲ", "アイウエオツヤユヨワカケジズイエオ"
)
_V_SOUNDS: Final = {
    "ヴァ": "バ",
    "ヴィ": "ビ",
    "ヴェ": "ベ",
    "ヴォ": "ボ",
    "ヴ": "ブ",
    "ヷ": "バ",
    "ヸ": "ビ",
    "ヹ": "ベ",
    "ヺ": "ボ",
}
_V_SIGNS: Final = re.compile("[ヴヷ-ヺ]")
_REPEAT_SIGNS: Final = "ヽヾ"
_REPEATS: Final = re.compile(f"[{_REPEAT_SIGNS}]")
_SOUND: Final = re.compile("[ァ-ヺ]")
_O_ROW: Final = frozenset("オコゴソゾトドノホボポモヨロヲ")
_U_ROW: Final = frozenset("ウクグスズツヌフブプムユル")
_NOT_KEYED: Final = re.compile("[\\s・ー\u3099\u309a]")
_KANA: Final = re.compile(r"[ァ-ヺー・\sヽヾ]+")


def normalise_kana(text: str) -> str:
    """Return kana as full-width katakana with single spaces; other letters stay."""
    if "゛" in text or "゜" in text:
        text = text.translate(_LOOSE_MARKS)
    folded = unicodedata.normalize("NFKC", text).translate(_HIRAGANA_TO_KATAKANA)
    return " ".join(folded.split())


def is_kana(text: str) -> bool:
    """Return whether a text is written in kana alone (any width, spaces and ・ allowed)."""
    kana = normalise_kana(text)
    return bool(kana) and bool(_KANA.fullmatch(kana)) and kana.strip("ー・ヽヾ ") != ""


def spell_out(kana: str) -> str:
    """Return full-width katakana with the signs for a repeated sound written out (ミスヾ)."""
    if not _REPEATS.search(kana):
        return kana
    spelled = ""
    for sign in kana:
        before = spelled[-1:]
        sound = sign
        if sign in _REPEAT_SIGNS and _SOUND.fullmatch(before):
            sound = before if sign == "ヽ" else unicodedata.normalize("NFC", before + "\u3099")[:1]
        spelled += sound
    return spelled


def kana_key(text: str) -> str:
    """Return kana in a form in which spellings of one sound are equal (ショータ, シヨウタ)."""
    kana = _NOT_KEYED.sub("", normalise_kana(text))
    # What stood around a sign that is left out may join to one character.
    kana = spell_out(unicodedata.normalize("NFKC", kana))
    if _V_SIGNS.search(kana):
        for written, plain in _V_SOUNDS.items():
            kana = kana.replace(written, plain)
    kana = kana.translate(_KEY_TABLE)
    kept = ""
    for sound in kana:
        before = kept[-1:]
        is_long_u = sound == "ウ" and (before in _O_ROW or before in _U_ROW)
        is_long_o = sound == "オ" and before in _O_ROW
        if not (is_long_u or is_long_o):
            kept += sound
    return kept


def plain_kana_key(text: str) -> str:
    """Return the kana key without voicing marks (ヤマザキ and ヤマサキ are equal)."""
    parts = unicodedata.normalize("NFD", kana_key(text))
    return parts.replace("\u3099", "").replace("\u309a", "")
