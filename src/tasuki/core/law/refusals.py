"""The answer of a hard stop: which rule, why, what to do next, in both languages.

A check returns a `Refusal` or None. An action that must not go on raises `HardStopError`
with it, so that the door in front of the action can show all three parts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused act.

    Attributes:
        rule: id of the stop (H1..H12) or a reason code.
        reason_ja: why, one sentence that names the offending thing.
        reason_en: the same in English.
        next_ja: what the reader can do.
        next_en: the same in English.
        source: the rule of law behind it.
    """

    rule: str
    reason_ja: str
    reason_en: str
    next_ja: str
    next_en: str
    source: str

    def reason_in(self, language: str) -> str:
        """Return the reason in English for `en` and its variants, else in Japanese."""
        return self.reason_en if language.startswith("en") else self.reason_ja

    def next_in(self, language: str) -> str:
        """Return the next step in English for `en` and its variants, else in Japanese."""
        return self.next_en if language.startswith("en") else self.next_ja

    def in_language(self, language: str) -> str:
        """Return rule, reason and next step as one line."""
        if language.startswith("en"):
            return f"{self.rule}: {self.reason_en} {self.next_en}"
        return f"{self.rule}：{self.reason_ja}{self.next_ja}"


class HardStopError(Exception):
    """An act that the law stops; carries the refusal.

    Attributes:
        refusal: rule, reason and next step.
    """

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.in_language("en"))


def raise_if_refused(refusal: Refusal | None) -> None:
    """Do nothing for None.

    Raises:
        HardStopError: there is a refusal.
    """
    if refusal is not None:
        raise HardStopError(refusal)
