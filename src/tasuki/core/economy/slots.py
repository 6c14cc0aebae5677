"""Credits and slots of all companies: granted by the floor rule, used oldest first, expired."""

import numpy as np

from tasuki.core.economy.world import Counts, Policy


class SlotBook:
    """The accounts of all companies in all runs.

    Args:
        policy: ratio, life, cap and pool.
        shape: (runs, companies).
    """

    def __init__(self, policy: Policy, shape: tuple[int, int]) -> None:
        self._policy = policy
        self._credits = np.zeros(shape, dtype=np.int64)
        self._by_month = np.zeros((policy.expiry_months, *shape), dtype=np.int64)
        self._turn = 0

    def open(self) -> Counts:
        """Return the slots that can be used; (runs, companies)."""
        result: Counts = self._by_month.sum(axis=0)
        return result

    def waiting(self) -> Counts:
        """Return the credits that are not yet a slot; (runs, companies)."""
        return self._credits

    def expire(self, month: int) -> Counts:
        """Close the slots whose last month is over; return how many; (runs, companies)."""
        place = month % self._policy.expiry_months
        gone: Counts = self._by_month[place].copy()
        self._by_month[place] = 0
        return gone

    def use(self, month: int, wanted: Counts) -> Counts:
        """Use slots, the oldest first.

        Args:
            month: the present month, counted from 0.
            wanted: how many; (runs, companies), at most the open ones are used.

        Returns:
            How many were used; (runs, companies).
        """
        used = np.zeros_like(wanted)
        where = np.nonzero(wanted)
        left = wanted[where]
        for age in range(self._policy.expiry_months):
            place = (month + 1 + age) % self._policy.expiry_months
            taken = np.minimum(self._by_month[place][where], left)
            self._by_month[place][where] -= taken
            left = left - taken
        used[where] = wanted[where] - left
        return used

    def grant(self, month: int, confirmed: Counts) -> Counts:
        """Count confirmed registrations and open the slots that they earn.

        Each company earns floor(credits / ratio) up to its cap; what is above waits. In a pool
        the members' credits are one account and the slots go round in the order of the list.

        Args:
            month: the present month, counted from 0.
            confirmed: newly counted registrations; (runs, companies).

        Returns:
            Slots granted; (runs, companies).
        """
        self._credits = self._credits + confirmed
        room = np.maximum(self._policy.max_open_slots - self.open(), 0)
        if self._policy.pool_size == 1:
            granted = np.minimum(self._credits // self._policy.ratio, room)
            self._credits = self._credits - granted * self._policy.ratio
        else:
            granted = self._grant_pooled(room)
        self._by_month[month % self._policy.expiry_months] += granted
        return granted

    def _grant_pooled(self, room: Counts) -> Counts:
        """Give a pool's slots one by one to the member whose turn it is and who has room."""
        companies = self._credits.shape[1]
        size, ratio = self._policy.pool_size, self._policy.ratio
        granted = np.zeros_like(room)
        for first in range(0, companies, size):
            last = min(first + size, companies)
            account = self._credits[:, first:last].sum(axis=1)
            for step in range(self._policy.max_open_slots * (last - first)):
                member = first + (self._turn + step) % (last - first)
                is_given = (account >= ratio) & (room[:, member] > granted[:, member])
                granted[:, member] += is_given
                account = account - ratio * is_given
            spent = self._credits[:, first:last].sum(axis=1) - account
            self._credits[:, first:last] = _spend(self._credits[:, first:last], spent)
        self._turn += 1
        return granted


def _spend(credits_of: Counts, spent: Counts) -> Counts:
    """Take credits from the members of a pool in the order of the list; (runs, members)."""
    before = credits_of.cumsum(axis=1) - credits_of
    taken = np.clip(spent[:, None] - before, 0, credits_of)
    result: Counts = credits_of - taken
    return result
