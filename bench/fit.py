"""The ten best openings for 100,000 people among 10,000: CPU seconds and peak memory.

    python -m bench.fit                                100,000 people, 10,000 openings
    python -m bench.fit --people 2000 --openings 500
    python -m bench.fit --small                        a smoke test

People and openings are made up from the vocabularies of the product. Beside the ranking, in the
same run: dense numpy and sparse_dot_topn, which give candidates only (one product of two
matrices of words, no filters, no parts), and the limit: one pass over the arrays that are read.
"""

import argparse
import csv
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib import resources
from random import Random
from typing import Any

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from tasuki.core.market.fit.filters import Gate
from tasuki.core.market.fit.ranking import Best, Ranking, rank, top_k, words_of
from tasuki.core.market.fit.records import (
    Experience,
    FitOpening,
    FitPerson,
    FitWishes,
    LanguageLevel,
    SkillLevel,
    Term,
    Time,
)
from tasuki.core.market.fit.scorer import Scorer
from tasuki.core.market.fit.sparse import make_index
from tasuki.core.market.fit.spread import gini
from tasuki.core.market.fit.updating import update

TODAY = date(2026, 11, 23)
AGENCY = "agency"
BEST = 10
DENSE_ROWS_A_STEP = 1_000
RECALL_PEOPLE = 200
DUTIES = (
    "{job}として{skill}を使った業務を担当。",
    "{job}の現場で後輩の指導と{skill}の改善に取り組んだ。",
    "{skill}と{other}を用いて{job}の業務を効率化。",
    "小規模な事業所で{job}全般を一人で担当した。",
    "お客様との調整、{other}による資料の作成。",
)


def read_vocabulary(name: str) -> list[dict[str, str]]:
    """Return the rows of a vocabulary that comes with the product."""
    text = (resources.files("tasuki.apps.vocab") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


class Maker:
    """Makes people and openings whose skills hang together with their occupation."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        rows = [row for row in read_vocabulary("occupations.csv") if row["mhlw"]]
        self.jobs = [(row["mhlw"].split(";")[0], row["name"].split("、")[0]) for row in rows]
        self.skills = [row["name"] for row in read_vocabulary("skills.csv")]
        certificates = read_vocabulary("certificates.csv")
        self.certificates = [row["name"] for row in certificates]
        self.cities = [row["code"] for row in read_vocabulary("municipalities.csv")]
        common = self.skills[:40]
        self.skills_of = {
            code: self.random.choices(common, k=4) + self.random.sample(self.skills, 16)
            for code, _ in self.jobs
        }
        self.certificates_of = {
            code: self.random.sample(self.certificates, 6) for code, _ in self.jobs
        }

    def text(self, job: str, skills: Sequence[str], count: int) -> str:
        return "".join(
            duty.format(job=job, skill=self.random.choice(skills), other=self.random.choice(skills))
            for duty in self.random.sample(DUTIES, count)
        )

    def some(self, words: Sequence[str], least: int, most: int) -> list[str]:
        return sorted(set(self.random.choices(words, k=self.random.randint(least, most))))

    def levels(self, words: Sequence[str]) -> tuple[SkillLevel, ...]:
        return tuple(SkillLevel(one, self.random.choice((None, 1, 2, 3, 3, 4))) for one in words)

    def person(self, number: int) -> FitPerson:
        code, job = self.random.choice(self.jobs)
        skills = self.some(self.skills_of[code], 4, 14)
        city = self.random.choice(self.cities)
        wishes = FitWishes(
            areas=(city[:2],) if self.random.random() < 0.8 else None,
            pay_yen_least=self.random.randrange(250, 700) * 10_000,
            weekly_minutes_most=self.random.choice((None, 1_200, 2_400, 2_700)),
            times=(Time.DAY,) if self.random.random() < 0.3 else None,
            starts_on=TODAY + timedelta(days=self.random.randrange(180)),
            terms=(Term.INDEFINITE,) if self.random.random() < 0.5 else None,
        )
        done = [Experience(code, self.random.randrange(240))]
        if self.random.random() < 0.4:
            done.append(Experience(self.random.choice(self.jobs)[0], self.random.randrange(120)))
        return FitPerson(
            id=f"P{number:07}",
            experience=tuple(done) if self.random.random() < 0.97 else None,
            skills=self.levels(skills) if self.random.random() < 0.9 else None,
            certificates=tuple(self.some(self.certificates_of[code], 0, 3)),
            languages=(LanguageLevel("en", self.random.randint(1, 6)),),
            text=self.text(job, skills, 2),
            wishes=wishes,
            released_to=(AGENCY,),
        )

    def opening(self, number: int) -> FitOpening:
        code, job = self.random.choice(self.jobs)
        skills = self.some(self.skills_of[code], 3, 8)
        city = self.random.choice(self.cities)
        certificates = self.certificates_of[code]
        return FitOpening(
            id=f"O{number:06}",
            organisation=AGENCY,
            title=f"{job}スタッフ",
            text=self.text(job, skills, 3),
            occupation=code,
            skills=self.levels(skills),
            certificates=tuple(self.some(certificates, 0, 2)),
            required_certificates=(certificates[0],) if self.random.random() < 0.1 else (),
            months=self.random.choice((None, 12, 36, 60)),
            languages=(LanguageLevel("en", 4),) if self.random.random() < 0.1 else (),
            municipality=city,
            weekly_minutes=self.random.choice((1_200, 2_250, 2_400)),
            times=(Time.DAY,),
            pay_yen_most=self.random.randrange(280, 900) * 10_000,
            starts_on=TODAY + timedelta(days=self.random.randrange(120)),
            term=self.random.choice(tuple(Term)),
            as_of=TODAY,
        )


def timed[R](label: str, act: Callable[[], R]) -> R:
    """Print the CPU and wall seconds of an act, and the peak memory of the process so far."""
    wall, cpu = time.monotonic(), time.process_time()
    found = act()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:62} {cpu:8.2f} s CPU {wall:8.2f} s wall, peak {peak:6.0f} MB", flush=True)
    return found


def as_matrices(ranking: Ranking) -> tuple[Any, Any]:
    """Return the words of people and of openings as two sparse matrices over the shared words."""
    left, right = (one.rows for one in words_of(ranking))
    shared, number = np.intersect1d(left.ids, right.ids), max(left.ids.max(), right.ids.max()) + 1
    people, openings = (
        sparse.csr_matrix((one.weights.astype(np.float32), one.ids, one.indptr), (rows, number))
        for one, rows in ((left, len(ranking.rows)), (right, len(ranking.columns)))
    )
    return people[:, shared].tocsr(), openings[:, shared].T.tocsr()


def rank_dense(people: Any, words: Any) -> np.ndarray:
    """Return the ten greatest overlaps of every person by one dense product a step."""
    openings = words.toarray()
    found = [
        np.argpartition(
            -(people[start : start + DENSE_ROWS_A_STEP].toarray() @ openings), BEST, axis=1
        )[:, :BEST]
        for start in range(0, people.shape[0], DENSE_ROWS_A_STEP)
    ]
    return np.concatenate(found)


def one_pass(ranking: Ranking) -> int:
    """Read once everything that a ranking must read: words of both sides and the result."""
    index = make_index(*words_of(ranking))
    best: Best = ranking.best
    arrays = (
        index.row_word,
        index.row_weight,
        index.column,
        index.weight,
        *ranking.people_table.rows.text.columns,
        *ranking.opening_table.rows.text.columns,
        best.columns,
        best.points,
        best.lines,
    )

    def read() -> int:
        return sum(int(one.sum(dtype=np.int64)) for one in arrays)

    return timed("limit: one pass over the same arrays", read)


def recall(ranking: Ranking, wide: Ranking) -> float:
    """Return the share of the best ten among all openings that the candidates hold."""
    places = [ranking.rows.index(row) for row in wide.rows]
    hits = total = 0
    for place, row in zip(places, range(len(wide.rows)), strict=True):
        best = {one for one in wide.best.columns[row].tolist() if one >= 0}
        hits += len(best & set(ranking.best.columns[place].tolist()))
        total += len(best)
    return hits / max(1, total)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--openings", type=int, default=10_000)
    parser.add_argument("--small", action="store_true", help="a smoke test")
    parser.add_argument("--no-dense", action="store_true", help="leave dense numpy out")
    options = parser.parse_args()
    if options.small:
        options.people, options.openings = 300, 80
    maker = Maker(seed=7)
    openings = [maker.opening(number) for number in range(options.openings)]
    people = [maker.person(number) for number in range(options.people)]
    gate = Gate(on=TODAY)
    scorer = timed("statistics of the openings", lambda: Scorer().fitted(openings))
    timed(
        "compile (once, kept on disk by the doors)",
        lambda: top_k(people[:3], openings[:3], BEST, "to_openings", scorer, gate=gate),
    )
    print(f"top {BEST} of {options.openings:,} openings for {options.people:,} people")
    ranking = timed(
        "whole: read records, texts, index, rank",
        lambda: top_k(people, openings, BEST, "to_openings", scorer, gate=gate),
    )
    timed("ranking alone, from the tables, parts of the ten kept", lambda: rank(ranking))
    changed = [openings[0]] + [maker.opening(number) for number in range(1, 11)]
    timed("ten openings changed: update", lambda: update(ranking, openings=changed))
    fresh = [maker.person(number) for number in range(min(100, options.people))]
    timed("a hundred people changed: update", lambda: update(ranking, people=fresh))
    timed(
        "towards people: whole",
        lambda: top_k(people, openings, BEST, "to_people", scorer, gate=gate),
    )
    words = as_matrices(ranking)
    timed(
        "sparse_dot_topn: candidates only (ten best overlaps)",
        lambda: sp_matmul_topn(words[0], words[1], BEST, n_threads=1),
    )
    if not options.no_dense:
        tenth = words[0][: max(1, words[0].shape[0] // 10)]
        timed(
            f"dense numpy: candidates only, {tenth.shape[0]:,} people x {tenth.shape[1]:,} words",
            lambda: rank_dense(tenth, words[1]),
        )
    one_pass(ranking)
    some = people[:: max(1, len(people) // RECALL_PEOPLE)][:RECALL_PEOPLE]
    wide = top_k(some, openings, BEST, "to_openings", scorer, gate=gate, candidates=len(openings))
    print(
        f"of the ten best among all openings found in 200 candidates: {recall(ranking, wide):.3f}"
    )
    shown = np.bincount(ranking.best.columns[ranking.best.columns >= 0], minlength=len(openings))
    print(f"Gini of how often openings are shown: {gini(shown):.3f}")


if __name__ == "__main__":
    main()
