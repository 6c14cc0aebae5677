"""From facts to counts: which profile adds to which named count.

A count is a plain sum over facts. Every figure, picture and file is made of these counts and of
nothing else, so that what is masked once stays masked everywhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from tasuki.core.kpi.facts import MARKS, Ending, HireChannel, HireKind, OutcomeKind, Profile

type Atoms = dict[frozenset[str], int]
"""How many people add to exactly these counts; every count is a sum of some of them."""

_PLAIN: Final = {
    OutcomeKind.APPLIED: "applied",
    OutcomeKind.DOCUMENT_PASSED: "document_passed",
    OutcomeKind.INTERVIEW_PASSED: "interview_passed",
    OutcomeKind.OFFERED: "offered",
    OutcomeKind.ACCEPTED: "accepted",
    OutcomeKind.WITHDRAWN: "withdrawn",
    OutcomeKind.REJECTED: "rejected",
    OutcomeKind.TOLD: "told",
    OutcomeKind.REGISTERED: "registered",
    OutcomeKind.CONSULTED: "consulted",
}
_ENDINGS: Final = {
    OutcomeKind.SLOT: ("slot", {Ending.USED: "slot.used"}),
    OutcomeKind.POST: ("post", {Ending.FILLED: "post.filled"}),
    OutcomeKind.SIDE_WORK: ("side_work", {Ending.APPROVED: "side_work.approved"}),
    OutcomeKind.SECONDED: (
        "seconded",
        {one: f"seconded.{one}" for one in (Ending.RETURNED, Ending.TRANSFERRED, Ending.LEFT)},
    ),
}


def keys_of(one: Profile) -> frozenset[str]:
    """Return the names of the counts that a profile adds to; empty = to none."""
    if one.kind is OutcomeKind.JOINED:
        return frozenset(_joined(one))
    if one.kind is OutcomeKind.ALUMNI:
        return frozenset(_alumni(one))
    if not one.is_in_period and one.kind is not OutcomeKind.MATCHED:
        return frozenset()
    if one.kind in _PLAIN:
        return frozenset({_PLAIN[one.kind]})
    if one.kind in _ENDINGS:
        name, endings = _ENDINGS[one.kind]
        more = endings.get(Ending(one.ending))
        return frozenset({name, more} if more else {name})
    return frozenset(_others(one))


def count_atoms(profiles: Iterable[Profile]) -> Atoms:
    """Return how many people add to exactly the same counts."""
    found: Counter[frozenset[str]] = Counter()
    for one in profiles:
        if keys := keys_of(one):
            found[keys] += one.count
    return dict(found)


def sum_counts(atoms: Mapping[frozenset[str], int]) -> dict[str, int]:
    """Return the counts by name; a name that nobody adds to is missing, which reads as 0."""
    found: Counter[str] = Counter()
    for keys, count in atoms.items():
        for key in keys:
            found[key] += count
    return dict(sorted(found.items()))


def _joined(one: Profile) -> Iterable[str]:
    """Joiners are those of the period; who reached a mark in it is a cohort of its own."""
    if one.hire_kind == HireKind.CONTRACT:
        return ["contract"] if one.is_in_period else []
    return [*(_joined_now(one) if one.is_in_period else ()), *_marked(one)]


def _joined_now(one: Profile) -> Iterable[str]:
    yield "joined"
    yield f"joined.{one.channel or HireChannel.UNKNOWN}"
    if one.prefecture:
        yield f"tile.{one.prefecture}"
    if one.is_former:
        yield "joined.former"


def _marked(one: Profile) -> Iterable[str]:
    for mark in one.marks:
        yield f"cohort.{mark}"
        if one.stay > mark:
            yield f"stayed.{mark}"
    if MARKS[-1] in one.marks and one.hire_kind == HireKind.NEW_GRADUATE:
        yield "graduates.36"
        if one.stay <= MARKS[-1]:
            yield "graduates.left.36"


def _alumni(one: Profile) -> Iterable[str]:
    """Members at the start of the period; who joins the network in it counts from the next."""
    if one.is_live_at_start:
        yield "alumni"
        if one.is_followed_in:
            yield "alumni.rejoined"


def _others(one: Profile) -> Iterable[str]:
    if one.kind is OutcomeKind.LEFT:
        names = ("left", "left.rehired") if one.ending != Ending.EXCLUDED else ()
        return names if one.is_followed else names[:1]
    if one.kind is OutcomeKind.RETIRED:
        return ("retired", "retired.continued") if one.is_followed else ("retired",)
    if one.kind is OutcomeKind.MOVED:
        has_way = one.origin and one.destination
        return ("moved", f"flow.{one.origin}>{one.destination}") if has_way else ("moved",)
    return _matched(one)


def _matched(one: Profile) -> Iterable[str]:
    if one.is_in_period:
        yield "matched"
    for mark in set(one.marks) & {6, 12}:
        yield f"matched.{mark}"
        if one.stay > mark:
            yield f"settled.{mark}"
