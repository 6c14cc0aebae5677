"""Compare, clear and verify a round, each in a process of its own that shares nothing.

Texts go in on its input and a result comes out; the process has no database and no key. So a
page, a command and a worker load no kernel and no solver, and the process that verifies has
nothing from the one that cleared but the outcome.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

GRACE_SECONDS: Final = 120.0
_ERROR_CHARACTERS_MAX: Final = 300
_MODULE: Final = "tasuki.adapters.round_engine"


class EngineTask(StrEnum):
    """What the process does."""

    COMPARE = "compare"
    CLEAR = "clear"
    VERIFY = "verify"
    FIT = "fit"


class EngineError(Exception):
    """There is no result, and why; says nothing about an outcome."""


def run_apart(
    task: EngineTask, given: Mapping[str, Any], *, seconds: float, cache: Path
) -> dict[str, Any]:
    """Return what another process found.

    Args:
        task: what it does.
        given: texts and numbers, as ``__main__`` takes them.
        seconds: > 0, limit of one solver; the process itself gets twice that and two minutes.
        cache: folder for compiled kernels; never beside the source.

    Raises:
        EngineError: it took too long, refused its input, or ended without a result.
    """
    request = json.dumps({"task": str(task), "seconds": seconds} | dict(given), default=str)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", _MODULE],
            input=request,
            capture_output=True,
            text=True,
            timeout=2 * seconds + GRACE_SECONDS,
            check=False,
            env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
        )
    except subprocess.TimeoutExpired as error:
        raise EngineError("the computation took too long") from error
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise EngineError(said[:_ERROR_CHARACTERS_MAX] or f"exit {done.returncode}")
    return read_answer(done.stdout)


def read_answer(text: str) -> dict[str, Any]:
    """Return what a result says.

    Raises:
        EngineError: it says why there is none.
    """
    found: dict[str, Any] = json.loads(text)
    if "error" in found:
        raise EngineError(str(found["error"])[:_ERROR_CHARACTERS_MAX])
    return found
