"""One citation in English while it is put together: laws, their articles, and what follows."""

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_RANK: Final = re.compile(r"第?(\d+)([項号])")


@dataclass(slots=True)
class Citation:
    """What was read of one part, in its order.

    Attributes:
        groups: one for each law: texts, each with whether it is the number of an article.
    """

    groups: list[list[tuple[str, bool]]] = field(default_factory=list)

    def begin(self, text: str) -> None:
        """Begin a law."""
        self.groups.append([(text, False)])

    def add(self, text: str, *, is_article: bool = False) -> None:
        """Go on within the law."""
        if not self.groups:
            self.groups.append([])
        self.groups[-1].append((text, is_article))

    def extend(self, text: str) -> None:
        """Lengthen the last text."""
        if not self.groups:
            self.add("")
        last, is_article = self.groups[-1].pop()
        self.add(f"{last}{text}", is_article=is_article)

    def text(self) -> str:
        """Return it all."""
        return "; ".join(_say_group(group) for group in self.groups)


def _say_group(group: list[tuple[str, bool]]) -> str:
    said: list[str] = []
    for is_article, items in groupby(group, key=lambda item: item[1]):
        texts = [text for text, _ in items]
        if is_article:
            is_one = len(texts) == 1 and " to " not in texts[0]
            texts[0] = f"{'Art.' if is_one else 'Arts.'} {texts[0]}"
        said += texts
    return ", ".join(said)


def say_number(number: str) -> str:
    """5条の6 is Article 5-6."""
    return number.replace("条", "").replace("の", "-")


def say_ranks(text: str) -> str:
    """1項2号 is paragraph (1), item (ii)."""
    return "".join(
        f" ({number if rank == '項' else _roman(int(number))})"
        for number, rank in _RANK.findall(text)
    )


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text
