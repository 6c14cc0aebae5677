"""Records of agents and places become arrays. Checks nothing: `checks` has done it."""

from collections.abc import Mapping, Sequence

import numpy as np

from tasuki.core.market.arrays import (
    NO_LIMIT,
    NO_NUMBER,
    OWN_SEAT,
    REFUSED,
    Edge,
    Preference,
    Quota,
    ints,
    or_else,
)
from tasuki.core.market.csr import Ints, freeze, pointers, rows_of
from tasuki.core.market.records import Agent, Kind, Opening, Unit


def fill_edges(
    people: Sequence[Agent], number: Mapping[str, int], endowment: Ints, kind: Kind
) -> tuple[Preference, Edge]:
    """Return the lists and what stands on their edges, people by number."""
    indptr = pointers([len(one.choices) for one in people])
    indices = ints([number[place] for one in people for place, _ in one.choices])
    numbers = [value for one in people for _, value in one.choices]
    values = ints([or_else(value, NO_NUMBER) for value in numbers])
    flags = np.array([0 if value is not None else REFUSED for value in numbers], np.uint8)
    # Nobody is refused at the own seat, whatever number its unit states.
    flags[endowment[rows_of(indptr)] == indices] = OWN_SEAT
    is_assignment = kind is Kind.ASSIGNMENT
    nothing = ints([])
    edge = Edge(
        priority=ints([0] * len(values)) if is_assignment else values,
        utility=values if is_assignment else nothing,
        flags=freeze(flags),
    )
    return Preference(freeze(indptr), indices), edge


def fill_quota(
    places: Sequence[Opening | Unit],
    regions: Mapping[str, int],
    endowment: Ints,
    kind: Kind,
) -> Quota:
    """Return the bounds of the places, by number."""
    held = np.bincount(endowment[endowment >= 0], minlength=len(places)).tolist()
    capacity, target, vacancies, least = [], [], [], []
    for at, one in enumerate(places):
        if isinstance(one, Opening):
            capacity.append(one.capacity)
            target.append(or_else(one.target, -1))
            vacancies.append(0)
            least.append(or_else(one.minimum_priority, NO_NUMBER))
            continue
        is_plan = kind is Kind.ASSIGNMENT
        capacity.append(or_else(one.maximum, NO_LIMIT) if is_plan else held[at] + one.vacancies)
        target.append(-1)
        vacancies.append(one.vacancies)
        least.append(NO_NUMBER)
    return Quota(
        capacity=ints(capacity),
        minimum=ints([one.minimum for one in places]),
        target=ints(target),
        region=ints([-1 if one.region is None else regions[one.region] for one in places]),
        vacancies=ints(vacancies),
        minimum_priority=ints(least),
    )
