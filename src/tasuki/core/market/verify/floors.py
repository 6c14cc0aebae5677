"""Floors: does every place have the people it needs, and was no seat wasted for that?"""

from collections.abc import Iterable

import numpy as np

from tasuki.core.market.model import Guarantee, Infeasible, Kind, Status
from tasuki.core.market.verify.feasible import floor_of, shortfall
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.report import Check, Witness, failed, not_applicable, passed
from tasuki.core.market.verify.stable import has_room, pairs


def check_floors(reading: Reading) -> Check:
    """Return whether each place has its minimum, or a witness proves that nothing could do that."""
    guarantee = Guarantee.FLOORS_MET
    if not floor_of(reading.market).any():
        return not_applicable(guarantee, "no_minimum")
    if reading.outcome.status is Status.INFEASIBLE:
        return check_infeasible(reading, guarantee)
    short = shortfall(reading)
    return passed(guarantee) if short is None else failed(guarantee, "below_minimum", short)


def check_infeasible(reading: Reading, guarantee: Guarantee) -> Check:
    """Return whether the certificate proves that the floors cannot be met.

    A set of places whose minimums exceed the people who list one of them and are accepted there
    proves it (Hall).
    """
    claimed = reading.outcome.certificate.infeasible
    if claimed is None:
        return failed(guarantee, "infeasible_without_proof", {"status": "infeasible"})
    seen = hall_counts(reading, claimed.places)
    if seen is None:
        return failed(guarantee, "unknown_place", {"places": list(claimed.places)})
    minimum, people = seen
    witness: Witness = {"places": list(claimed.places), "minimum": minimum, "people": people}
    if claimed != Infeasible(claimed.places, minimum, people):
        told = {"told_minimum": claimed.minimum, "told_people": claimed.people}
        return failed(guarantee, "wrong_hall_witness", {**witness, **told})
    if minimum <= people:
        return failed(guarantee, "no_hall_witness", witness)
    return passed(guarantee, "infeasible_proven", witness)


def hall_counts(reading: Reading, places: Iterable[str]) -> tuple[int, int] | None:
    """Return (sum of the minimums, people who could fill one of the places); None: unknown id."""
    market = reading.market
    number = {one: at for at, one in enumerate(market.place_ids)}
    if not set(places) <= number.keys():
        return None
    inside = np.zeros(market.place_count, dtype=np.bool_)
    inside[[number[one] for one in places]] = True
    edges = np.flatnonzero(inside[market.preference.indices])
    could = np.zeros(market.agent_count, dtype=np.bool_)
    could[market.edge_agent[edges[reading.accepted(edges)]]] = True
    if market.kind is Kind.ROTATION:
        could |= (market.endowment >= 0) & inside[market.endowment]
    return int(market.quota.minimum[inside].sum()), int(could.sum())


def check_no_waste(reading: Reading) -> Check:
    """Return whether no one could have a free seat without taking a place below its floor.

    Source: Fragiadakis, Iwasaki, Troyan, Ueda and Yokoo 2016, nonwastefulness.
    """
    guarantee = Guarantee.NO_WASTE
    if reading.market.kind is not Kind.MATCHING:
        return not_applicable(guarantee, "not_a_matching")
    wishes = reading.wishes
    spare = reading.held > floor_of(reading.market)
    here = reading.place[wishes.agents]
    may_leave = (here < 0) | spare[here]
    wasted = wishes.keep(may_leave & has_room(reading, wishes))
    if not len(wasted.edges):
        return passed(guarantee)
    return failed(guarantee, "free_seat", pairs(reading, wasted))
