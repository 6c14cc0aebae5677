"""The rows of an assignment: one variable for each choice, one row for each thing that binds.

Everybody has one place, or at most one who may stay out; a unit holds between its minimum and
its maximum; regions and the stated conditions follow.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasuki.core.market.arrays import NO_LIMIT
from tasuki.core.market.model import Constraint, ConstraintKind, Market
from tasuki.core.market.solvers.program import Flags, Floats, Integers, Program
from tasuki.core.market.solvers.rows import Rows


@dataclass(frozen=True, eq=False)
class Plan:
    """An assignment as a program.

    Attributes:
        program: one column for each edge in `edges`.
        edges: int64 (n): edges that the worst rank allows.
        people: rows of people.
        units: rows of units.
    """

    program: Program
    edges: Integers
    people: slice
    units: slice


def ranks_of(market: Market) -> Integers:
    """Return int64 (edges,): rank of each choice by its worth, 1 = best; equals share the better.

    In an assignment the order of choices says nothing, their worth does.
    """
    person = market.edge_agent.astype(np.int64)
    worth = market.edge.utility.astype(np.int64)
    order = np.lexsort((-worth, person))
    sorted_person, sorted_worth = person[order], worth[order]
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (np.diff(sorted_person) != 0) | (np.diff(sorted_worth) != 0)
    spot = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
    found = np.empty(len(order), np.int64)
    found[order] = spot - market.preference.indptr[sorted_person] + 1
    return found


def plan_of(market: Market, worst_rank: int | None) -> Plan:
    """Return the program of an assignment.

    Args:
        market: of kind assignment.
        worst_rank: nobody gets a choice of a higher rank; None = no bound.
    """
    edges = np.arange(market.edge_count)
    if worst_rank is not None:
        edges = edges[ranks_of(market) <= worst_rank]
    person = market.edge_agent[edges].astype(np.int64)
    unit = market.preference.indices[edges].astype(np.int64)
    columns = np.arange(len(edges))
    rows = Rows()
    least = np.where(market.may_stay_out, 0.0, 1.0)
    people = rows.add(least, 1.0, person, columns)
    capacity, minimum = market.quota.capacity, market.quota.minimum
    most = np.where(capacity == NO_LIMIT, np.inf, capacity.astype(np.float64))
    units = rows.add(minimum.astype(np.float64), most, unit, columns)
    area = market.quota.region[unit].astype(np.int64)
    _add_ceilings(rows, market, area)
    number = {one: at for at, one in enumerate(market.agent_ids)}
    place = {one: at for at, one in enumerate(market.place_ids)}
    conditions = _Conditions(market, rows, person, unit, area, number, place)
    for one in market.constraints:
        conditions.add(one)
    worth = market.edge.utility[edges].astype(np.float64)
    return Plan(rows.program(worth, is_integral=True), edges, people, units)


def first_columns(market: Market, plan: Plan, best: int) -> Flags:
    """Return bool (n): the best choices of everybody and the seats held today."""
    person = market.edge_agent[plan.edges]
    own = market.endowment[person] == market.preference.indices[plan.edges]
    found: Flags = own | (ranks_of(market)[plan.edges] <= best)
    return found


def _add_ceilings(rows: Rows, market: Market, area: Integers) -> None:
    bounded = np.flatnonzero(market.region_maximum != NO_LIMIT)
    row_of = np.full(len(market.region_ids) + 1, -1, np.int64)
    row_of[bounded] = np.arange(len(bounded))
    row = row_of[area]
    inside = np.flatnonzero(row >= 0)
    most = market.region_maximum[bounded].astype(np.float64)
    rows.add(np.zeros(len(bounded)), most, row[inside], inside)


@dataclass(frozen=True, eq=False)
class _Conditions:
    market: Market
    rows: Rows
    person: Integers
    unit: Integers
    area: Integers
    number: dict[str, int]
    place: dict[str, int]

    def add(self, one: Constraint) -> None:
        """Add the rows of one condition."""
        {
            ConstraintKind.TAG_MINIMUM: self._tag_minimum,
            ConstraintKind.TOGETHER: self._together,
            ConstraintKind.APART: self._apart,
            ConstraintKind.FIXED: self._fixed,
            ConstraintKind.MOVES_MAXIMUM: self._moves_maximum,
            ConstraintKind.REGION_MAXIMUM: self._region,
            ConstraintKind.REGION_MINIMUM: self._region,
        }[one.kind](one)

    def _row(self, inside: Flags, least: float, most: float) -> None:
        columns = np.flatnonzero(inside)
        self.rows.add(least, most, np.zeros(len(columns), np.int64), columns)

    def _tag_minimum(self, one: Constraint) -> None:
        tags = self.market.tags or ((),) * self.market.agent_count
        has = np.array([one.tag in mine for mine in tags], np.bool_)
        inside = (self.unit == self.place[str(one.unit)]) & has[self.person]
        self._row(inside, float(one.minimum or 0), np.inf)

    def _columns_of(self, agent: str) -> NDArray[np.int64]:
        at = self.number[agent]
        low, high = np.searchsorted(self.person, [at, at + 1])
        return np.arange(low, high)

    def _together(self, one: Constraint) -> None:
        """Each stands in the same region as the next; a unit without region is one by itself."""
        for first, second in zip(one.agents, one.agents[1:], strict=False):
            mine, theirs = self._columns_of(first), self._columns_of(second)
            both = np.concatenate([mine, theirs])
            alone = len(self.market.region_ids) + self.unit[both]
            near = np.where(self.area[both] >= 0, self.area[both], alone)
            areas, row = np.unique(near, return_inverse=True)
            signs = np.concatenate([np.ones(len(mine)), -np.ones(len(theirs))])
            self.rows.add(np.zeros(len(areas)), np.zeros(len(areas)), row, both, signs)

    def _apart(self, one: Constraint) -> None:
        columns = np.concatenate([self._columns_of(agent) for agent in one.agents])
        units, row = np.unique(self.unit[columns], return_inverse=True)
        self.rows.add(np.zeros(len(units)), 1.0, row, columns)

    def _fixed(self, one: Constraint) -> None:
        columns = self._columns_of(one.agents[0])
        there = columns[self.unit[columns] == self.place[str(one.unit)]]
        self.rows.add(1.0, 1.0, np.zeros(len(there), np.int64), there)

    def _moves_maximum(self, one: Constraint) -> None:
        """Who holds a seat moves unless the own choice is taken; others move by any choice."""
        own = self.market.endowment[self.person]
        value: Floats = np.where(own < 0, 1.0, np.where(own == self.unit, -1.0, 0.0))
        columns = np.flatnonzero(value)
        seated = int((self.market.endowment >= 0).sum())
        most = float((one.maximum or 0) - seated)
        zero = np.zeros(len(columns), np.int64)
        self.rows.add(-np.inf, most, zero, columns, value[columns])

    def _region(self, one: Constraint) -> None:
        region = list(self.market.region_ids).index(str(one.region))
        most = np.inf if one.maximum is None else float(one.maximum)
        self._row(self.area == region, float(one.minimum or 0), most)
