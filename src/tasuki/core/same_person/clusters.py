"""Groups of records that links make one person, and which groups a human sees first."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

CLUSTER_RECORDS_MAX: Final = 7
"""Records that may become one person without a human; from eight on somebody looks first."""


class ClusterGuard(StrEnum):
    """Why a group goes to a human; stored among the guards of a pair."""

    SIZE = "cluster_size"
    BIRTH_DATES = "cluster_birth_dates"


def group_records[K: Hashable](links: Iterable[tuple[K, K]]) -> dict[K, K]:
    """Return for every record named in a link the one that stands for its group.

    Args:
        links: pairs of records; the order plays no part in who belongs together.
    """
    parents: dict[K, K] = {}

    def root_of(one: K) -> K:
        parents.setdefault(one, one)
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    for left, right in links:
        parents[root_of(left)] = root_of(right)
    return {one: root_of(one) for one in list(parents)}


def find_guarded[K: Hashable](
    links: Collection[tuple[K, K]], *, birth_dates: Mapping[K, date | None]
) -> dict[tuple[K, K], ClusterGuard]:
    """Return the links whose group is too large, or holds two full birth dates, with the reason.

    Args:
        links: all links together: the ones that stand and the ones to be made.
        birth_dates: the full birth date of a record; missing or None if unknown.
    """
    roots = group_records(links)
    members: dict[K, list[K]] = {}
    for one, root in roots.items():
        members.setdefault(root, []).append(one)
    guards: dict[K, ClusterGuard] = {}
    for root, group in members.items():
        if len(group) > CLUSTER_RECORDS_MAX:
            guards[root] = ClusterGuard.SIZE
        elif len({birth_dates.get(one) for one in group} - {None}) > 1:
            guards[root] = ClusterGuard.BIRTH_DATES
    return {link: guards[roots[link[0]]] for link in links if roots[link[0]] in guards}
