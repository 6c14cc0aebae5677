"""Search among many people while somebody types, beside a plain ``icontains`` on the same rows.

    python -m bench.search --people 100000 --json figures.json

Each search is what the list page asks: the first fifty, and how many there are. The figures are
of this machine at this moment; the seed and the load are printed. Beside the time that passed
stands the time that this process and its server process had on a processor: what others do on
the machine is not in it.
"""

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.proofs.own_database import own_database  # sets Django up

# isort: split
from django.db import connection, connections
from django.db.models import Q, QuerySet
from rich.console import Console
from rich.table import Table
from tests.factories import make_company

from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries.people import PersonFilters, list_people
from tasuki.core.searching import search_patterns

SEED = 20261123
FIRST = 50
RUNS = 40
BLOCK = 5_000
WITH_MAIL = 2_000
FAMILIES = (
    "佐藤サトウ 鈴木スズキ 髙橋タカハシ 高橋タカハシ 田中タナカ 伊藤イトウ 渡邉ワタナベ "
    "渡辺ワタナベ 山本ヤマモト 中村ナカムラ 小林コバヤシ 加藤カトウ 吉田ヨシダ 山田ヤマダ "
    "佐々木ササキ 山口ヤマグチ 松本マツモト 井上イノウエ 木村キムラ 林ハヤシ 斎藤サイトウ "
    "清水シミズ 山崎ヤマザキ 山﨑ヤマサキ 森モリ 池田イケダ 橋本ハシモト 阿部アベ "
    "石川イシカワ 前田マエダ 藤田フジタ 小川オガワ 岡田オカダ 後藤ゴトウ 長谷川ハセガワ "
    "村上ムラカミ 近藤コンドウ 石井イシイ 坂本サカモト 遠藤エンドウ 青木アオキ 藤井フジイ "
    "西村ニシムラ 福田フクダ 太田オオタ 三浦ミウラ 岡本オカモト 松田マツダ 中川ナカガワ "
    "中野ナカノ 原田ハラダ 小野オノ 大野オオノ 田村タムラ 竹内タケウチ 金子カネコ 和田ワダ "
    "中山ナカヤマ 藤原フジワラ 石田イシダ 上田ウエダ 森田モリタ 原ハラ 柴田シバタ "
    "酒井サカイ 工藤クドウ 横山ヨコヤマ 宮崎ミヤザキ 宮本ミヤモト 内田ウチダ 高木タカギ "
    "安藤アンドウ 谷口タニグチ 大塚オオツカ 丸山マルヤマ"
)
GIVEN = (
    "翔太ショウタ 陽菜ハルナ 結衣ユイ 蓮レン 大輝ダイキ 美咲ミサキ 健ケン 健太ケンタ 愛アイ "
    "彩アヤ 拓也タクヤ 直樹ナオキ 直子ナオコ 花子ハナコ 架子カコ 純一ジュンイチ 恵子ケイコ "
    "洋子ヨウコ 隆タカシ 誠マコト 豪ゴウ 由美ユミ 智子トモコ 京子キョウコ 優子ユウコ 優ユウ "
    "悠斗ユウト 一郎イチロウ 次郎ジロウ 幸子サチコ 和子カズコ 茂シゲル 浩ヒロシ 浩二コウジ "
    "亮リョウ 涼リョウ 葵アオイ さくらサクラ 遥ハルカ 真由美マユミ 裕子ユウコ 大介ダイスケ "
    "達也タツヤ 学マナブ 進ススム 博ヒロシ 文フミ 清キヨシ 実ミノル 緑ミドリ 楓カエデ "
    "光ヒカリ 望ノゾミ 歩アユム 司ツカサ 薫カオル 翼ツバサ 樹イツキ 湊ミナト 律リツ"
)
_out = Console(width=140)


@dataclass(frozen=True)
class Figure:
    """One kind of search."""

    search: str
    example: str
    found_p50: int
    p50_ms: float
    p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float
    icontains_p50_ms: float
    icontains_p95_ms: float
    icontains_cpu_p50_ms: float
    icontains_cpu_p95_ms: float


def names(listed: str) -> list[tuple[str, str]]:
    """Return written form and reading of each name."""
    cut = [
        next(at for at in range(1, len(one)) if all("ァ" <= c <= "ヺ" for c in one[at:]))
        for one in listed.split()
    ]
    return [(one[:at], one[at:]) for one, at in zip(listed.split(), cut, strict=True)]


def fill(count: int, organisation_id: int, dice: random.Random) -> None:
    """Write synthetic people; a few with a mail address."""
    families, given = names(FAMILIES), names(GIVEN)
    for start in range(0, count, BLOCK):
        rows = []
        for number in range(start, min(start + BLOCK, count)):
            family, family_kana = dice.choice(families)
            first, first_kana = dice.choice(given)
            # A third character on some: more different names than the two lists give.
            more = dice.choice(["", "", "", "太", "美", "江", "之", "子"])
            rows.append(
                TalentRecord(
                    organisation_id=organisation_id,
                    number=f"T-{number:06d}",
                    family_name=family,
                    given_name=first + more,
                    name_kana=f"{family_kana} {first_kana}",
                    mail=f"p{number}@example.invalid" if number < WITH_MAIL else "",
                )
            )
        TalentRecord.objects.bulk_create(rows, batch_size=BLOCK)


def searches(dice: random.Random) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the kinds of search with a maker of texts."""
    families, given = names(FAMILIES), names(GIVEN)
    latin = ("suzuki", "takahashi", "ohno", "syouta", "kyoko", "junichi", "yamasaki", "hasegawa")
    yield "kanji surname", lambda: dice.choice(families)[0]
    yield "kanji full name", lambda: dice.choice(families)[0] + dice.choice(given)[0]
    yield "kanji variant", lambda: dice.choice(["高橋", "渡邊", "山﨑", "髙木"])
    yield "one kanji", lambda: dice.choice("田藤山木子美")
    yield "kana part", lambda: dice.choice(given)[1][:2]
    yield "kana full", lambda: f"{dice.choice(families)[1]} {dice.choice(given)[1]}"
    yield "romaji word", lambda: dice.choice(latin)
    yield "romaji part", lambda: dice.choice(latin)[: dice.choice([2, 3, 4])]
    yield "romaji full", lambda: f"{dice.choice(latin)} {dice.choice(['kenta', 'hanako'])}"
    yield "nobody", lambda: dice.choice(["龍造寺", "ryuzoji", "ヌルヌ"])
    yield "whole mail", lambda: f"p{dice.randrange(WITH_MAIL)}@example.invalid"


def ours(text: str) -> "QuerySet[Any, Any]":
    """Return what the list page asks for."""
    return list_people(filters=PersonFilters(text=text))


def plain(text: str) -> "QuerySet[Any, Any]":
    """Return the usual way: the text anywhere in one of the columns, word by word."""
    found = TalentRecord.objects.filter(merged_into_id=None)
    for word in text.split():
        found = found.filter(
            Q(family_name__icontains=word)
            | Q(given_name__icontains=word)
            | Q(name_kana__icontains=word)
        )
    return found.order_by("-created_at", "-id")


@dataclass(frozen=True)
class Taken:
    """What one search took: milliseconds that passed, and those on a processor."""

    wall_ms: float
    cpu_ms: float
    count: int


def timed(rows: "QuerySet[Any, Any]") -> Taken:
    """Search once."""
    began, worked = time.perf_counter(), on_processor()
    count = rows.count()
    list(rows[:FIRST])
    passed = (time.perf_counter() - began) * 1000
    return Taken(passed, (on_processor() - worked) * 1000, count)


def on_processor() -> float:
    """Return the seconds that this process and its server process have worked (Linux)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (server,) = cursor.fetchone() or (0,)
    nanoseconds = int(Path(f"/proc/{server}/schedstat").read_text().split()[0])
    return time.process_time() + nanoseconds / 1e9


def measure(dice: random.Random) -> Iterator[Figure]:
    """Yield the figures, ours and the plain way in turns."""
    for name, make in searches(dice):
        mine, theirs, text = [], [], ""
        for _ in range(RUNS):
            text = make()
            mine.append(timed(ours(text)))
            if name != "whole mail":  # the plain way cannot look into what is sealed
                theirs.append(timed(plain(text)))
        found = sorted(one.count for one in mine)[RUNS // 2]
        yield Figure(name, text, found, *_parts(mine), *_parts(theirs))


def _parts(taken: list[Taken]) -> Iterator[float]:
    for values in ([one.wall_ms for one in taken], [one.cpu_ms for one in taken]):
        yield from (_part(values, 0.5), _part(values, 0.95))


def plan_of(text: str, organisation_id: int) -> list[str]:
    """Return the plan inside ``tasuki.find_people``, as the role that owns the function."""
    likes = " and ".join("t.search_key like %s" for _ in search_patterns(text))
    with connections["owner"].cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("set local role tasuki_owner")
        cursor.execute("select tasuki.bind(%s, null)", [organisation_id])
        cursor.execute(
            "explain (analyze, buffers, costs off) select t.ctid from people_talentrecord t"
            f" where t.organisation_id = %s and t.merged_into_id is null and {likes}",
            [organisation_id, *search_patterns(text)],
        )
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("rollback")
    return found


def plain_plan(text: str) -> list[str]:
    """Return the plan of the plain way."""
    query, values = plain(text)[:FIRST].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, costs off) {query}", values)
        return [row[0] for row in cursor.fetchall()]


def _part(values: list[float], share: float) -> float:
    return round(sorted(values)[int(len(values) * share)], 2) if values else 0.0


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    dice = random.Random(SEED)
    _out.print(f"seed {SEED}, {options.people:,} people, load {os.getloadavg()[0]:.1f}")
    with own_database():
        company = make_company()
        with bound(company.pk, None):
            began = time.perf_counter()
            fill(options.people, company.pk, dice)
            _out.print(f"written in {time.perf_counter() - began:.1f} s")
        with connections["owner"].cursor() as cursor:  # after the commit, as autovacuum does it
            cursor.execute("vacuum analyze people_talentrecord")
        with bound(company.pk, None):
            for text in ("鈴木", "takahashi", "はな"):
                timed(ours(text)), timed(plain(text))
            figures = list(measure(dice))
            plain_shown = plain_plan("鈴木")
        plans = {text: plan_of(text, company.pk) for text in ("鈴木", "takahashi kenta", "田")}
    _out.print(f"load at the end {os.getloadavg()[0]:.1f}")
    table = Table(title="First fifty and their number, milliseconds")
    for head in asdict(figures[0]):
        table.add_column(head)
    for one in figures:
        table.add_row(*(str(value) for value in asdict(one).values()))
    _out.print(table)
    for text, lines in plans.items():
        _out.print(f"plan of “{text}”:", *lines, sep="\n", markup=False)
    _out.print("plan of icontains “鈴木”:", *plain_shown, sep="\n", markup=False)
    if options.json:
        kept = {"people": options.people, "seed": SEED, "plans": plans}
        kept["plain_plan"] = plain_shown
        kept["figures"] = [asdict(one) for one in figures]
        options.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
