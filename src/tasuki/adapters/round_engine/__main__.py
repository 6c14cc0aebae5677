"""The process: one task from its input, one result on its output."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from tasuki.adapters.round_engine import EngineTask
from tasuki.adapters.solvers import open_solver
from tasuki.core.market.fit.features import FitError
from tasuki.core.market.model import MarketError
from tasuki.core.market.solvers.program import Solve, SolverError
from tasuki.core.rounds.clearing import (
    clear_instance,
    compare_instance,
    explain_texts,
    read_lines,
    read_public_cutoffs,
    verify_texts,
)
from tasuki.core.rounds.fitting import fit_texts


def _compare(given: Mapping[str, Any], solve: Solve) -> dict[str, Any]:
    rows = compare_instance(
        given["instance"], seed=given["seed"], solve=solve, seconds=given["seconds"]
    )
    return {"rows": rows}


def _clear(given: Mapping[str, Any], solve: Solve) -> dict[str, Any]:
    outcome = clear_instance(
        given["instance"], seed=given["seed"], solve=solve, seconds=given["seconds"]
    )
    lines = [asdict(one) for one in read_lines(given["instance"], outcome)]
    return {"outcome": outcome, "lines": lines}


def _verify(given: Mapping[str, Any], solve: Solve) -> dict[str, Any]:
    instance, outcome = given["instance"], given["outcome"]
    report = verify_texts(
        instance,
        outcome,
        secret=given["secret"],
        published=given["published"],
        solve=solve,
        seconds=given["seconds"],
    )
    return {
        "report": report,
        "records": explain_texts(instance, outcome, report=report),
        "cutoffs": read_public_cutoffs(instance, outcome),
    }


def _fit(given: Mapping[str, Any], _solve: Solve) -> dict[str, Any]:
    return fit_texts(given)


_TASKS: Final[dict[EngineTask, Callable[[Mapping[str, Any], Solve], dict[str, Any]]]] = {
    EngineTask.COMPARE: _compare,
    EngineTask.CLEAR: _clear,
    EngineTask.VERIFY: _verify,
    EngineTask.FIT: _fit,
}


def answer(text: str) -> str:
    """Do the task of a text and return the result as text; a fault of the input is one as well."""
    given = json.loads(text)
    try:
        with open_solver() as solve:
            found = _TASKS[EngineTask(given["task"])](given, solve)
    except (MarketError, SolverError, FitError) as error:
        found = {"error": str(error)}
    return json.dumps(found, ensure_ascii=False, default=str)


def main() -> None:
    """Read the task, write the result."""
    sys.stdout.write(answer(sys.stdin.read()))


if __name__ == "__main__":
    main()
