"""Train the model that is shipped, on made-up people whose truth is known.

    python -m bench.link_model --out src/tasuki/adapters/linkage/default_model.json

Fields of one household agree together: a model that adds up fields as if each were a witness of
its own believes too much. So the weights are fitted together (logistic regression over levels)
on all pairs that the blocks give, for records of both mixes and several sizes.
"""

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tasuki.adapters.linkage.default import load_default_model
from tasuki.adapters.linkage.engines import EngineKind, as_arrow, open_engine
from tasuki.adapters.linkage.scoring import _make_linker, _predict, _read
from tasuki.adapters.linkage.settings import make_training_settings
from tasuki.core.linkage.comparisons import COMPARISONS
from tasuki.core.linkage.keys import LinkRow, link_row
from tasuki.core.linkage.model import Model, Weight
from tasuki.core.linkage.population import count_population, link_columns
from tasuki.core.synthetic.mixes import MIX_1, MIX_2, MIX_ROUGH, Mix
from tasuki.core.synthetic.records import make_records

SIZES = (1_500, 8_000, 40_000)
LARGE = 150_000
"""People of one large set: namesakes grow with the square, which small sets do not show."""
SEED = 9_001  # no test and no bench draws these people
RIDGE = 2.0
STEPS_MAX = 30
FLAT = {
    c.name: {x.name: Weight(0.0, 1.0 if x.rarity else 0.0) for x in c.levels} for c in COMPARISONS
}
COUNT = len(COMPARISONS)

type Pattern = tuple[tuple[int, ...], tuple[int, ...], float]


def draw(mix: Mix, people_count: int, seed: int) -> tuple[list[LinkRow], list[int]]:
    records = list(make_records(mix, people_count=people_count, seed=seed))
    rows = [link_row(record.values, id=str(i)) for i, record in enumerate(records)]
    return rows, [record.person for record in records]


def count_patterns(
    rows: Sequence[LinkRow], persons: Sequence[int], prior_bits: float
) -> dict[Pattern, list[int]]:
    """Return pattern of levels and rarities -> how many pairs of two persons, of one person."""
    population = count_population(rows)
    table = link_columns(rows, population)
    found: dict[Pattern, list[int]] = defaultdict(lambda: [0, 0])
    flat = Model("flat", 0, 0.5, FLAT)
    with open_engine(EngineKind.DUCKDB) as api:
        linker, frames = _make_linker(api, table, len(rows), flat, population)
        for frame in _predict(linker, frames, pair_min=None):
            for values in _read(frame):
                gammas = values[4 : 4 + COUNT]
                rarities = tuple(round(x + 20) if x else 0 for x in values[4 + 2 * COUNT :])
                is_same = persons[values[0]] == persons[values[1]]
                found[gammas, rarities, prior_bits][is_same] += 1
    return found


def chance_shares(rows: Sequence[LinkRow]) -> dict[str, dict[str, float]]:
    """Return how often two records of the whole stand on each level by chance."""
    from splink import Linker, SettingsCreator

    table = link_columns(rows, count_population(rows))
    with open_engine(EngineKind.DUCKDB) as api:
        settings = SettingsCreator.from_path_or_dict(make_training_settings(load_default_model()))
        linker = Linker(api.register(as_arrow(table)), settings)
        linker.training.estimate_u_using_random_sampling(max_pairs=3e6, seed=7)
        stored = linker.misc.save_model_to_json()
    return {
        c["output_column_name"]: {
            x["label_for_charts"]: x.get("u_probability") or 1e-7
            for x in c["comparison_levels"][1:]
        }
        for c in stored["comparisons"]
    }


class Fit:
    """Weights of levels that make the truth most likely, drawn to a start where it is silent."""

    def __init__(self, start: dict[tuple[int, int, int], float]) -> None:
        self.keys = list(start)
        self.place = {key: i for i, key in enumerate(self.keys)}
        self.start = [start[key] for key in self.keys]
        self.found = list(self.start)

    def features(self, pattern: Pattern) -> list[tuple[int, float]]:
        gammas, rarities, _ = pattern
        out = []
        for i, gamma in enumerate(gammas):
            if gamma < 0:
                continue
            out.append((self.place[i, gamma, 0], 1.0))
            if (i, gamma, 1) in self.place:
                out.append((self.place[i, gamma, 1], float(rarities[i])))
        return out

    def run(self, patterns: dict[Pattern, list[int]], weigh: dict[float, float]) -> None:
        rows = [
            (self.features(p), p[2], n[0] * weigh[p[2]], n[1] * weigh[p[2]])
            for p, n in patterns.items()
        ]
        size, ln2 = len(self.keys), math.log(2)
        for step in range(STEPS_MAX):
            # Nearly flat for the weights; the share of rarity stays near one.
            ridge = [RIDGE if key[2] == 0 else 400 * RIDGE for key in self.keys]
            slope = [
                r * (s - f) * ln2 for r, s, f in zip(ridge, self.start, self.found, strict=True)
            ]
            curve = [[0.0] * size for _ in range(size)]
            for i in range(size):
                curve[i][i] = ridge[i] * ln2
            loss = 0.0
            for features, prior, apart, same in rows:
                bits = prior + sum(self.found[i] * x for i, x in features)
                p = 1 / (1 + math.exp(-min(max(bits * ln2, -500), 500)))
                total = apart + same
                loss -= same * math.log(max(p, 1e-300)) + apart * math.log(max(1 - p, 1e-300))
                error, bend = (same - total * p) * ln2, total * p * (1 - p) * ln2 * ln2
                for i, x in features:
                    slope[i] += error * x
                    row = curve[i]
                    for j, y in features:
                        row[j] += bend * x * y
            move = solve(curve, slope)
            longest = max(map(abs, move))
            scale = min(1.0, 3.0 / longest)
            self.found = [f + scale * m for f, m in zip(self.found, move, strict=True)]
            print(f"step {step}: loss {loss:.1f}, longest move {longest:.4f}", flush=True)
            if longest < 1e-3:
                return


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return the solution of a set of linear equations (Gauss)."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        best = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            if factor:
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))) / rows[
            i
        ][i]
    return found


class Drawn:
    """What all sets of made-up records together hold."""

    def __init__(self) -> None:
        self.patterns: dict[Pattern, list[int]] = {}
        self.weigh: dict[float, float] = {}
        self.shares: list[float] = []
        self.same: Counter[tuple[int, int]] = Counter()
        self.record_count = 0
        self.chance: dict[str, dict[str, float]] = {}

    def add(self, mix: Mix, people_count: int, seed: int) -> None:
        """Draw one set and count its pairs."""
        rows, persons = draw(mix, people_count, seed)
        true_pairs = sum(n * (n - 1) // 2 for n in Counter(persons).values())
        self.shares.append(true_pairs / len(rows))
        # The prior marks the set too: two sets never have the very same one.
        prior = Model("", 0, self.shares[-1], FLAT).prior_bits(len(rows))
        self.weigh[prior] = (SIZES[-1] / people_count) ** 0.5
        found = count_patterns(rows, persons, prior)
        for (gammas, _, _), (_, same) in found.items():
            self.same.update(dict.fromkeys(enumerate(gammas), same))
        self.patterns |= found
        self.record_count += len(rows)
        self.chance = chance_shares(rows)
        print(
            mix.name,
            len(rows),
            "records,",
            len(found),
            "patterns,",
            true_pairs,
            "pairs",
            flush=True,
        )


def honest_weights(drawn: Drawn) -> dict[tuple[int, int], Weight]:
    """Return the weight of each level if every field were a witness of its own."""
    found = {}
    for i, comparison in enumerate(COMPARISONS):
        seen = sum(drawn.same[i, gamma] for gamma in range(len(comparison.levels)))
        for gamma, level in enumerate(reversed(comparison.levels)):
            m = max(drawn.same[i, gamma], 0.5) / seen
            u = max(drawn.chance[comparison.name][level.name], 1e-7)
            bits = math.log2(m) - (0 if level.rarity else math.log2(u))
            found[i, gamma] = Weight(bits, 1.0 if level.rarity else 0.0, m, u)
    return found


def fitted_weights(drawn: Drawn) -> dict[str, dict[str, Weight]]:
    """Return the weights that make the truth of all sets most likely."""
    honest = honest_weights(drawn)
    start = {(i, gamma, 0): weight.bits for (i, gamma), weight in honest.items()}
    start |= {(i, g, 1): 1.0 for (i, g), weight in honest.items() if weight.per_rarity_bit}
    fit = Fit(start)
    fit.run(drawn.patterns, drawn.weigh)
    found = dict(zip(fit.keys, fit.found, strict=True))
    weights: dict[str, dict[str, Weight]] = {}
    for i, comparison in enumerate(COMPARISONS):
        weights[comparison.name] = {}
        for place, level in enumerate(comparison.levels):
            gamma = len(comparison.levels) - 1 - place
            alone, bits = honest[i, gamma], found[i, gamma, 0]
            rarity = found.get((i, gamma, 1), 0.0)
            weights[comparison.name][level.name] = replace(
                alone, bits=bits, per_rarity_bit=rarity, household_bits=bits - alone.bits
            )
            print(
                f"{comparison.name:12} {level.name:12} {bits:7.2f} alone {alone.bits:7.2f}"
                f" rarity {rarity:.2f} seen {drawn.same[i, gamma]}"
            )
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="2026.1")
    options = parser.parse_args()
    drawn = Drawn()
    for place, people_count in enumerate(SIZES):
        for mix in (MIX_1, MIX_2, MIX_ROUGH):
            drawn.add(mix, people_count, SEED + place)
    drawn.add(MIX_1, LARGE, SEED + len(SIZES))
    share = sum(drawn.shares) / len(drawn.shares)
    model = Model(options.version, drawn.record_count, share, fitted_weights(drawn))
    options.out.write_text(json.dumps(model.as_json(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
