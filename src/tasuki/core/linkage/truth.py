"""How right links are, where the truth is known.

Everything is counted in pairs of records: a person with three records is three pairs.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found of what is true, in pairs.

    Attributes:
        linked: pairs that were linked, each once.
        right: of those, pairs of one person.
        true: pairs of one person that there are.
    """

    linked: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the links that are right, 0..1; 1 if nothing was linked."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found, 0..1; 1 if there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0..1."""
        total = self.linked + self.true
        return 2 * self.right / total if total else 1.0


def count_pairs(size: int) -> int:
    """Return the pairs among so many records."""
    return size * (size - 1) // 2


def score_links(links: Iterable[tuple[str, str]], persons: Mapping[str, Hashable]) -> Figures:
    """Return the figures of links.

    Args:
        links: ids of linked records in any order; the same pair twice counts once.
        persons: record id -> person; records that are not in it are left out everywhere.
    """
    pairs = {
        (min(left, right), max(left, right))
        for left, right in links
        if left != right and left in persons and right in persons
    }
    return Figures(
        linked=len(pairs),
        right=sum(persons[left] == persons[right] for left, right in pairs),
        true=_count_true(persons),
    )


def score_groups(groups: Iterable[Iterable[str]], persons: Mapping[str, Hashable]) -> Figures:
    """Return the figures of groups: every two records of a group count as linked."""
    linked = right = 0
    for group in groups:
        sizes = Counter(persons[id_] for id_ in set(group) if id_ in persons)
        linked += count_pairs(sizes.total())
        right += sum(map(count_pairs, sizes.values()))
    return Figures(linked=linked, right=right, true=_count_true(persons))


def _count_true(persons: Mapping[str, Hashable]) -> int:
    return sum(map(count_pairs, Counter(persons.values()).values()))
