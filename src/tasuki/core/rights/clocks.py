"""How long is left, in words. The days themselves are counted in ``core.law.clocks``."""

from datetime import date

from tasuki.core.words import Words


def days_left_words(*, today: date, due_on: date) -> Words:
    """Return how long is left: overdue, today, or so many days.

    Args:
        today: the day in Tokyo.
        due_on: the last day; the deadline is its end.
    """
    days = (due_on - today).days
    if days < 0:
        return Words(f"{-days}日超過", f"{-days} days overdue" if days < -1 else "1 day overdue")
    if days == 0:
        return Words("今日まで", "due today")
    return Words(f"あと{days}日", f"{days} days left" if days > 1 else "1 day left")
