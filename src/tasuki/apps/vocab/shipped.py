"""The vocabularies that come with the program.

Compact tables of our own making; where they come from stands in NOTICE, and the text that their
makers ask for stands beside every page that shows them.
"""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from tasuki.apps.vocab.editions import EditionFacts, Word, certificate_words

FOLDER: Final = Path(__file__).with_name("data")
SEPARATOR: Final = ";"
JOBTAG_ATTRIBUTION: Final = (
    "独立行政法人労働政策研究・研修機構（JILPT）作成『職業情報データベース "
    "解説系ダウンロードデータ ver.7.00』職業情報提供サイト（job tag）より2026年5月4日にダウンロード"
    "（https://shigoto.mhlw.go.jp/User/download）を加工して作成"
)
MUNICIPALITIES_ATTRIBUTION: Final = (
    "市区町村：localgovjp（Code for FUKUI、2026年7月9日、CC0 1.0）を加工して作成"
)

SKILLS_ATTRIBUTION: Final = "スキルの語彙：本プログラムの作成者が書いたもの（Apache License 2.0）"


def read_shipped() -> Iterator[EditionFacts]:
    """Yield the editions that come with the program."""
    yield EditionFacts(
        source="jobtag",
        name="7.00",
        valid_from=date(2026, 3, 17),
        attribution=JOBTAG_ATTRIBUTION,
        file_hash=_hash("occupations.csv", "certificates.csv"),
        words=(*_occupations(), *_certificates()),
    )
    yield EditionFacts(
        source="municipalities",
        name="2026-07-09",
        valid_from=date(2026, 7, 9),
        attribution=MUNICIPALITIES_ATTRIBUTION,
        file_hash=_hash("municipalities.csv"),
        words=tuple(_municipalities()),
    )
    yield EditionFacts(
        source="skills",
        name="1",
        valid_from=date(2026, 11, 1),
        attribution=SKILLS_ATTRIBUTION,
        file_hash=_hash("skills.csv"),
        words=tuple(_skills()),
    )


def _occupations() -> Iterator[Word]:
    for row in _rows("occupations.csv"):
        yield Word(
            kind="occupation",
            code=row["code"],
            name=row["name"],
            aliases=_split(row["aliases"]),
            details={"mhlw": [*_split(row["mhlw"])], "jsoc": [*_split(row["jsoc"])]},
        )


def _certificates() -> list[Word]:
    return certificate_words(
        (row["name"], code)
        for row in _rows("certificates.csv")
        for code in _split(row["occupations"])
    )


def _municipalities() -> Iterator[Word]:
    for row in _rows("municipalities.csv"):
        yield Word(
            kind="municipality",
            code=row["code"],
            name=row["name"],
            aliases=(row["prefecture"] + row["name"], row["kana"]),
            details={"prefecture": row["prefecture"], "kana": row["kana"]},
        )


def _skills() -> Iterator[Word]:
    for row in _rows("skills.csv"):
        yield Word(
            kind="skill",
            code=row["name"],
            name=row["name"],
            aliases=(row["english"], *_split(row["aliases"])),
            details={"kind": row["kind"], "group": row["group"], "english": row["english"]},
        )


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(SEPARATOR) if part)


def _hash(*names: str) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()
