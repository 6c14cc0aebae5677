"""The steps of a refund scheme as a member types them, and as a paper says them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tasuki.core.law.fees import RefundRule
from tasuki.core.words import Words

_LINE: Final = re.compile(r"(\d{1,4})\s*(?:日以内|日まで|日|days?)?\s*[:、,\s]\s*(\d{1,3})\s*%?")


def read_steps(text: str) -> list[RefundRule] | None:
    """Return the steps of lines such as ``30: 80`` (within 30 days 80 percent); None if unclear.

    Each step begins on the day after the one before; the first on day 1.

    Args:
        text: one step a line; empty = no refund.
    """
    steps: list[RefundRule] = []
    for line in unicodedata.normalize("NFKC", text).strip().splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None:
            return None
        first = steps[-1].days_to + 1 if steps else 1
        steps.append(RefundRule(first, int(match[1]), int(match[2])))
    return steps


def write_steps(steps: Iterable[RefundRule]) -> str:
    """Return the steps as lines that ``read_steps`` reads."""
    return "\n".join(f"{one.days_to}: {one.percent}" for one in steps)


def steps_to_json(steps: Iterable[RefundRule]) -> list[dict[str, int]]:
    """Return the steps as stored."""
    return [
        {"days_from": one.days_from, "days_to": one.days_to, "percent": one.percent}
        for one in steps
    ]


def steps_from_json(stored: Sequence[Mapping[str, int]]) -> tuple[RefundRule, ...]:
    """Return stored steps."""
    return tuple(RefundRule(one["days_from"], one["days_to"], one["percent"]) for one in stored)


def step_words(step: RefundRule) -> Words:
    """Return one step as a sentence of a paper."""
    return Words(
        f"入社日から{step.days_from}日目〜{step.days_to}日目の退職：手数料の{step.percent}%を返戻",
        f"leaving on day {step.days_from} to {step.days_to} of work: "
        f"{step.percent}% of the fee goes back",
    )
