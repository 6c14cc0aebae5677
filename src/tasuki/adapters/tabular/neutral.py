"""Keep a text from being taken for a formula, and take that protection off again."""

import unicodedata
from typing import Final

# The minus sign of mathematics becomes a full-width one when Shift_JIS is written.
_STARTS_A_FORMULA: Final = frozenset("=+-@|%−")
_SKIPPED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_SKIPPED: Final = frozenset("\"'`;,\t")


def may_start_formula(text: str) -> bool:
    """Return whether a spreadsheet might compute a text.

    Characters that are not seen, quotes and separators are passed over, because programs strip
    or split there before they look; full-width signs count as their half-width twins.
    """
    for character in text:
        if character in _SKIPPED or unicodedata.category(character) in _SKIPPED_CATEGORIES:
            continue
        return unicodedata.normalize("NFKC", character)[:1] in _STARTS_A_FORMULA
    return False


def bare(text: str) -> str:
    """Return a text without the one apostrophe that was put in front of a formula."""
    if text.startswith("'") and may_start_formula(text[1:]):
        return text[1:]
    return text
