"""What the acts on parts of a person share: finding, reading values, writing down."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.people.models import PersonPart, TalentRecord
from tasuki.core.identity.normalise import parse_date
from tasuki.core.identity.problems import ParseProblem

_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")


def lock_person(talent_record_id: UUID) -> TalentRecord:
    """Return a person of the organisation bound now, locked.

    Raises:
        NotVisibleError: no such person, or merged into another one.
    """
    found = TalentRecord.objects.select_for_update().filter(
        id=talent_record_id, merged_into_id=None
    )
    person = found.first()
    if person is None:
        raise NotVisibleError
    return person


def lock_part[P: PersonPart](model: type[P], part_id: UUID) -> P:
    """Return one row about a person, locked.

    Raises:
        NotVisibleError: no such row.
    """
    part = model.objects.select_for_update(of=("self",)).filter(id=part_id).first()
    if part is None:
        raise NotVisibleError
    return part


def note_act(*, actor: Actor, act: str, talent_record_id: UUID, now: datetime, **data: Any) -> None:
    """Write an act on a person into the chain; ``data`` holds codes and ids only."""
    audit.record(
        actor=actor,
        kind=f"person.{act}",
        object_kind="talent_record",
        object_id=talent_record_id,
        now=now,
        data=data or None,
    )


def read_values(
    values: Mapping[str, Any], readers: Mapping[str, Callable[[Any, str], Any]]
) -> dict[str, Any]:
    """Return the values as they are stored.

    Args:
        values: field -> as typed.
        readers: field -> what reads it; other fields are refused.

    Raises:
        InvalidInputError: a field is not one of these, or its value cannot be read.
    """
    if unknown := sorted(values.keys() - readers.keys()):
        raise InvalidInputError(
            ja=f"変更できない項目です：{unknown[0]}。画面の項目だけを変更してください。",
            en=f"This field cannot be changed: {unknown[0]}. Change the fields shown only.",
            field=unknown[0],
        )
    return {field: readers[field](value, field) for field, value in values.items()}


def name_of(characters_max: int) -> Callable[[Any, str], str]:
    """Return a reader of a name: one line, whatever it says."""

    def read(value: Any, field: str) -> str:
        return _limited(" ".join(str(value or "").split()), field, characters_max)

    return read


def line_of(characters_max: int) -> Callable[[Any, str], str]:
    """Return a reader of one line of text; what nobody may write is refused (H5)."""

    def read(value: Any, field: str) -> str:
        text = " ".join(str(value or "").split())
        return _checked(text, field, characters_max)

    return read


def text_of(characters_max: int) -> Callable[[Any, str], str]:
    """Return a reader of several lines; what nobody may write is refused (H5)."""

    def read(value: Any, field: str) -> str:
        text = str(value or "").replace("\r\n", "\n").strip()
        return _checked(text, field, characters_max)

    return read


def choice_of(values: list[str], *, may_be_empty: bool = False) -> Callable[[Any, str], str]:
    """Return a reader of one of some stored values."""

    def read(value: Any, field: str) -> str:
        text = str(value or "")
        if text in values or (may_be_empty and not text):
            return text
        raise InvalidInputError(
            ja="一覧から選んでください。", en="Choose one of the list.", field=field
        )

    return read


def read_day(value: Any, field: str) -> date | None:
    """Return a day, None for nothing.

    Raises:
        InvalidInputError: it cannot be read.
    """
    if not value:
        return None
    read = parse_date(value)
    if isinstance(read, ParseProblem):
        raise InvalidInputError(ja=read.text.ja, en=read.text.en, field=field)
    return read


def read_month_or_day(value: Any, field: str) -> str:
    """Return ``YYYY-MM`` or ``YYYY-MM-DD``; a month never becomes its first day.

    Raises:
        InvalidInputError: it cannot be read.
    """
    if isinstance(value, date):
        return value.isoformat()
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    if not text:
        return ""
    if found := _MONTH.fullmatch(text):
        text, is_month = f"{found[1]}-{found[2]}-1", True
    else:
        is_month = text.endswith("月")
        text += "1日" if is_month else ""
    read = parse_date(text)
    if isinstance(read, ParseProblem):
        raise InvalidInputError(
            ja="年月を読み取れません。2020年4月か2020/4/1の形で入力してください。",
            en="The month cannot be read. Enter it as 2020-04 or 2020-04-01.",
            field=field,
        )
    return f"{read:%Y-%m}" if is_month else read.isoformat()


def read_flag(value: Any, field: str) -> bool:
    """Return whether something is so."""
    return bool(value)


def _checked(text: str, field: str, characters_max: int) -> str:
    require_lawful_text(_limited(text, field, characters_max), field=field)
    return text


def _limited(text: str, field: str, characters_max: int) -> str:
    if len(text) > characters_max:
        raise InvalidInputError(
            ja=f"{characters_max}文字以内で入力してください。",
            en=f"Enter at most {characters_max} characters.",
            field=field,
        )
    return text
