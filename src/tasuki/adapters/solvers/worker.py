"""The process in which a solver lives: frames of programs come in, frames of solutions go out.

    python -m tasuki.adapters.solvers.worker highs 4096

It keeps nothing between two programs and writes to nobody but its parent.
"""

import os
import resource
import sys
import time
from pathlib import Path
from typing import IO

import numpy as np

from tasuki.adapters.solvers.frames import (
    Arrays,
    pack_solution,
    read_frame,
    unpack_basis,
    unpack_program,
    write_frame,
)
from tasuki.core.market.solvers.program import Solve, SolverError

_UNIT_PER_MB = 1 << 20 if sys.platform == "darwin" else 1 << 10


def load(kind: str) -> Solve:
    """Return the solver of a name; importing one takes memory, so only one is imported."""
    if kind == "highs":
        from tasuki.adapters.solvers.highs import solve

        return solve
    from tasuki.adapters.solvers.scipy_milp import solve as fallback

    return fallback


def limit_memory(megabytes: int) -> None:
    """Let the system refuse what this process asks beyond a limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes << 20
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def answer(solve: Solve, arrays: Arrays) -> Arrays:
    """Return the answer to one frame: a solution, or the reason why there is none."""
    began, before = time.monotonic(), _cpu_seconds()
    try:
        solution = solve(
            unpack_program(arrays),
            seconds=float(arrays["seconds"]),
            start=arrays.get("start"),
            basis=unpack_basis(arrays),
        )
    except MemoryError:
        return {"error": np.array("out of memory")}
    except SolverError as error:
        return {"error": np.array(str(error))}
    return pack_solution(solution) | {
        "seconds": np.array(time.monotonic() - began),
        "cpu_seconds": np.array(_cpu_seconds() - before),
        "peak_mb": np.array(_peak_mb()),
    }


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _peak_mb() -> float:
    """Return the most memory held since this program began, not what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT_PER_MB


def serve(solve: Solve, come_in: IO[bytes], go_out: IO[bytes]) -> None:
    """Answer frame by frame until the parent closes the pipe."""
    while (arrays := read_frame(come_in)) is not None:
        write_frame(go_out, answer(solve, arrays))


def main() -> None:
    """Serve one parent over the pipes of this process."""
    kind, megabytes = sys.argv[1:]
    limit_memory(int(megabytes))
    # A solver that prints must not print into the frames.
    go_out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    solve = load(kind)
    write_frame(go_out, {"ready": np.array(kind)})
    serve(solve, sys.stdin.buffer, go_out)


if __name__ == "__main__":
    main()
