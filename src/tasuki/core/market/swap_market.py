"""An exchange of seats as arrays: who may go where, and the balance of companies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tasuki.core.market import canonical, checks
from tasuki.core.market.arrays import NO_LIMIT, ints, number_ids
from tasuki.core.market.csr import Bools, Ints, Longs, freeze, pointers
from tasuki.core.market.records import Arc, Kind, Mechanism, Seat, TieBreak


@dataclass(frozen=True, eq=False)
class SwapMarket:
    """An exchange: seats, who may go where, and how far companies may get out of balance.

    Attributes:
        seat_ids, company_ids: sorted by code point; number -> id.
        seat_position: int64 (seats,): place in the file.
        company: int32 (seats,): number of the company, -1 = none.
        vacant: bool (seats,).
        indptr: int64 (seats + 1,), arc_target: int32, arc_weight: int32: arcs by their
            first seat, targets ascending; seat a is given to the holder of the target.
        tolerance: int32 (companies,): most |people in - people out|, NO_LIMIT = any.
    """

    name: str
    mechanism: Mechanism
    seat_ids: Sequence[str]
    seat_position: Longs
    company_ids: Sequence[str]
    company: Ints
    vacant: Bools
    indptr: Longs
    arc_target: Ints
    arc_weight: Ints
    tolerance: Ints
    kind: Kind = Kind.EXCHANGE

    @classmethod
    def from_records(
        cls,
        *,
        seats: Sequence[Seat],
        arcs: Sequence[Arc],
        mechanism: Mechanism,
        balance: Mapping[str, int] | None = None,
        name: str = "",
    ) -> "SwapMarket":
        """Return the frozen arrays of an exchange.

        Raises:
            MarketError: with every fault of the input.
        """
        tolerances = balance or {}
        checks.check_exchange(seats, arcs, tolerances, mechanism)
        seat_ids, position, number = number_ids([one.id for one in seats])
        companies = sorted({one.company for one in seats if one.company is not None})
        company_number = {one: at for at, one in enumerate(companies)}
        ordered = sorted((number[a], number[b], weight) for a, b, weight in arcs)
        counts = np.bincount([a for a, _, _ in ordered], minlength=len(seats))
        sorted_seats = [seats[at] for at in position.tolist()]
        return cls(
            name=name,
            mechanism=mechanism,
            seat_ids=seat_ids,
            seat_position=position,
            company_ids=tuple(companies),
            company=ints(
                [-1 if one.company is None else company_number[one.company] for one in sorted_seats]
            ),
            vacant=freeze(np.array([one.vacant for one in sorted_seats], np.bool_)),
            indptr=freeze(pointers(counts)),
            arc_target=ints([b for _, b, _ in ordered]),
            arc_weight=ints([weight for _, _, weight in ordered]),
            tolerance=ints([tolerances.get(one, NO_LIMIT) for one in companies]),
        )

    @property
    def seat_count(self) -> int:
        """Return how many seats there are."""
        return len(self.company)

    @cached_property
    def digest(self) -> str:
        """Return `sha256:` and the digest of the canonical bytes."""
        return canonical.digest(self)

    def using(self, mechanism: Mechanism) -> "SwapMarket":
        """Return the same locked input, of the same digest, for other options.

        Raises:
            MarketError: the mechanism is for another kind or has no such option.
        """
        checks.check_use(mechanism, self.kind, TieBreak())
        found = replace(self, mechanism=mechanism)
        found.__dict__["digest"] = self.digest
        return found
