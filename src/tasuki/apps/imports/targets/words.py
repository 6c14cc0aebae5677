"""Codes as the texts that lists, filters and files of the product show."""

from tasuki.core.intake.values import LABELS


def label_of(field: str, code: str) -> str:
    """Return the Japanese name of a code; a text that is no code stays as it is."""
    found = LABELS.get(field, {}).get(code)
    return found.ja if found else code


def stage_of(step: str, number: int | None = None) -> str:
    """Return the name of a step; an interview from the third on says its number."""
    return f"{number}次" if number else label_of("step", step)
