"""Measure who-is-the-same-person: our model beside plain Splink on the same made-up records.

    python -m bench.resolve                      100,000 records of each mix
    python -m bench.resolve --million            and 1,000,000 of the first one
    python -m bench.resolve --engine spark       the same model on Spark in local mode

Each method runs in a process of its own, so that its peak memory is its own. Plain Splink is
Splink with its own comparisons of names, dates and addresses, trained on the same records.
The people are made up; the figures say how methods compare, not how good real files are.
"""

import argparse
import json
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tasuki.adapters import linkage
from tasuki.adapters.linkage.engines import EngineKind, open_engine
from tasuki.core.linkage.clusters import link_groups
from tasuki.core.linkage.decide import Decision, Guard
from tasuki.core.linkage.keys import link_row
from tasuki.core.linkage.truth import Figures, count_pairs, score_groups, score_links
from tasuki.core.synthetic.mixes import MIXES
from tasuki.core.synthetic.records import SyntheticRecord, make_records

RECORDS_PER_PERSON = 1.71
SEED = 5
GROUPS_FROM = (0.7, 0.9)
FIELDS = (
    "family_name", "given_name", "family_kana", "given_kana", "birth_date", "phone", "mail",
    "postal", "city_code",
)  # fmt: skip
_out = Console(width=130)


def draw(mix: str, records: int) -> list[SyntheticRecord]:
    people_count = round(records / RECORDS_PER_PERSON)
    return list(make_records(MIXES[mix], people_count=people_count, seed=SEED))


def row_of(name: str, found: Figures) -> dict[str, Any]:
    return {
        "name": name,
        "precision": round(found.precision, 4),
        "recall": round(found.recall, 4),
        "f1": round(found.f1, 4),
        "linked": found.linked,
    }


def ours(mix: str, records: int, *, engine: str, own: bool) -> dict[str, Any]:
    drawn = draw(mix, records)
    persons = {str(place): record.person for place, record in enumerate(drawn)}
    started = time.perf_counter()
    rows = [link_row(record.values, id=str(place)) for place, record in enumerate(drawn)]
    del drawn
    model = linkage.train(rows) if own else None
    trained = time.perf_counter()
    pairs = linkage.score(rows, model=model, engine=EngineKind(engine))
    seconds = time.perf_counter() - started
    auto = [pair for pair in pairs if pair.decision is Decision.AUTO]
    free = {
        least: [p for p in pairs if p.probability >= least and Guard.GROUP not in p.guard]
        for least in GROUPS_FROM
    }
    found = [
        row_of(f">= {least}", figures_of((p for p in pairs if p.probability >= least), persons))
        for least in (0.5, 0.9, 0.99)
    ]
    found += [
        row_of("automatic", figures_of(auto, persons)),
        *(
            row_of(f"groups >= {least}", score_groups(link_groups(map(ids_of, kept)), persons))
            for least, kept in free.items()
        ),
        row_of("groups automatic", score_groups(link_groups(map(ids_of, auto)), persons)),
    ]
    review = [pair for pair in pairs if pair.decision is Decision.REVIEW]
    return {
        "figures": found,
        "seconds": seconds,
        "train_seconds": trained - started if own else 0.0,
        "records": len(rows),
        "review_per_1000": 1_000 * len(review) / len(rows),
        "review_true": figures_of(review, persons).precision,
    }


def ids_of(pair: Any) -> tuple[str, str]:
    return pair.left_id, pair.right_id


def figures_of(pairs: Iterable[Any], persons: dict[str, int]) -> Figures:
    return score_links(map(ids_of, pairs), persons)


def plain(mix: str, records: int) -> dict[str, Any]:
    """Splink's own comparisons and training, as its documentation shows them."""
    import pyarrow
    import splink.comparison_library as library
    from splink import Linker, SettingsCreator, block_on

    drawn = draw(mix, records)
    persons = [record.person for record in drawn]
    started = time.perf_counter()
    cells = {name: [record.values.get(name) for record in drawn] for name in FIELDS}
    count = len(drawn)
    del drawn
    table = pyarrow.table({"unique_id": range(count)} | cells)
    rules = [
        block_on("phone"), block_on("mail"), block_on("family_name", "given_name"),
        block_on("family_kana", "given_kana"), block_on("birth_date", "given_name"),
        block_on("birth_date", "given_kana"), block_on("birth_date", "family_name"),
        block_on("postal", "given_name"),
    ]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.NameComparison("family_name"),
            library.NameComparison("given_name"),
            library.DateOfBirthComparison("birth_date", input_is_string=True),
            library.ExactMatch("phone").configure(term_frequency_adjustments=True),
            library.EmailComparison("mail"),
            library.ExactMatch("postal").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    with open_engine(EngineKind.DUCKDB) as api:
        linker = Linker(api.register(table), settings)
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on("phone", "given_name"), block_on("mail"),
             block_on("family_name", "given_name", "birth_date")], recall=0.8,
        )  # fmt: skip
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
        for columns in (("phone",), ("family_name", "given_name"), ("birth_date", "given_kana")):
            block = block_on(*columns)
            training.estimate_parameters_using_expectation_maximisation(block)
        predicted = linker.inference.predict(threshold_match_probability=0.3, warning_mode="never")
        pairs = predicted.as_pyarrow_table().select(
            ["unique_id_l", "unique_id_r", "match_probability"]
        )
        found = list(zip(*(column.to_pylist() for column in pairs.columns), strict=True))
    seconds = time.perf_counter() - started
    true = sum(map(count_pairs, Counter(persons).values()))
    figures = []
    for least in (0.5, 0.9, 0.99):
        kept = [persons[left] == persons[right] for left, right, p in found if p >= least]
        figures.append(row_of(f">= {least}", Figures(len(kept), sum(kept), true)))
    by_id = {str(place): person for place, person in enumerate(persons)}
    for least in GROUPS_FROM:
        links = [(str(left), str(right)) for left, right, p in found if p >= least]
        figures.append(row_of(f"groups >= {least}", score_groups(link_groups(links), by_id)))
    return {"figures": figures, "seconds": seconds, "records": count}


def apart(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    found = work()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return found | {"peak_mb": usage.ru_maxrss / 1_024, "cpu_seconds": cpu_seconds}


def measure(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run one method in a process of its own and return what it found and used."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return pool.submit(apart, work).result()


def show(title: str, found: dict[str, Any]) -> None:
    table = Table("", "precision", "recall", "F1", "pairs", title=title, title_justify="left")
    for row in found["figures"]:
        figures = (f"{row[name]:.4f}" for name in ("precision", "recall", "f1"))
        table.add_row(row["name"], *figures, f"{row['linked']:,}")
    _out.print(table)
    said = f"{found['records']:,} records, {found['seconds']:.1f} s"
    said += f", {found['peak_mb']:,.0f} MB at most"
    said += f", {found['cpu_seconds']:.0f} CPU s with making the people"
    if "review_per_1000" in found:
        said += f", {found['review_per_1000']:.0f} questions a 1,000 records"
        said += f" ({found['review_true']:.0%} are one person)"
    _out.print(said + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help="also 1,000,000 records of mix-1")
    parser.add_argument("--mix", choices=MIXES, action="append")
    parser.add_argument("--engine", choices=[kind.value for kind in EngineKind], default="duckdb")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    runs = [(mix, options.records) for mix in options.mix or ("mix-1", "mix-2")]
    if options.million:
        runs.append(("mix-1", 1_000_000))
    report = []
    for mix, records in runs:
        methods = {
            "ours, shipped model": partial(ours, mix, records, engine=options.engine, own=False),
            "ours, own model": partial(ours, mix, records, engine=options.engine, own=True),
            "plain Splink": partial(plain, mix, records),
        }
        if options.engine == EngineKind.SPARK:
            methods = {"ours on Spark": methods["ours, shipped model"]}
        for name, work in methods.items():
            found = measure(work)
            show(f"{mix}: {name}", found)
            report.append({"mix": mix, "method": name} | found)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
