"""``tasuki simulate``: a region's hiring month by month, as a table, JSON or a page to print."""

import json
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final

import typer
from django.utils.translation import get_language

from tasuki.apps.economy import queries
from tasuki.apps.economy.pictures import CAVEAT, Painter, Picture
from tasuki.apps.errors import ActionError
from tasuki.cli.simulate_report import closed_form_lines, report_page
from tasuki.core.economy.assumptions import DEFAULTS, AssumptionError
from tasuki.core.economy.world import Region, WorldError

WRONG_USE: Final = 2


@dataclass(frozen=True, slots=True)
class _Asked:
    question: queries.WhatIf
    size: Region


def simulate(  # the options of one command stand in one place
    companies: Annotated[int, typer.Option(min=1, max=2000, help="企業数 / companies.")] = 200,
    years: Annotated[int, typer.Option(min=1, max=10, help="年数 / years.")] = 5,
    runs: Annotated[int, typer.Option(min=1, max=10_000, help="試行数 / runs.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="乱数の種 / seed.")] = 1,
    ratio: Annotated[int, typer.Option(help="1枠に必要な登録 / registrations per slot.")] = 10,
    expiry: Annotated[int, typer.Option(help="枠の月数 / months a slot lives.")] = 12,
    pool: Annotated[int, typer.Option(help="共同で数える企業 / companies counted together.")] = 1,
    registration_rate: Annotated[
        float | None, typer.Option(help="登録率 / registration rate, 0 to 1.")
    ] = None,
    fee_rate: Annotated[float | None, typer.Option(help="手数料率 / fee rate, 0 to 1.")] = None,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="感度と40%の境界も / levers and the 40 % frontier.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="閉じた式の表だけ / only the closed formulas.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="HTML file with charts.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Simulate a region; the same seed gives the same figures."""
    if check:
        for line in closed_form_lines():
            typer.echo(line)
        return
    try:
        asked = _Asked(
            queries.WhatIf(
                ratio=ratio,
                expiry_months=expiry,
                pool_size=pool,
                registration_rate=registration_rate,
                fee_rate=fee_rate,
                seed=seed,
            ),
            Region(companies, years, runs, seed),
        )
        answer = queries.find_answer(asked.question, size=asked.size)
    except (WorldError, AssumptionError, ActionError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from error
    if as_json:
        typer.echo(_as_json(asked, answer))
        return
    painter = Painter("en" if (get_language() or "ja").startswith("en") else "ja")
    pictures = _pictures(painter, asked.question, answer, sweep=sweep)
    for picture in pictures:
        _say(picture)
    typer.echo(CAVEAT.in_language(painter.language))
    if report:
        report.write_bytes(report_page(painter.language, pictures, asked.size).encode())
        typer.echo(str(report))


def _pictures(
    painter: Painter, question: queries.WhatIf, answer: queries.Answer, *, sweep: bool
) -> list[Picture]:
    pictures = [
        painter.reduction(answer),
        painter.savings(answer),
        painter.people(answer),
        painter.agency(answer),
    ]
    if sweep:
        pictures.append(painter.levers(queries.list_levers(question)))
        pictures.append(painter.frontier(queries.list_frontier(question)))
    return pictures


def _say(picture: Picture) -> None:
    typer.echo(f"\n{picture.question}\n{picture.answer}")
    for row in (picture.heads, *picture.rows):
        typer.echo("\t".join(row))


def _as_json(asked: _Asked, answer: queries.Answer) -> str:
    told = {
        "question": asdict(asked.question),
        "region": {"companies": asked.size.companies, "years": asked.size.years}
        | {"runs": asked.size.runs, "seed": asked.size.seed},
        "whole": asdict(answer.whole),
        "by_class": {code: asdict(one) for code, one in answer.by_class.items()},
        "rates_needed": {
            one.size_class: float(round(Fraction(one.rate), 4))
            for one in queries.list_needed(asked.question)
        },
        "assumptions": {code: one.basis.en for code, one in DEFAULTS.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
