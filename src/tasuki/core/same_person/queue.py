"""How long a queue of pairs takes, and when it is too long for one pair after the other."""

from math import ceil
from typing import Final

SECONDS_A_PAIR: Final = 20
"""What one look at two records takes; a design figure until a site has measured its own."""

LONG_QUEUE_PAIRS: Final = 500
"""Above this the page offers the pairs with the strictest keys only."""

AUTOMATIC_FROM: Final = 0.99
REVIEW_FROM: Final = 0.3
UNDO_DAYS: Final = 30
UNSEEN_FROM: Final = 0.95
"""From this probability on, pairs may be called one person many at a time."""
_LOOK_FIRST: Final = frozenset({"given_name", "birth_date", "cluster_size", "cluster_birth_dates"})


def minutes_left(pair_count: int) -> int:
    """Return the minutes that a queue takes; whole minutes, rounded up.

    Args:
        pair_count: pairs that wait, >= 0.
    """
    return ceil(pair_count * SECONDS_A_PAIR / 60)


def is_long(pair_count: int) -> bool:
    """Return whether a queue is so long that the strictest keys are offered alone."""
    return pair_count > LONG_QUEUE_PAIRS


def may_link(*, probability: float, guards: tuple[str, ...]) -> bool:
    """Return whether two records may be linked without a human.

    Args:
        probability: that both are one person, 0..1.
        guards: guards that failed.
    """
    return probability >= AUTOMATIC_FROM and not guards


def may_accept_unseen(*, probability: float, guards: tuple[str, ...]) -> bool:
    """Return whether a pair may be called one person together with others.

    Args:
        probability: that both are one person, 0..1.
        guards: guards that failed.
    """
    return probability >= UNSEEN_FROM and not _LOOK_FIRST & set(guards)
