"""Why a person says no to a company: a short list, so that no free text is kept as evidence."""

from typing import Final

from tasuki.core.words import Words

NO_REASONS: Final[dict[str, Words]] = {
    "work": Words("仕事の内容", "the work itself"),
    "place": Words("勤務地", "the place"),
    "pay": Words("給与", "the pay"),
    "hours": Words("時間・休日", "hours and days off"),
    "company": Words("会社", "the company"),
    "timing": Words("時期", "the time"),
    "other": Words("その他", "something else"),
}
"""Codes that are stored, with the words that person and agency read."""
