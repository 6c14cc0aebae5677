"""Start a solver in a process of its own, with limits of time and memory, and end it.

HiGHS and OR-Tools break each other inside one process, and a solver that runs out of memory
would take a web process with it: so no process of ours but the child ever imports one.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec

import numpy as np

from tasuki.adapters.solvers.frames import (
    Arrays,
    pack_program,
    read_frame,
    unpack_solution,
    write_frame,
)
from tasuki.core.market.solvers.program import Basis, Floats, Program, Solution, Solve, SolverError

MEMORY_MB = 4_096
START_SECONDS = 120.0
"""How long a child may take to load its solver; a busy machine needs many times the usual."""
GRACE_SECONDS = 30.0
"""How long beyond its own limit a solver may take before its process is ended."""
_ERROR_CHARACTERS_MAX = 500
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class SolverKind(StrEnum):
    """The solvers that a child can hold."""

    HIGHS = "highs"
    SCIPY = "scipy"


def best_kind() -> SolverKind:
    """Return HiGHS where it is installed, else what scipy brings."""
    return SolverKind.HIGHS if find_spec("highspy") else SolverKind.SCIPY


@contextmanager
def open_solver(*, kind: SolverKind | None = None, memory_mb: int = MEMORY_MB) -> Iterator[Solve]:
    """Give a solver in a child process, which ends with the block.

    Args:
        kind: the best that is installed unless named.
        memory_mb: most memory of the child, MB, > 0.
    """
    child = _Child(kind or best_kind(), memory_mb)
    try:
        yield child.solve
    finally:
        child.end()


class _Child:
    """One process; it is started with the first program and again after it had to be ended."""

    def __init__(self, kind: SolverKind, memory_mb: int) -> None:
        self._command = [
            sys.executable, "-m", "tasuki.adapters.solvers.worker", kind.value, str(memory_mb),
        ]  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def solve(
        self,
        program: Program,
        *,
        seconds: float,
        start: Floats | None = None,
        basis: Basis | None = None,
    ) -> Solution:
        """Have one program solved; arguments as in `Solve`."""
        arrays = pack_program(program) | {
            "seconds": np.array(float(seconds)),
        }
        if start is not None:
            arrays["start"] = start
        if basis is not None:
            arrays |= {"basis_columns": basis.columns, "basis_rows": basis.rows}
        process = self._process or self._begin()
        found = self._ask(process, arrays, seconds=seconds + GRACE_SECONDS)
        if "error" in found:
            raise SolverError(str(found["error"]))
        return unpack_solution(found)

    def _ask(
        self, process: subprocess.Popen[bytes], arrays: Arrays | None, *, seconds: float
    ) -> Arrays:
        """Return the next frame of a child, after one of ours if there is any."""
        assert process.stdin
        assert process.stdout
        is_late = threading.Event()

        def end_it() -> None:
            is_late.set()
            process.kill()

        clock = threading.Timer(seconds, end_it)
        clock.start()
        try:
            if arrays is not None:
                write_frame(process.stdin, arrays)
            found = read_frame(process.stdout)
        except (EOFError, OSError):
            found = None
        finally:
            clock.cancel()
        if found is None:
            raise SolverError(self._end_of(process, is_late=is_late.is_set()))
        return found

    def _begin(self) -> subprocess.Popen[bytes]:
        environment = os.environ | dict.fromkeys(_ONE_THREAD, "1")
        # The paths of this interpreter: what is imported here is imported there.
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603 - a fixed command of our own
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self._ask(self._process, None, seconds=START_SECONDS)
        return self._process

    def _end_of(self, process: subprocess.Popen[bytes], *, is_late: bool) -> str:
        """Clear away a process that is lost and return what became of it."""
        self._process = None
        process.kill()
        _, said = process.communicate()
        if is_late:
            return "the solver was ended: it did not keep its time"
        lines = said.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        return f"the solver ended with {process.returncode}: {lines[0][:_ERROR_CHARACTERS_MAX]}"

    def end(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
