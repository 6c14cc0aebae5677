"""Names for made-up people: the shipped lists with weights of our own.

A few surnames are common and most are rare; how common is a rough guess by rank, no count.

Source: japanese-personal-name-dataset, MIT; licence beside the data files.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random

from tasuki.core.identity.normalise import normalise_kana
from tasuki.core.identity.variants import VARIANT_TABLE

_COMMON = """
佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口
松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井
小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 斉藤 福田 太田
西村 藤井 金子 岡本 三浦 藤原 中野 中川 原田 松田 竹内 小野 田村 中山 和田
石田 森田 上田 原 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 谷口
今井 工藤 高田 増田
"""
"""Common surnames, roughly in their order."""


@dataclass(frozen=True, slots=True)
class NamePart:
    """A family or given name and its reading in katakana."""

    text: str
    kana: str


@dataclass(frozen=True, slots=True)
class Weighted[T]:
    """Things to draw, with their weights added up."""

    things: Sequence[T]
    sums: Sequence[float]

    def draw(self, rng: Random, count: int) -> list[T]:
        """Return as many things as asked for, likely ones more often."""
        return rng.choices(self.things, cum_weights=self.sums, k=count)


@cache
def load_surnames() -> Weighted[NamePart]:
    """Return the surnames, common ones first."""
    rank = {name: place for place, name in enumerate(_COMMON.split())}
    rows = [
        NamePart(row["surname"], normalise_kana(row["reading"]))
        for row in _read("tasuki.core.identity", "data/surnames.csv")
    ]
    # The rest in an order without meaning, the same on every machine.
    rows.sort(key=lambda row: (rank.get(row.text, len(rank)), _mixed(row.text)))
    return Weighted(rows, list(accumulate((place + 8) ** -0.9 for place in range(len(rows)))))


@cache
def load_given_names(kind: str) -> Weighted[NamePart]:
    """Return given names.

    Args:
        kind: "female" or "male", the two lists of the source.
    """
    parts: list[NamePart] = []
    weights: list[float] = []
    rows = [
        row for row in _read("tasuki.core.synthetic", "data/given_names.csv") if row["kind"] == kind
    ]
    for place, row in enumerate(rows):
        for order, spelling in enumerate(row["spellings"].split(";")):
            parts.append(NamePart(spelling, row["reading"]))
            weights.append((place + 20) ** -0.8 * (order + 1) ** -0.8)
    return Weighted(parts, list(accumulate(weights)))


@cache
def load_spellings() -> dict[str, tuple[str, ...]]:
    """Return reading -> other ways to write a given name."""
    return {
        row["reading"]: tuple(row["spellings"].split(";"))
        for row in _read("tasuki.core.synthetic", "data/given_names.csv")
    }


@cache
def load_same_sound() -> dict[str, tuple[str, ...]]:
    """Return reading -> surnames, where several are read the same."""
    found: dict[str, list[str]] = {}
    for part in load_surnames().things:
        found.setdefault(part.kana, []).append(part.text)
    return {kana: tuple(names) for kana, names in found.items() if len(names) > 1}


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the made-up region; postal code and names are real, houses are not."""

    postal: str
    city_code: str
    city: str
    name: str


TOWN_PREFECTURE = "岡山県"


@cache
def load_towns() -> tuple[Town, ...]:
    """Return the towns in which made-up people live."""
    return tuple(
        Town(row["postal"], row["city_code"], row["city"], row["town"])
        for row in _read("tasuki.core.synthetic", "data/towns.csv")
    )


@cache
def other_forms() -> dict[str, str]:
    """Return plain character -> the form some families write (高 -> 髙)."""
    found: dict[str, str] = {}
    for variant, plain in VARIANT_TABLE.items():
        found.setdefault(plain, chr(variant))
    return found


def _read(package: str, name: str) -> list[dict[str, str]]:
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _mixed(text: str) -> int:
    number = 0
    for sign in text:
        number = (number * 1_000_003 + ord(sign) * 7_919) % 2_147_483_647
    return number
