"""The cutoffs that may be published: with them everybody can check the own result."""

from typing import Final

import numpy as np

from tasuki.core.market.explain.records import higher_edges
from tasuki.core.market.explain.standing import own_number
from tasuki.core.market.model import Market, Outcome

HOLDERS_MIN: Final = 3
"""Below this a cutoff would tell somebody's number; it is shown only to who listed the place."""


def public_cutoffs(market: Market, outcome: Outcome) -> dict[str, int | None]:
    """Return the cutoffs of places with 3 holders or more."""
    holders = np.bincount(outcome.place[outcome.place >= 0], minlength=market.place_count)
    by_name = dict(zip(market.place_ids, holders.tolist(), strict=True))
    return {name: of for name, of in outcome.cutoffs.items() if by_name[name] >= HOLDERS_MIN}


def find_contradictions(market: Market, outcome: Outcome, agent: int) -> list[str]:
    """Return the places whose cutoff the person passes and did not get; empty when all is right.

    Args:
        market: what was cleared.
        outcome: with cutoffs.
        agent: number of the person.
    """
    found = []
    for edge in higher_edges(market, outcome, agent):
        name = market.place_ids[int(market.preference.indices[edge])]
        own, cutoff = own_number(market, edge), outcome.cutoffs.get(name)
        if own is not None and cutoff is not None and own > cutoff:
            found.append(name)
    return found
