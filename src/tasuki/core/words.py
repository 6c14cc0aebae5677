"""One text in the two languages of the product. Knows nothing of where it is shown."""

from dataclasses import dataclass
from typing import Literal

type Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """A short text in Japanese and English; both are always there."""

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English text for `en` and its variants, else the Japanese one."""
        return self.en if language.startswith("en") else self.ja
