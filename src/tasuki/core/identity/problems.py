"""What a reader of personal data answers: a value with its warnings, or why it cannot be read."""

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


@dataclass(frozen=True, slots=True)
class Parsed[T]:
    """A value that was read, and what the user should know about it.

    Attributes:
        value: what the cell means.
        warnings: doubts that do not keep the value out, in the order in which they were found.
        suggestion: what was probably meant, where a warning knows it; empty otherwise.
    """

    value: T
    warnings: tuple[Words, ...] = ()
    suggestion: str = ""
