"""``tasuki market``: clear, verify, compare and convert markets in files; nothing is stored."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from time import process_time
from typing import Annotated, Any, Final

import typer
from django.conf import settings

from tasuki.adapters.solvers import open_solver
from tasuki.cli.market_files import (
    read_market,
    read_outcome,
    write_lines,
    write_market,
    write_outcome,
)
from tasuki.core.market.clear import Limits, clear, mechanism
from tasuki.core.market.compare import Row, compare
from tasuki.core.market.convert import (
    CHAIN_CAP,
    CYCLE_CAP,
    convert_glasgow,
    convert_kep,
    convert_wmd,
)
from tasuki.core.market.explain import explain_all, explain_swaps, say
from tasuki.core.market.files import AnyMarket, AnyOutcome
from tasuki.core.market.model import (
    Lottery,
    Market,
    MarketError,
    Mechanism,
    Outcome,
    Status,
    SwapMarket,
    SwapOutcome,
)
from tasuki.core.market.solvers.program import SolverError
from tasuki.core.market.verify import Report, verify

FOUND_FAULT: Final = 1
WRONG_USE: Final = 2
CHANGES_MAX: Final = 300
"""Up to so many people every explanation looks for the smallest change by clearing again."""

app = typer.Typer(help="市場 / clear and verify markets in files.")

Source = Annotated[Path, typer.Argument(metavar="IN", help="A .json file or a folder of CSV.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Seconds = Annotated[float, typer.Option("--seconds", min=0.1, help="Limit for a solver.")]
Seed = Annotated[str | None, typer.Option("--seed", help="Revealed seed of the lottery.")]


@app.command("clear")
def clear_file(
    source: Source,
    out: Annotated[Path, typer.Option("--out", help="A .json file or a folder for CSV.")],
    name: Annotated[str | None, typer.Option("--mechanism", help="Instead of the file's.")] = None,
    seed: Seed = None,
    seconds: Seconds = 60.0,
    explain: Annotated[
        Path | None, typer.Option("--explain", help="One JSON record a line for each person.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Clear IN, verify the outcome and write it; exit 1 on a FAIL or when nothing is feasible."""
    with _told():
        market = read_market(source)
        started = process_time()
        outcome = _run(market, name, seed, seconds)
        spent = round(process_time() - started, 3)
        outcome = replace(outcome, statistics={**outcome.statistics, "seconds": spent})
        report = verify(market, outcome)
        write_outcome(out, outcome, market)
        if explain is not None:
            write_lines(explain, _records(market, outcome, report))
    if as_json:
        body = {
            "status": str(outcome.status),
            "statistics": dict(outcome.statistics),
            "checks": report.as_dict(),
        }
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        typer.echo("  ".join(f"{key} {value}" for key, value in outcome.statistics.items()))
        _print(report)
    if outcome.status is Status.INFEASIBLE or not report.passed:
        raise typer.Exit(FOUND_FAULT)


@app.command("verify")
def verify_file(
    source: Source,
    result: Annotated[Path, typer.Argument(metavar="OUT", help="The outcome of IN.")],
    seconds: Seconds = 60.0,
    as_json: Json = False,
) -> None:
    """Check every promise of an outcome, one line each; exit 1 when one is broken."""
    with _told():
        market = read_market(source)
        outcome = read_outcome(result, market)
        seed = outcome.seed if isinstance(outcome, Outcome) else None
        chosen = outcome.mechanism
        report = verify(market, outcome, clear=lambda again: _clear(again, chosen, seed, seconds))
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print(report)
    if not report.passed:
        raise typer.Exit(FOUND_FAULT)


@app.command("compare")
def compare_file(
    source: Source,
    names: Annotated[
        list[str] | None, typer.Option("--mechanism", help="Several times; all that apply else.")
    ] = None,
    seed: Seed = None,
    seconds: Seconds = 60.0,
    as_json: Json = False,
) -> None:
    """Run several mechanisms on IN side by side; nothing is written."""
    with _told():
        market = read_market(source)
        if isinstance(market, SwapMarket):
            text = "an exchange has one mechanism; compare is for people and places"
            raise MarketError.of("wrong_kind", "kind", text)

        def run(market: Market, chosen: Mechanism) -> Outcome:
            found = _clear(market, chosen, seed, seconds)
            assert isinstance(found, Outcome)
            return found

        rows = compare(market, names, run=run)
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2))
    else:
        _print_rows(rows)


class Format(StrEnum):
    """Files of others that become exchanges."""

    WMD = "wmd"
    GLASGOW = "glasgow"
    KEP = "kep"


@app.command("convert")
def convert_file(
    source: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    form: Annotated[Format, typer.Option("--from", help="What FILE is.")],
    out: Annotated[Path, typer.Option("--out", help="A .json file or a folder for CSV.")],
    vacancies: Annotated[
        Path | None, typer.Option("--vacancies", help="The .ndds file of Glasgow.", exists=True)
    ] = None,
    cycle_cap: Annotated[int, typer.Option("--cycle-cap", min=0)] = CYCLE_CAP,
    chain_cap: Annotated[int, typer.Option("--chain-cap", min=0)] = CHAIN_CAP,
) -> None:
    """Write a file of kidney exchange (PrefLib wmd, Glasgow, kep JSON) as an exchange of seats."""
    with _told():
        data = source.read_bytes()
        if form is Format.GLASGOW:
            beside = vacancies.read_bytes() if vacancies else b""
            market = convert_glasgow(data, beside, cycle_cap=cycle_cap, chain_cap=chain_cap)
        else:
            convert = convert_wmd if form is Format.WMD else convert_kep
            market = convert(data, cycle_cap=cycle_cap, chain_cap=chain_cap)
        write_market(out, market)
    typer.echo(f"席 seats {market.seat_count} / 矢印 arcs {len(market.arc_target)}")


def _run(market: AnyMarket, name: str | None, seed: str | None, seconds: float) -> AnyOutcome:
    """Clear with the named mechanism; options of the file stay where the name is the file's."""
    same = name is None or name == market.mechanism.name
    return _clear(market, market.mechanism if same else mechanism(str(name)), seed, seconds)


def _clear(market: AnyMarket, chosen: Mechanism, seed: str | None, seconds: float) -> AnyOutcome:
    # Compiled kernels are kept beside the data, never beside the source.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.DATA_FOLDER / "numba"))
    lottery = None if seed is None else Lottery(seed=seed)
    with open_solver() as solve:
        if isinstance(market, SwapMarket):
            return clear(market, chosen, solve=solve, limits=Limits(seconds))
        return clear(market, chosen, lottery=lottery, solve=solve, limits=Limits(seconds))


def _records(market: AnyMarket, outcome: AnyOutcome, report: Report) -> Iterator[dict[str, Any]]:
    checks = {str(one.guarantee): str(one.verdict) for one in report.checks}
    if isinstance(market, SwapMarket):
        assert isinstance(outcome, SwapOutcome)
        found = explain_swaps(market, outcome, checks=checks)
    else:
        assert isinstance(outcome, Outcome)
        with_change = market.agent_count <= CHANGES_MAX
        found = explain_all(market, outcome, checks=checks, with_change=with_change)
    for record in found:
        yield {**record, "said": {"ja": say(record, "ja"), "en": say(record, "en")}}


def _print(report: Report) -> None:
    for one in report.checks:
        typer.echo(str(one))


def _print_rows(rows: list[Row]) -> None:
    for row in rows:
        typer.echo(f"{row.mechanism} ({row.side})" if row.side else row.mechanism)
        if row.refused:
            typer.echo(f"  使えません not applicable: {', '.join(row.refused)}")
            continue
        mean = f"{row.mean_rank_hundredths // 100}.{row.mean_rank_hundredths % 100:02d}"
        figures = (
            ("席あり matched", row.matched),
            ("異動 moved", row.moved),
            ("第1希望 first choice", row.first),
            ("平均順位 mean rank", mean),
            ("正当な不満 envy", row.envious),
            ("下がる部署 units worse off", row.worse_units),
            ("合計点 value", row.value),
        )
        typer.echo("  " + " / ".join(f"{title} {figure}" for title, figure in figures))


@contextmanager
def _told() -> Iterator[None]:
    """Tell every fault of a file on a line of its own and exit 2; a failed solver exits 1."""
    try:
        yield
    except MarketError as error:
        for finding in error.findings:
            typer.echo(str(finding), err=True)
        raise typer.Exit(WRONG_USE) from error
    except OSError as error:
        typer.echo(f"読み書きできません。 Cannot be read or written: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    except SolverError as error:
        typer.echo(f"計算できませんでした。 The solver failed: {error}", err=True)
        raise typer.Exit(FOUND_FAULT) from error
