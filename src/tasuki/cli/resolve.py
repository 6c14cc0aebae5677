"""``tasuki resolve``: who is the same person in files of any system; nothing is stored."""

import json
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import get_language
from rich.console import Console
from rich.table import Table

from tasuki.adapters import linkage
from tasuki.adapters.linkage.engines import EngineError, EngineKind
from tasuki.adapters.tabular.refusals import UploadRefusedError
from tasuki.cli.resolve_files import (
    TruthFileError,
    read_people,
    read_truth,
    write_links,
)
from tasuki.core.linkage.clusters import link_groups
from tasuki.core.linkage.decide import Decision, Guard, ScoredPair
from tasuki.core.linkage.truth import Figures, score_groups, score_links
from tasuki.core.words import Words

WRONG_USE = 2
FOUND_PROBABILITY_MIN = 0.5

_TITLES = {
    "found": Words("確率 {0:.2f} 以上の組", "pairs from {0:.2f} on"),
    "groups": Words("その組からできるまとまり", "groups made of them"),
    "auto": Words("自動でつなぐ組", "pairs linked by machine"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found, for people and for scripts."""

    rows: int
    pairs: list[ScoredPair]
    seconds: float
    figures: dict[str, Figures]

    def as_json(self) -> dict[str, Any]:
        """Return the counts and, with a truth, the figures."""
        return {
            "records": self.rows,
            "automatic_pairs": self.count(Decision.AUTO),
            "review_pairs": self.count(Decision.REVIEW),
            "seconds": round(self.seconds, 2),
            "figures": {
                name: {
                    "precision": round(found.precision, 4),
                    "recall": round(found.recall, 4),
                    "f1": round(found.f1, 4),
                    "linked": found.linked,
                    "right": found.right,
                    "true": found.true,
                }
                for name, found in self.figures.items()
            },
        }

    def count(self, decision: Decision) -> int:
        """Return how many pairs have a decision."""
        return sum(pair.decision is decision for pair in self.pairs)


def resolve(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="csv, tsv, xlsx, xls or ods")
    ],
    out: Annotated[Path, typer.Option("--out", help="CSV file for the pairs.")],
    truth: Annotated[
        Path | None,
        typer.Option(
            "--truth", exists=True, dir_okay=False, help="CSV: file, line, id_in_file, person_id"
        ),
    ] = None,
    engine: Annotated[
        EngineKind, typer.Option("--engine", help="Where the work is done.")
    ] = EngineKind.DUCKDB,
    threshold: Annotated[
        float,
        typer.Option(
            "--threshold", min=0.3, max=1.0, help="Figures count pairs from this probability on."
        ),
    ] = FOUND_PROBABILITY_MIN,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find the rows of FILES that are one person and write the pairs with their reasons."""
    try:
        rows = read_people(files, today=timezone.localdate())
        persons = read_truth(truth, rows) if truth else None
        started = monotonic()
        pairs = linkage.score([row.row for row in rows], engine=engine)
    except (UploadRefusedError, TruthFileError, EngineError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from error
    write_links(out, pairs, rows, language=get_language() or "ja")
    result = Result(
        rows=len(rows),
        pairs=pairs,
        seconds=monotonic() - started,
        figures=measure(pairs, persons, threshold=threshold) if persons is not None else {},
    )
    if as_json:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(result, threshold=threshold)


def measure(
    pairs: list[ScoredPair], persons: dict[str, str], *, threshold: float
) -> dict[str, Figures]:
    """Return precision and recall of pairs, of the groups they make, and of automatic links."""
    found = [pair for pair in pairs if pair.probability >= threshold]
    ids = [(pair.left_id, pair.right_id) for pair in found]
    # A link that was held back for its group joins no group here either.
    joined = [(pair.left_id, pair.right_id) for pair in found if Guard.GROUP not in pair.guard]
    auto = [(pair.left_id, pair.right_id) for pair in pairs if pair.decision is Decision.AUTO]
    return {
        "found": score_links(ids, persons),
        "groups": score_groups(link_groups(joined), persons),
        "auto": score_links(auto, persons),
    }


def _print(result: Result, *, threshold: float) -> None:
    language = get_language() or "ja"
    counts = Words(
        f"{result.rows} 行、自動 {result.count(Decision.AUTO)} 組、"
        f"確認 {result.count(Decision.REVIEW)} 組、{result.seconds:.1f} 秒",
        f"{result.rows} rows, {result.count(Decision.AUTO)} automatic pairs, "
        f"{result.count(Decision.REVIEW)} to review, {result.seconds:.1f} s",
    )
    typer.echo(counts.in_language(language))
    if not result.figures:
        return
    table = Table("", "precision", "recall", "F1", "right / linked / true")
    for name, found in result.figures.items():
        table.add_row(
            _TITLES[name].in_language(language).format(threshold),
            f"{found.precision:.4f}",
            f"{found.recall:.4f}",
            f"{found.f1:.4f}",
            f"{found.right} / {found.linked} / {found.true}",
        )
    Console(width=110).print(table)
