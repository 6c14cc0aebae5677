"""What a reader of personal data answers when a value cannot be read."""

from dataclasses import dataclass
from datetime import date

from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, repr=False)
class ParseProblem:
    """A value that could not be read.

    Attributes:
        raw: the value as it was written.
        text: what is wrong and what to enter, for the screen.
        suggestion: the date or text that was probably meant; None if there is none.
    """

    raw: str
    text: Words
    suggestion: date | str | None = None
