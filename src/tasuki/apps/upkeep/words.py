"""The words by which a text betrays a person, and how they are taken out."""

import re
from collections.abc import Iterable
from typing import Any, Final

SURE_CHARACTERS_MIN: Final = 4
"""A name of fewer characters may be a part of another word and counts only between borders."""
_TITLES: Final = "さん|さま|様|氏|君|くん|ちゃん"
_LETTER: Final = r"[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff々A-Za-z0-9]"


class Words:
    """Find and replace the words of one person.

    Args:
        needles: full names, addresses, phones.
        family_names: family names that nobody else here has; they count before a title (山田さん).
        mark: what stands there afterwards.
    """

    def __init__(
        self, needles: Iterable[str], *, family_names: Iterable[str] = (), mark: str
    ) -> None:
        found = sorted(needles, key=len, reverse=True)
        families = sorted(family_names, key=len, reverse=True)
        self.roots: Final = [*found, *families]
        parts = [_pattern_of(word) for word in found]
        parts += [_before_a_title(one) for one in families]
        self._pattern: Final = re.compile("|".join(parts)) if parts else None
        self._mark: Final = mark

    def are_in(self, text: str) -> bool:
        """Return whether a text holds one of the words."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def clean(self, value: Any) -> Any:
        """Replace the words; a line of a list that betrays the person is left out as a whole."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self._pattern.sub(self._mark, value)
        if isinstance(value, list):
            return [self.clean(one) for one in value if not self._betrays(one)]
        if isinstance(value, dict):
            return {key: self.clean(one) for key, one in value.items()}
        return value

    def _betrays(self, value: Any) -> bool:
        if isinstance(value, dict):
            return any(self._betrays(one) for one in value.values())
        if isinstance(value, list):
            return any(self._betrays(one) for one in value)
        return isinstance(value, str) and self.are_in(value)


def _pattern_of(word: str) -> str:
    if len("".join(word.split())) >= SURE_CHARACTERS_MIN:
        return re.escape(word)
    # The particles and titles that follow a name are hiragana and stand beside it.
    return rf"(?<!{_LETTER}){re.escape(word)}(?![\u30a1-\u30ff\u3400-\u9fff々A-Za-z0-9])"


def _before_a_title(family_name: str) -> str:
    border = "" if len(family_name) > 2 else r"(?<![\u3400-\u9fff々])"
    return rf"{border}{re.escape(family_name)}(?=\s*(?:{_TITLES}))"
