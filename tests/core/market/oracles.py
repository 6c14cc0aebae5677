"""What is right, found by counting everything: the oracles of the small markets.

Plain dictionaries and plain loops, on purpose: nothing here is clever, nothing is shared with the
engine, and every function is one definition of the theory written down.

Terms. ``lists``: person -> places, best first. ``keys``: (person, place) -> anything that orders
the people of a place, higher is better; a pair without a key is refused by the place. ``seats``:
place -> how many it takes. ``own``: person -> the place held today (absent: none). A *matching* is
person -> place or None.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations, product

Lists = Mapping[str, Sequence[str]]
Keys = Mapping[tuple[str, str], object]
Seats = Mapping[str, int]
Matching = dict[str, str | None]


def places_of(person: str, lists: Lists, keys: Keys, own: Mapping[str, str]) -> list[str | None]:
    """What a person may end with, best first; nothing that is worse than today's seat."""
    found: list[str | None] = []
    for place in lists[person]:
        if place == own.get(person):
            break
        if (person, place) in keys:
            found.append(place)
    return [*found, own.get(person)]


def matchings(
    lists: Lists, keys: Keys, seats: Seats, own: Mapping[str, str] | None = None
) -> Iterator[Matching]:
    """Every matching that nobody would refuse and that has a seat for all."""
    people = sorted(lists)
    options = [places_of(person, lists, keys, own or {}) for person in people]
    for chosen in product(*options):
        used = Counter(place for place in chosen if place is not None)
        if all(used[place] <= seats[place] for place in used):
            yield dict(zip(people, chosen, strict=True))


def prefers(person: str, one: str | None, other: str | None, lists: Lists, keys: Keys) -> bool:
    """Whether the person would rather have the first; None and an unlisted seat come last."""
    order = [place for place in lists[person] if (person, place) in keys]
    place_of = {place: at for at, place in enumerate(order)}
    return place_of.get(str(one), len(order)) < place_of.get(str(other), len(order))


def holders(matching: Matching, place: str) -> list[str]:
    return [person for person, held in matching.items() if held == place]


def blocking_pairs(
    matching: Matching, lists: Lists, keys: Keys, seats: Seats
) -> list[tuple[str, str]]:
    """Pairs that would rather have each other: a free seat there, or a holder liked less."""
    found = []
    for person in sorted(lists):
        for place in lists[person]:
            if (person, place) not in keys:
                continue
            if not prefers(person, place, matching[person], lists, keys):
                continue
            held = holders(matching, place)
            worse = [one for one in held if keys[one, place] < keys[person, place]]
            if worse or len(held) < seats[place]:
                found.append((person, place))
    return found


def stable_matchings(lists: Lists, keys: Keys, seats: Seats) -> list[Matching]:
    return [
        one for one in matchings(lists, keys, seats) if not blocking_pairs(one, lists, keys, seats)
    ]


def weakly_better(one: Matching, other: Matching, lists: Lists, keys: Keys) -> bool:
    """Nobody is worse off with the first."""
    return not any(prefers(who, other[who], one[who], lists, keys) for who in lists)


def dominates(one: Matching, other: Matching, lists: Lists, keys: Keys) -> bool:
    return one != other and weakly_better(one, other, lists, keys)


def best_for_all(found: Iterable[Matching], lists: Lists, keys: Keys) -> Matching | None:
    """The one that nobody would give up for another of them; None when there is no such one."""
    every = list(found)
    for one in every:
        if all(weakly_better(one, other, lists, keys) for other in every):
            return one
    return None


def efficient(found: Iterable[Matching], lists: Lists, keys: Keys) -> list[Matching]:
    """Those of the given that no other of the given dominates."""
    every = list(found)
    return [one for one in every if not any(dominates(other, one, lists, keys) for other in every)]


def in_the_core(matching: Matching, lists: Lists, keys: Keys, own: Mapping[str, str]) -> bool:
    """No group can do better for one and worse for none by dealing out its own seats (one each)."""
    people = sorted(lists)
    for chosen in product([False, True], repeat=len(people)):
        group = [person for person, is_in in zip(people, chosen, strict=True) if is_in]
        for dealt in permutations([own[person] for person in group]):
            offer = dict(zip(group, dealt, strict=True))
            listed = all(offer[who] in places_of(who, lists, keys, own) for who in group)
            worse = any(prefers(who, matching[who], offer[who], lists, keys) for who in group)
            gains = any(prefers(who, offer[who], matching[who], lists, keys) for who in group)
            if listed and gains and not worse:
                return False
    return True


# --- regions ----------------------------------------------------------------------------------


def within_ceilings(
    matching: Matching, region: Mapping[str, str], ceiling: Mapping[str, int]
) -> bool:
    used = Counter(region[place] for place in matching.values() if place in region)
    return all(used[name] <= ceiling[name] for name in used)


def tolerated(
    matching: Matching,
    claim: tuple[str, str],
    region: Mapping[str, str],
    ceiling: Mapping[str, int],
    target: Mapping[str, int],
) -> bool:
    """Whether a claim on a free seat may stay unmet: the region is full, and the move would not
    even out how far the two places stand from their targets.

    Source: Kamada and Kojima 2015, definition of stability under regional caps.
    """
    person, place = claim
    if place not in region:
        return False
    inside = [who for who, held in matching.items() if region.get(str(held)) == region[place]]
    if len(inside) < ceiling[region[place]]:
        return False
    now = matching[person]
    if now is None or region.get(now) != region[place]:
        return True
    after_there = len(holders(matching, place)) + 1 - target[place]
    after_here = len(holders(matching, now)) - 1 - target[now]
    return after_there > after_here


def is_stable_under_ceilings(
    matching: Matching,
    lists: Lists,
    keys: Keys,
    seats: Seats,
    region: Mapping[str, str],
    ceiling: Mapping[str, int],
    target: Mapping[str, int],
) -> bool:
    if not within_ceilings(matching, region, ceiling):
        return False
    for person, place in blocking_pairs(matching, lists, keys, seats):
        worse = [one for one in holders(matching, place) if keys[one, place] < keys[person, place]]
        if worse or not tolerated(matching, (person, place), region, ceiling, target):
            return False
    return True


# --- two sides --------------------------------------------------------------------------------


def two_sided(
    lists: Lists, keys: Keys, own: Mapping[str, str], own_keys: Mapping[str, object]
) -> list[Matching]:
    """Every exchange of single seats in which no person and no unit is worse off."""
    incumbent = {place: person for person, place in own.items()}
    seats = dict.fromkeys(incumbent, 1)
    found = []
    for one in matchings(lists, keys, seats, own):
        moved = [(who, place) for who, place in one.items() if place != own[who]]
        if all(keys[who, str(place)] > own_keys[incumbent[str(place)]] for who, place in moved):
            found.append(one)
    return found


def both_sides_dominate(
    one: Matching,
    other: Matching,
    lists: Lists,
    keys: Keys,
    own: Mapping[str, str],
    own_keys: Mapping[str, object],
) -> bool:
    """Nobody and no unit would rather have the second, and the two are not the same."""

    def key(who: str, place: str) -> object:
        return own_keys[who] if own[who] == place else keys[who, place]

    here = {str(place): who for who, place in one.items()}
    there = {str(place): who for who, place in other.items()}
    units = all(key(here[place], place) >= key(there[place], place) for place in own.values())
    return units and dominates(one, other, lists, keys)


# --- swaps ------------------------------------------------------------------------------------

Arcs = Mapping[tuple[str, str], int]
Group = tuple[str, ...]


def arcs_of(group: Group, *, closed: bool) -> list[tuple[str, str]]:
    ends = [*group[1:], group[0]] if closed else list(group[1:])
    return list(zip(group, ends, strict=False))


def cycles(arcs: Arcs, cap: int) -> list[Group]:
    """Every cycle within the cap, written from its smallest seat."""
    seats = sorted({seat for arc in arcs for seat in arc})
    return [
        found
        for size in range(2, cap + 1)
        for found in permutations(seats, size)
        if found[0] == min(found) and all(arc in arcs for arc in arcs_of(found, closed=True))
    ]


def chains(arcs: Arcs, vacant: Iterable[str], cap: int) -> list[Group]:
    """Every chain of up to ``cap`` arcs that starts at a vacant seat."""
    empty = set(vacant)
    seats = sorted({seat for arc in arcs for seat in arc} - empty)
    return [
        (start, *rest)
        for start in sorted(empty)
        for size in range(1, cap + 1)
        for rest in permutations(seats, size)
        if all(arc in arcs for arc in arcs_of((start, *rest), closed=False))
    ]


def net_flow(used: Iterable[tuple[str, str]], company: Mapping[str, str]) -> Counter[str]:
    """People in less people out per company; an arc brings the person of its end to its start."""
    flow: Counter[str] = Counter()
    for start, end in used:
        flow[company[start]] += 1
        flow[company[end]] -= 1
    return flow


def packings(
    arcs: Arcs, vacant: Iterable[str], cycle_cap: int, chain_cap: int
) -> Iterator[list[tuple[str, str]]]:
    """Every set of cycles and chains that use no seat twice, as the arcs it uses."""
    groups = [(set(one), arcs_of(one, closed=True)) for one in cycles(arcs, cycle_cap)]
    groups += [(set(one), arcs_of(one, closed=False)) for one in chains(arcs, vacant, chain_cap)]

    def grow(at: int, used: set[str], taken: list[tuple[str, str]]) -> Iterator:
        if at == len(groups):
            yield taken
            return
        seats, steps = groups[at]
        yield from grow(at + 1, used, taken)
        if not seats & used:
            yield from grow(at + 1, used | seats, taken + steps)

    yield from grow(0, set(), [])


def best_packing(
    arcs: Arcs,
    vacant: Iterable[str] = (),
    *,
    cycle_cap: int,
    chain_cap: int,
    company: Mapping[str, str] | None = None,
    balance: Mapping[str, int] | None = None,
    worth: Callable[[list[tuple[str, str]]], int] | None = None,
) -> int:
    """The most that any allowed set of cycles and chains is worth."""
    worth = worth or (lambda used: sum(arcs[arc] for arc in used))
    best = 0
    for used in packings(arcs, vacant, cycle_cap, chain_cap):
        flow = net_flow(used, company or {}) if balance else Counter()
        if all(abs(flow[name]) <= most for name, most in (balance or {}).items()):
            best = max(best, worth(used))
    return best


# --- assignment -------------------------------------------------------------------------------


def assignments(
    worth: Mapping[str, Mapping[str, int]],
    bounds: Mapping[str, tuple[int, int]],
    *,
    may_stay_out: Iterable[str] = (),
    allowed: Callable[[Matching], bool] = lambda _: True,
) -> Iterator[tuple[int, Matching]]:
    """Every assignment that bounds and constraints allow, with its worth."""
    people = sorted(worth)
    free = set(may_stay_out)
    options = [[*worth[who], *([None] if who in free else [])] for who in people]
    for chosen in product(*options):
        used = Counter(place for place in chosen if place is not None)
        if any(not low <= used[place] <= high for place, (low, high) in bounds.items()):
            continue
        found = dict(zip(people, chosen, strict=True))
        if allowed(found):
            yield sum(worth[who][at] for who, at in found.items() if at is not None), found


def best_assignment(
    worth: Mapping[str, Mapping[str, int]],
    bounds: Mapping[str, tuple[int, int]],
    *,
    may_stay_out: Iterable[str] = (),
    allowed: Callable[[Matching], bool] = lambda _: True,
) -> int | None:
    """The most an allowed assignment is worth; None when there is none."""
    found = assignments(worth, bounds, may_stay_out=may_stay_out, allowed=allowed)
    return max((value for value, _ in found), default=None)
