"""Groups that grow together (union-find). Knows nothing of persons."""

from collections.abc import Hashable


class Groups[T: Hashable]:
    """Things in groups; joining two things makes their groups one."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def find(self, thing: T) -> T:
        """Return the thing that stands for the group; an unknown thing becomes its own group."""
        parent = self._parent
        root = parent.setdefault(thing, thing)
        while root != parent[root]:
            root = parent[root]
        while parent[thing] != root:
            parent[thing], thing = root, parent[thing]
        return root

    def join(self, left: T, right: T) -> T:
        """Make the groups of two things one and return the thing that stands for it."""
        root, other = self.find(left), self.find(right)
        self._parent[other] = root
        return root

    def count(self) -> int:
        """Return the number of groups."""
        return sum(1 for thing, parent in self._parent.items() if thing == parent)
