"""A solver with so many seconds for a whole clearing; what each answer took is taken off.

Core reads no clock: the solver itself says how long it was at work.
"""

from tasuki.core.market.solvers.program import Basis, Floats, Program, Solution, Solve

LEAST_SECONDS = 0.05


class Budget:
    """The time of one clearing and the solver that spends it."""

    def __init__(self, solve: Solve, seconds: float) -> None:
        self._solve = solve
        self.seconds = seconds
        self.left = seconds
        self.cpu_seconds = 0.0
        self.peak_mb = 0.0

    @property
    def is_spent(self) -> bool:
        """Return whether no time is left."""
        return self.left <= LEAST_SECONDS

    def part(self, share: float) -> "Budget":
        """Return a budget of a share of the time that is left; see `take_back`."""
        return Budget(self._solve, self.left * share)

    def take_back(self, part: "Budget") -> None:
        """Take off what a part has spent."""
        self.left -= part.seconds - part.left
        self.cpu_seconds += part.cpu_seconds
        self.peak_mb = max(self.peak_mb, part.peak_mb)

    def solve(
        self,
        program: Program,
        *,
        share: float = 1.0,
        start: Floats | None = None,
        basis: Basis | None = None,
    ) -> Solution:
        """Return a solution within a share of the time that is left.

        Args:
            program: what to solve.
            share: above 0, to 1.
            start: where an integer program may begin.
            basis: where a linear program may begin.
        """
        found = self._solve(
            program,
            seconds=max(self.left * share, LEAST_SECONDS),
            start=start,
            basis=basis,
        )
        self.left -= found.seconds
        self.cpu_seconds += found.cpu_seconds
        self.peak_mb = max(self.peak_mb, found.peak_mb)
        return found
