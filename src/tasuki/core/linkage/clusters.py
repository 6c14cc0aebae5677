"""Links that make one person of many records, and where a person must look first.

One wrong link joins two whole groups. So strong links come first, and a link that would make a
group too large or give it two dates of birth is held back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tasuki.core.linkage.decide import Decision, Guard, ScoredPair
from tasuki.core.linkage.groups import Groups

GROUP_RECORDS_MAX = 7
"""Records that become one person without a question; eight go to a person first."""
BIRTH_DIGITS = 8


def hold_back_groups(pairs: Sequence[ScoredPair], births: Mapping[str, str]) -> list[ScoredPair]:
    """Return the pairs, automatic ones that make a doubtful group turned into questions.

    Args:
        pairs: most probable first.
        births: record id -> `YYYYMMDD`; anything shorter or missing contradicts nothing.
    """
    groups: Groups[str] = Groups()
    members: dict[str, list[str]] = {}
    found: list[ScoredPair] = []
    for pair in pairs:
        if pair.decision is not Decision.AUTO:
            found.append(pair)
            continue
        left, right = groups.find(pair.left_id), groups.find(pair.right_id)
        sides = [members.get(left, [left]), members.get(right, [right])]
        if left != right and _is_doubtful(sides[0], sides[1], births):
            guard = (*pair.guard, Guard.GROUP)
            found.append(replace(pair, decision=Decision.REVIEW, guard=guard))
            continue
        if left != right:
            members[groups.join(left, right)] = sides[0] + sides[1]
        found.append(pair)
    return found


def _is_doubtful(left: list[str], right: list[str], births: Mapping[str, str]) -> bool:
    if len(left) + len(right) > GROUP_RECORDS_MAX:
        return True
    known = [_full_births(side, births) for side in (left, right)]
    return any(not is_near_birth(one, other) for one in known[0] for other in known[1])


def _full_births(ids: Iterable[str], births: Mapping[str, str]) -> set[str]:
    return {birth for id_ in ids if len(birth := births.get(id_, "")) == BIRTH_DIGITS}


def is_near_birth(left: str, right: str) -> bool:
    """Return whether two dates (`YYYYMMDD`) are equal, or differ by one digit or an exchange."""
    places = [place for place in range(len(left)) if left[place] != right[place]]
    if len(places) <= 1:
        return True
    return len(places) == 2 and sorted(left) == sorted(right)


def link_groups(links: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the groups that links make, each sorted; records without a link are in none."""
    groups: Groups[str] = Groups()
    ids: dict[str, None] = {}
    for left, right in links:
        groups.join(left, right)
        ids |= {left: None, right: None}
    found: dict[str, list[str]] = {}
    for id_ in ids:
        found.setdefault(groups.find(id_), []).append(id_)
    return [sorted(group) for group in found.values()]
