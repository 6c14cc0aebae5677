"""Measure the market engine: ours, the best public library that can do it, and the limit.

    python -m bench.market                       every row at its sizes
    python -m bench.market --small               a smoke test of every row
    python -m bench.market --row da --sizes 1000 10000
    python -m bench.market --row swaps --sizes 200x10 --seconds 60

The limit is one pass over the same arrays: no program can be faster than reading its input.
Each method runs in a process of its own, so that its peak memory is its own; compiled loops are
warmed before the clock starts. Rankings (`fit`) have a bench of their own: `bench.fit`.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import market_worlds as worlds

SMALL = {
    "da": ["200"], "fda": ["200"], "ttc": ["200"], "swaps": ["40x5", "40x5x0"],
    "assignment": ["100"], "rotation": ["100"],
}  # fmt: skip
FULL = {
    "da": ["1000", "10000", "100000", "1000000"],
    "fda": ["100000", "1000000"],
    "ttc": ["100000", "1000000"],
    "swaps": ["200x10", "1000x5", "1000x10", "5000x5", "20000x5", "1000x20x0"],
    "assignment": ["10000", "50000"],
    "rotation": ["1000", "5000", "20000"],
}
MATCHING_PEOPLE_MAX = 1_000
"""Above it the library `matching` takes minutes."""
_out = Console(width=140)


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = cpu_seconds()
    found = work()
    return found, cpu_seconds() - began


def da(size: str, seconds: float) -> dict[str, Any]:
    from tasuki.core.market.mechanisms.deferred import ask_as_agents
    from tasuki.core.market.mechanisms.result import cutoffs_of

    ask_as_agents(worlds.people_market(50))
    market = worlds.people_market(int(size))
    edge, spent = timed(lambda: ask_as_agents(market))
    _, more = timed(lambda: cutoffs_of(market, edge))
    note = f"{(edge >= 0).sum():,} placed; cutoffs {more:.2f}"
    return {"cpu": spent + more, "note": note, "limit": limit_of(market)}


def da_public(size: str, seconds: float) -> dict[str, Any]:
    if int(size) > MATCHING_PEOPLE_MAX:
        return {"note": "matching: minutes at this size"}
    from matching.games import HospitalResident

    sys.setrecursionlimit(100_000)
    wishes, ranks, capacity = worlds.as_dictionaries(worlds.people_market(int(size)))
    build = partial(HospitalResident.create_from_dictionaries, wishes, ranks, capacity)
    game, spent = timed(build)
    _, more = timed(lambda: game.solve(optimal="resident"))
    return {"cpu": spent + more, "note": "matching"}


def limit_of(market: Any) -> float:
    """Return the seconds of one pass over lists and priorities."""
    arrays = market.preference.indptr, market.preference.indices, market.edge.priority
    return timed(lambda: [array.max(initial=0) for array in arrays])[1]


def fda(size: str, seconds: float) -> dict[str, Any]:
    from tasuki.core.market.mechanisms.flexible import ask_flexibly

    ask_flexibly(worlds.people_market(50, regions=3))
    market = worlds.people_market(int(size), regions=47)
    edge, spent = timed(lambda: ask_flexibly(market))
    return {"cpu": spent, "note": f"{(edge >= 0).sum():,} placed", "limit": limit_of(market)}


def ttc(size: str, seconds: float) -> dict[str, Any]:
    from tasuki.core.market.mechanisms.trading import trade_cycles

    trade_cycles(worlds.rotation_market(50))
    market = worlds.rotation_market(int(size))
    trade, spent = timed(lambda: trade_cycles(market))
    moved = int((trade.place != market.endowment).sum())
    return {"cpu": spent, "note": f"{moved:,} moved", "limit": limit_of(market)}


def swaps(size: str, seconds: float) -> dict[str, Any]:
    from tasuki.adapters.solvers import open_solver
    from tasuki.core.market.solvers.budget import Budget
    from tasuki.core.market.solvers.packing import pack

    with open_solver() as solve:
        pack(worlds.swap_graph("30x4"), Budget(solve, 10))
        graph, budget = worlds.swap_graph(size), Budget(solve, seconds)
        found, spent = timed(lambda: pack(graph, budget))
    gap = (found.bound - found.value) / max(found.bound, 1)
    said = "optimal" if found.is_optimal else f"gap {gap:.2%}"
    arrays = graph.indptr, graph.target, graph.worth
    return {
        "cpu": spent + budget.cpu_seconds,
        "solver_mb": budget.peak_mb,
        "note": f"{said}, {found.value:,}",
        "limit": timed(lambda: [array.max(initial=0) for array in arrays])[1],
    }


def swaps_public(size: str, seconds: float) -> dict[str, Any]:
    """All columns at once, handed to scipy's solver."""
    from tasuki.core.market.solvers.columns import Prices, search

    graph = worlds.swap_graph(size)
    columns, is_whole = search(graph, Prices.nothing(graph), slack=-0.5)
    if not is_whole:
        return {"note": "scipy milp: too many columns"}
    column, seat = columns.entries(graph)
    return scipy_milp(columns.worth, (seat, column), graph.seat_count, seconds)


def scipy_milp(
    worth: Any, entries: tuple[Any, Any], row_count: int, seconds: float
) -> dict[str, Any]:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    shape = (row_count, len(worth))
    rows = csr_array((np.ones(len(entries[0])), entries), shape=shape)
    options = {"time_limit": seconds, "mip_rel_gap": 0.0}
    limits = LinearConstraint(rows, -np.inf, 1)
    run = partial(
        milp, -worth, integrality=np.ones(len(worth)), bounds=Bounds(0, 1), constraints=limits,
        options=options,
    )  # fmt: skip
    found, spent = timed(run)
    if found.x is None:
        return {"cpu": spent, "note": "scipy milp: nothing found"}
    gap = f"gap {found.mip_gap:.2%}" if found.mip_gap > 1e-9 else "optimal"
    return {"cpu": spent, "note": f"scipy milp: {gap}, {round(-found.fun):,}"}


def plan(size: str, seconds: float, *, has_conditions: bool) -> dict[str, Any]:
    from tasuki.adapters.solvers import open_solver
    from tasuki.core.market.mechanisms.assignment import FIRST_CHOICES
    from tasuki.core.market.solvers.budget import Budget
    from tasuki.core.market.solvers.plan import first_columns, plan_of
    from tasuki.core.market.solvers.sifting import solve_whole

    market = worlds.plan_market(int(size), has_conditions=has_conditions)
    with open_solver() as solve:
        budget = Budget(solve, seconds)

        def work() -> Any:
            made = plan_of(market, None)
            first = first_columns(market, made, FIRST_CHOICES)
            return made, solve_whole(made.program, budget, first)

        (made, found), spent = timed(work)
    if found.values is None:
        return {"cpu": spent + budget.cpu_seconds, "note": str(found.status)}
    value = float(made.program.cost @ found.values)
    gap = (found.bound - value) / max(abs(found.bound), 1)
    said = "optimal" if gap <= 0 else f"gap {gap:.3%}"
    return {
        "cpu": spent + budget.cpu_seconds,
        "solver_mb": budget.peak_mb,
        "note": f"{said}, {value:,.0f}",
        "limit": limit_of(market),
    }


def plan_public(size: str, seconds: float, *, has_conditions: bool) -> dict[str, Any]:
    """The same rows, all columns at once, handed to scipy's solver."""
    from tasuki.adapters.solvers import SolverKind, open_solver
    from tasuki.core.market.solvers.plan import plan_of
    from tasuki.core.market.solvers.program import SolverError

    made = plan_of(worlds.plan_market(int(size), has_conditions=has_conditions), None)
    program = made.program if has_conditions else made.program.relaxed()
    try:
        with open_solver(kind=SolverKind.SCIPY) as solve:
            found = solve(program, seconds=seconds)
    except SolverError as error:
        return {"note": f"scipy: {error}"}
    said = f"scipy: {found.status}"
    value = "" if found.value is None else f", {found.value:,.0f}"
    return {"cpu": found.cpu_seconds, "solver_mb": found.peak_mb, "note": said + value}


type Method = Callable[[str, float], dict[str, Any]]
ROWS: dict[str, tuple[str, Method, Method | None]] = {
    "da": ("deferred acceptance, lists of 20", da, da_public),
    "fda": ("flexible, 47 ceilings", fda, None),
    "ttc": ("top trading cycles", ttc, None),
    "swaps": ("swaps: seats x degree x longest chain (3 unless told)", swaps, swaps_public),
    "assignment": (
        "assignment with capacities",
        partial(plan, has_conditions=False),
        partial(plan_public, has_conditions=False),
    ),
    "rotation": (
        "rotation with conditions",
        partial(plan, has_conditions=True),
        partial(plan_public, has_conditions=True),
    ),
}


def apart(work: Method, size: str, seconds: float) -> dict[str, Any]:
    found = work(size, seconds)
    return found | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024}


def measure(work: Method, size: str, seconds: float) -> dict[str, Any]:
    """Run one method in a process of its own and return what it found and used."""
    spawn = multiprocessing.get_context("spawn")
    began = time.perf_counter()
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        found = pool.submit(apart, work, size, seconds).result()
    return found | {"wall": time.perf_counter() - began}


def cells(found: dict[str, Any]) -> list[str]:
    said = "" if "cpu" not in found else f"{found['cpu']:.3f}"
    peak = max(found["peak_mb"], found.get("solver_mb", 0.0))
    return [said, f"{peak:,.0f}" if said else "", str(found["note"])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--row", choices=ROWS, action="append")
    parser.add_argument("--sizes", nargs="+", help="people, or seats x degree x chain cap")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit of each program")
    parser.add_argument("--alone", action="store_true", help="without the public libraries")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    sizes = SMALL if options.small else FULL
    report = []
    for name in options.row or ROWS:
        title, ours, public = ROWS[name]
        table = Table("size", "CPU s", "MB", "", "limit s", "beside CPU s", "MB", "", title=title)
        for size in options.sizes or sizes[name]:
            found = measure(ours, size, options.seconds)
            why = "not asked for" if public else "no public library does it"
            beside = {"note": why, "peak_mb": 0.0}
            if public and not options.alone:
                beside = measure(public, size, options.seconds)
            table.add_row(size, *cells(found), f"{found.get('limit', 0):.4f}", *cells(beside))
            report.append({"row": name, "size": size, "ours": found, "beside": beside})
        _out.print(table)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
