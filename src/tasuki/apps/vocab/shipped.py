"""The vocabularies that come with the program, and how an edition is written.

Compact tables of our own making; where they come from stands in NOTICE, and the text that their
makers ask for stands beside every page that shows them.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from tasuki.core.identity.normalise import name_key

FOLDER: Final = Path(__file__).with_name("data")
SEPARATOR: Final = ";"
CODE_CHARACTERS_MAX: Final = 120
_BLOCK_ROWS: Final = 1_000
JOBTAG_ATTRIBUTION: Final = (
    "独立行政法人労働政策研究・研修機構（JILPT）作成『職業情報データベース "
    "解説系ダウンロードデータ ver.7.00』職業情報提供サイト（job tag）より2026年5月4日にダウンロード"
    "（https://shigoto.mhlw.go.jp/User/download）を加工して作成"
)
MUNICIPALITIES_ATTRIBUTION: Final = (
    "市区町村：localgovjp（Code for FUKUI、2026年7月9日、CC0 1.0）を加工して作成"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One term before it is stored."""

    kind: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What is searched: name and other names, folded, one a line."""
        return "\n".join(name_key(one) for one in (self.name, *self.aliases))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """An edition before it is stored."""

    source: str
    name: str
    valid_from: date
    attribution: str
    file_hash: str
    words: tuple[Word, ...]


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


def write_edition(
    edition_model: Any,
    term_model: Any,
    facts: EditionFacts,
    *,
    now: datetime | None,
    using: str = "default",
) -> Any:
    """Store an edition beside the others and return it.

    Args:
        edition_model: the model, or a migration's picture of it.
        term_model: the same for the terms.
        facts: what to store.
        now: when; None for what comes with the program.
        using: the connection.
    """
    edition = edition_model.objects.using(using).create(
        source=facts.source,
        name=facts.name,
        valid_from=facts.valid_from,
        attribution=facts.attribution,
        file_hash=facts.file_hash,
        loaded_at=now,
    )
    rows = (
        term_model(
            edition_id=edition.pk,
            kind=word.kind,
            code=word.code,
            name=word.name,
            aliases=list(word.aliases),
            details=word.details,
            key=word.key,
        )
        for word in facts.words
    )
    term_model.objects.using(using).bulk_create(rows, batch_size=_BLOCK_ROWS)
    return edition


def certificate_words(holders: Iterable[tuple[str, str]]) -> list[Word]:
    """Return certificates with the occupations that name them.

    Args:
        holders: pairs of certificate and code of an occupation.
    """
    found: dict[str, list[str]] = {}
    for name, code in holders:
        found.setdefault(name, []).append(code)
    return [
        Word(
            kind="certificate",
            code=name[:CODE_CHARACTERS_MAX],
            name=name,
            details={"occupations": list(dict.fromkeys(codes))},
        )
        for name, codes in sorted(found.items())
    ]


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
