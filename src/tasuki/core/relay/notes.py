"""Coded notes in the story of a slot: stored as a code, said in the reader's language."""

from typing import Final

from tasuki.core.words import Words

DECLINE_REASONS: Final[dict[str, Words]] = {
    "conditions": Words("勤務条件が合わない", "working conditions do not fit"),
    "experience": Words("経験が求人と合わない", "experience does not fit the job"),
    "timing": Words("時期が合わない", "timing does not fit"),
    "filled": Words("求人が充足した", "the job was filled"),
    "other": Words("その他", "other"),
}
"""Why a company does not want to meet a candidate."""

RESULTS: Final[dict[str, Words]] = {
    "not_hired": Words("採用しない", "not hired"),
    "offer_declined": Words("内定辞退", "offer declined"),
}
"""How an interview ended without a hire."""

CREDITS_MISSING: Final = "credits_missing"

_NOTES: Final[dict[str, Words]] = {
    **{f"declined:{code}": words for code, words in DECLINE_REASONS.items()},
    **{f"result:{code}": words for code, words in RESULTS.items()},
    CREDITS_MISSING: Words(
        "数えた人数が取り消され、足りなくなったため停止",
        "suspended: a count was reversed and people are missing",
    ),
}


def note_words(note: str) -> Words:
    """Return a note of a slot's story in both languages; free text says the same in both."""
    return _NOTES.get(note) or Words(note, note)
