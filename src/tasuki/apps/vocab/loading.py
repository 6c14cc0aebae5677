"""Load a new edition of the occupations from the files of their maker, beside the earlier ones.

Nothing of an earlier edition is deleted: a code that a record uses stays readable for ever.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tasuki.adapters.sheets import read_cells
from tasuki.apps.errors import ConflictError, InvalidInputError
from tasuki.apps.vocab.editions import EditionFacts, Word, certificate_words, write_edition
from tasuki.apps.vocab.models import Edition, Term
from tasuki.apps.vocab.queries import find_edition

OCCUPATIONS_MIN: Final = 100
"""A file with fewer is not the whole edition."""
HEADER_ROWS_MAX: Final = 40
_CODE: Final = ("収録番号", "職業番号")
_NAME: Final = ("職業名",)
_ALIAS: Final = re.compile(r"(?:職業)?別名\d*")
_MHLW: Final = re.compile(r"(?:厚生労働省編)?職業分類\d*")
_CERTIFICATE: Final = re.compile(r"関連(?:する)?資格\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a new edition changes against the newest one before.

    Attributes:
        edition: its name.
        occupation_count, certificate_count: how many it has.
        added, removed: names of occupations.
        renamed: pairs of old and new name under one code.
    """

    edition: str
    occupation_count: int
    certificate_count: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def load_jobtag(
    *,
    files: Sequence[tuple[str, bytes]],
    edition: str,
    valid_from: date,
    is_dry_run: bool = False,
    now: datetime,
) -> LoadReport:
    """Store an edition of job tag from the maker's description file and say what changed.

    Args:
        files: names and bytes; files with numbers only (``numeric`` in the name) are hashed and
            their occupations checked, their scores are not stored.
        edition: such as ``7.01``.
        valid_from: the day it was published.
        is_dry_run: report and store nothing.
        now: when.

    Raises:
        InvalidInputError: no file with names of occupations, or it is not whole.
        ConflictError: the edition is there already.

    Source: job tag 利用規約 9条 (processing with the source shown).
    """
    if Edition.objects.filter(source=Edition.Source.JOBTAG, name=edition).exists():
        raise ConflictError
    words: list[Word] = []
    digest = hashlib.sha256()
    for name, data in sorted(files):
        digest.update(data)
        words += _read(name, data)
    occupations = [word for word in words if word.kind == Term.Kind.OCCUPATION]
    if len(occupations) < OCCUPATIONS_MIN:
        raise InvalidInputError(
            ja=f"職業が{len(occupations)}件しか読めません。「収録番号」と「職業名」の列がある"
            "解説系ダウンロードデータ（IPD_DL_description）を指定してください。",
            en=f"Only {len(occupations)} occupations can be read. Name the description file "
            "(IPD_DL_description) as it was published.",
            field="files",
        )
    facts = EditionFacts(
        source=Edition.Source.JOBTAG,
        name=edition,
        valid_from=valid_from,
        attribution=_attribution(edition, now),
        file_hash=digest.hexdigest(),
        words=tuple(words),
    )
    report = _compare(facts, occupations, find_edition(source=Edition.Source.JOBTAG))
    if not is_dry_run:
        write_edition(Edition, Term, facts, now=now)
    return report


def _attribution(edition: str, now: datetime) -> str:
    return (
        "独立行政法人労働政策研究・研修機構（JILPT）作成『職業情報データベース "
        f"解説系ダウンロードデータ ver.{edition}』職業情報提供サイト（job tag）より"
        f"{now.year}年{now.month}月{now.day}日にダウンロード"
        "（https://shigoto.mhlw.go.jp/User/download）を加工して作成"
    )


def _compare(
    facts: EditionFacts, occupations: Iterable[Word], before: Edition | None
) -> LoadReport:
    new = {word.code: word.name for word in occupations}
    rows = Term.objects.filter(edition=before, kind=Term.Kind.OCCUPATION)
    old = dict(rows.values_list("code", "name")) if before else {}
    certificates = sum(word.kind == Term.Kind.CERTIFICATE for word in facts.words)
    return LoadReport(
        edition=facts.name,
        occupation_count=len(new),
        certificate_count=certificates,
        added=tuple(name for code, name in new.items() if code not in old),
        removed=tuple(name for code, name in old.items() if code not in new),
        renamed=tuple(
            (old[code], name) for code, name in new.items() if code in old and old[code] != name
        ),
    )


def _read(name: str, data: bytes) -> list[Word]:
    """Return the words of one file; a file of numbers has none."""
    if "numeric" in name.lower():
        return []
    try:
        sheets = read_cells(data)
    except ValueError as error:
        raise InvalidInputError(
            ja=f"{name}を読み取れません。xlsxかCSVのファイルを指定してください。",
            en=f"{name} cannot be read. Name an xlsx or CSV file.",
            field="files",
        ) from error
    return [word for rows in sheets for word in _words_of(rows)]


def _words_of(rows: Sequence[Sequence[str]]) -> list[Word]:
    """Return the words of one sheet; one without the headings has none."""
    place = _header_place(rows)
    if place is None:
        return []
    heads = [_fold(cell) for cell in rows[place]]
    code, title = _first(heads, _CODE), _first(heads, _NAME)
    alias_places = [at for at, head in enumerate(heads) if _ALIAS.fullmatch(head)]
    mhlw_places = [at for at, head in enumerate(heads) if _MHLW.fullmatch(head)]
    certificate_places = [at for at, head in enumerate(heads) if _CERTIFICATE.fullmatch(head)]
    words: dict[str, Word] = {}
    holders: list[tuple[str, str]] = []
    for row in rows[place + 1 :]:
        number, label = _cell(row, code), _cell(row, title)
        if not number.isdecimal() or not label:
            continue  # lines of keys and units between header and data
        words[number] = Word(
            kind=Term.Kind.OCCUPATION,
            code=number,
            name=label,
            aliases=_cells(row, alias_places),
            details={"mhlw": list(_cells(row, mhlw_places)), "jsoc": []},
        )
        holders += [(one, number) for one in _cells(row, certificate_places)]
    return [*words.values(), *certificate_words(holders)]


def _header_place(rows: Sequence[Sequence[str]]) -> int | None:
    for place, row in enumerate(rows[:HEADER_ROWS_MAX]):
        heads = {_fold(cell) for cell in row}
        if heads & {*_CODE} and heads & {*_NAME}:
            return place
    return None


def _first(heads: Sequence[str], names: Sequence[str]) -> int:
    return next(at for at, head in enumerate(heads) if head in names)


def _cells(row: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for at in places if (text := _cell(row, at))))


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _fold(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
