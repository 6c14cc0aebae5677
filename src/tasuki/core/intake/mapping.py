"""Which column of a foreign file means what, and why we think so.

In this order: what the law forbids, a known system's preset, the dictionary, the last part of a
path, likeness by n-grams, and the cells themselves, which overrule likeness and nothing else.
A human confirms; the answer is kept under the signature of the headings.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.intake import sniff
from tasuki.core.intake.by_value import judge_by_value
from tasuki.core.intake.fields import (
    PEOPLE_KINDS,
    Kind,
    field_label,
    find_field,
    list_fields,
)
from tasuki.core.intake.forbidden import forbidden_heading, forbidden_values
from tasuki.core.intake.headings import ROW_NUMBER_KEYS, exact_key, heading_key, plain_key
from tasuki.core.intake.ngrams import cosine, grams, norm
from tasuki.core.intake.paths import dictionary_of, field_of_path, step_of
from tasuki.core.intake.profiles import NOT_TAKEN, Profile, find_profile
from tasuki.core.intake.proposals import ColumnProposal, Stage
from tasuki.core.words import Words

__all__ = [
    "ColumnProposal",
    "Stage",
    "check_mapping",
    "missing_fields",
    "propose",
    "signature",
]

NGRAM_MIN: Final = 0.5


def signature(headers: Sequence[str]) -> str:
    """Return the name under which the mapping of a file is kept: a hash of its headings."""
    text = "\x1f".join(exact_key(header) for header in headers)
    return hashlib.sha256(text.encode()).hexdigest()


def propose(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    kind: Kind | str,
    profile: Profile | None = None,
    saved: Mapping[str, str] | None = None,
) -> list[ColumnProposal]:
    """Return a proposal for each column.

    Args:
        headers: the headings in the order of the file.
        rows: cells as texts; the first fifty are looked at.
        kind: what the rows are.
        profile: the preset the user chose; None = look for one.
        saved: heading -> field as the user confirmed it before; comes before all but the law.
    """
    wanted = Kind(kind)
    chosen = profile or find_profile(headers, kind=wanted)
    samples = [
        [
            row[column].strip()
            for row in rows[: sniff.SAMPLE_ROWS]
            if column < len(row) and not is_blank(row[column])
        ]
        for column in range(len(headers))
    ]
    found = [
        _propose(header, sample, wanted, chosen, saved or {})
        for header, sample in zip(headers, samples, strict=True)
    ]
    return _once(_with_lone_parts(found))


def _propose(
    header: str,
    sample: Sequence[str],
    kind: Kind,
    profile: Profile | None,
    saved: Mapping[str, str],
) -> ColumnProposal:
    base = re.sub(r"#\d+$", "", header)
    if forbidden := forbidden_heading(base) or forbidden_values(sample):
        return ColumnProposal(
            header=header,
            stage=Stage.FORBIDDEN,
            why=Words(
                f"「{forbidden.label.ja}」は取り込めません（{forbidden.code}）。",
                f"“{forbidden.label.en}” is not taken ({forbidden.code}).",
            ),
            confidence=1.0,
            code=forbidden.code,
            label=forbidden.label,
        )
    if header in saved:
        return _kept(header, saved[header])
    if profile and (field := profile.field_of(header)):
        return _of_profile(header, field, profile)
    if field := _exact(base, kind):
        return _known(header, field, Stage.EXACT, 1.0, "見出し")
    if field := field_of_path(base, kind):
        return _known(header, field, Stage.PATH, 0.9, "見出しの一部")
    if heading_key(base) in ROW_NUMBER_KEYS and all(value.isdecimal() for value in sample):
        return _row_number(header)
    guess = _nearest(header, base, kind)
    return judge_by_value(header, guess, sample, kind)


def _row_number(header: str) -> ColumnProposal:
    why = Words("行の番号とみて、取り込みません。", "It only counts the rows and is not taken.")
    return ColumnProposal(
        header=header, stage=Stage.EXACT, why=why, confidence=1.0, is_left_out=True
    )


def _kept(header: str, field: str) -> ColumnProposal:
    known = field if find_field(field) else ""
    return ColumnProposal(
        header=header,
        field=known,
        stage=Stage.PROFILE,
        why=Words("前回の対応です。", "As confirmed last time."),
        confidence=1.0,
        is_left_out=not known,
    )


def _of_profile(header: str, field: str, profile: Profile) -> ColumnProposal:
    if field == NOT_TAKEN:
        why = Words(
            f"{profile.label}の列で、取り込みには使いません。",
            f"A column of {profile.label} that is not needed here.",
        )
        return ColumnProposal(
            header=header, stage=Stage.PROFILE, why=why, confidence=1.0, is_left_out=True
        )
    label = field_label(field)
    why = Words(
        f"{profile.label}の列「{header}」です（{label.ja}）。",
        f"The column “{header}” of {profile.label} ({label.en}).",
    )
    return ColumnProposal(header=header, field=field, stage=Stage.PROFILE, why=why, confidence=1.0)


def _known(header: str, field: str, stage: Stage, confidence: float, what: str) -> ColumnProposal:
    label = field_label(field)
    why = Words(
        f"{what}が「{label.ja}」の言い方と同じです。",
        f"The heading is a known word for “{label.en}”.",
    )
    return ColumnProposal(header=header, field=field, stage=stage, why=why, confidence=confidence)


@cache
def _grams(kind: Kind) -> tuple[tuple[str, str, Counter[str], float], ...]:
    return tuple(
        (word, field, counts, norm(counts))
        for word, field in dictionary_of(kind).items()
        for counts in (grams(word),)
    )


def _exact(header: str, kind: Kind) -> str:
    dictionary = dictionary_of(kind)
    if not heading_key(header) and header.strip():
        return ""
    field = dictionary.get(heading_key(header)) or dictionary.get(plain_key(header), "")
    if not field and "step_dates" in dictionary.values() and step_of(header):
        return "step_dates"
    return field


def _nearest(header: str, base: str, kind: Kind) -> ColumnProposal:
    """The field with the word that is most like the heading."""
    key = plain_key(base)
    if len(key) < 2:
        return ColumnProposal(header=header)
    mine = grams(key)
    word, field, likeness = max(
        (
            (word, field, cosine(mine, theirs, right_norm=length))
            for word, field, theirs, length in _grams(kind)
        ),
        key=lambda item: item[2],
    )
    if likeness < NGRAM_MIN:
        return ColumnProposal(header=header)
    why = Words(
        f"見出しが「{word}」に似ています（{likeness:.0%}）。",
        f"The heading is like “{word}” ({likeness:.0%}).",
    )
    return ColumnProposal(
        header=header, field=field, stage=Stage.NGRAM, why=why, confidence=likeness * 0.9
    )


_PAIRS: Final = {
    "family_name": "given_name",
    "given_name": "family_name",
}


def _with_lone_parts(found: list[ColumnProposal]) -> list[ColumnProposal]:
    """姓 or 名 alone is no name: only together are they one."""
    fields = {one.field for one in found}
    result = []
    for one in found:
        other = _PAIRS.get(one.field)
        is_lone = other is not None and other not in fields and len(heading_key(one.header)) == 1
        result.append(ColumnProposal(header=one.header) if is_lone else one)
    return result


_REPEATABLE: Final = frozenset(
    {"step_dates", "step_times", "note", "tag", "links", "skills", "certificates", "school"}
    | {"mail", "phone", "internal_reason", "pool", "assessment", "end_reason"}
)


def _once(found: list[ColumnProposal]) -> list[ColumnProposal]:
    """Each field has one column, the surest; a few may have several."""
    result = list(found)
    best: dict[str, int] = {}
    for at, one in enumerate(found):
        if not one.field or one.field in _REPEATABLE:
            continue
        held = best.get(one.field)
        if held is None:
            best[one.field] = at
            continue
        loser = at if found[held].confidence >= one.confidence else held
        best[one.field] = held if loser == at else at
        label = field_label(one.field)
        result[loser] = replace(
            ColumnProposal(header=found[loser].header),
            why=Words(f"「{label.ja}」は別の列を選びました。", f"Another column is “{label.en}”."),
        )
    return result


def missing_fields(columns: Sequence[ColumnProposal], kind: Kind | str) -> list[str]:
    """Return the fields that a kind of file needs and no column has, in the order of the table."""
    wanted = Kind(kind)
    taken = {one.field.partition(".")[0] for one in columns if one.field}
    if taken & {"family_name", "given_name", "name_kana", "family_kana"}:
        taken.add("name")
    return [
        field.name
        for field in list_fields(wanted)
        if wanted in field.needed_by and field.name not in taken
    ]


def check_mapping(
    headers: Sequence[str], mapping: Mapping[str, str], *, kind: Kind | str
) -> list[Words]:
    """Return what is wrong with a mapping of the user; empty if it may be used.

    Args:
        headers: the headings of the file.
        mapping: heading -> field; headings that are missing are not used.
        kind: what the rows are.
    """
    wanted = Kind(kind)
    problems = [_unknown_header(header) for header in mapping if header not in headers]
    chosen = [field for field in mapping.values() if field and field != NOT_TAKEN]
    for path in dict.fromkeys(chosen):
        field = find_field(path)
        if field is None or wanted not in field.kinds:
            problems.append(
                Words(
                    f"項目「{path}」はありません。表示された項目から選んでください。",
                    f"There is no field “{path}”. Choose one of those shown.",
                )
            )
        elif chosen.count(path) > 1 and path not in _REPEATABLE:
            problems.append(
                Words(
                    f"「{field.label.ja}」に2つ以上の列を選べません。1つだけ選んでください。",
                    f"Two columns are mapped to “{field.label.en}”. Choose one.",
                )
            )
    names = {"name", "family_name", "given_name", "name_kana", "family_kana", "employee_no"}
    if wanted in PEOPLE_KINDS - {Kind.KNOWN_PERSONS} and not names & set(chosen):
        problems.append(
            Words(
                "氏名の列がありません。氏名、または姓と名の列を選んでください。",
                "There is no column for the name. Choose the full name, or its parts.",
            )
        )
    return problems


def _unknown_header(header: str) -> Words:
    return Words(
        f"列「{header}」はファイルにありません。列の対応を確認してください。",
        f"The file has no column “{header}”. Check the mapping.",
    )
