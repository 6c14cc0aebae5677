"""Pages of lists by the last row seen, so that page 100 costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from ninja import Schema

from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class _Key:
    field: str
    is_descending: bool
    is_null_first: bool


def cut[Row](rows: QuerySet[Any] | Sequence[Row], page: PageQuery) -> tuple[list[Any], UUID | None]:
    """Return the rows of one page and the id after which the next one begins.

    Args:
        rows: a sorted query, or a list of rows with an ``id``.
        page: which page.

    Raises:
        InvalidInputError: ``after`` names no row that the caller sees.
    """
    if isinstance(rows, QuerySet):
        found = list(_after(rows, page.after)[: page.limit + 1])
    else:
        found = _list_after(rows, page.after)[: page.limit + 1]
    shown = found[: page.limit]
    return shown, shown[-1].id if len(found) > page.limit else None


def fill_page[Answer: Schema](
    answer: type[Answer],
    item: type[Schema],
    rows: QuerySet[Any] | Sequence[Any],
    page: PageQuery,
) -> Answer:
    """Return one page of rows as an answer.

    Args:
        answer: with ``items`` and ``next_after``.
        item: how one row is written.
        rows: see ``cut``.
        page: which page.
    """
    shown, next_after = cut(rows, page)
    return answer(items=[item.from_orm(row) for row in shown], next_after=next_after)


def _list_after(rows: Sequence[Any], after: UUID | None) -> list[Any]:
    if after is None:
        return list(rows)
    for position, row in enumerate(rows):
        if row.id == after:
            return list(rows[position + 1 :])
    raise _unknown_row()


def _after(rows: QuerySet[Any], after: UUID | None) -> QuerySet[Any]:
    keys = [_key(part) for part in rows.query.order_by]
    if keys[-1:] == [] or keys[-1].field not in {"id", "pk"}:
        is_descending = bool(keys) and keys[-1].is_descending
        keys.append(_Key("pk", is_descending, is_null_first=False))
        rows = rows.order_by(*rows.query.order_by, "-pk" if is_descending else "pk")
    if after is None:
        return rows
    model: type[Model] = rows.model
    names = [key.field for key in keys]
    anchor = model._default_manager.filter(pk=after).values_list(*names).first()
    if anchor is None:
        raise _unknown_row()
    return rows.filter(_beyond(list(zip(keys, anchor, strict=True))))


def _key(part: str | Combinable) -> _Key:
    if isinstance(part, OrderBy):
        assert isinstance(part.expression, F)
        name: str = part.expression.name  # type: ignore[attr-defined]
        null_first = part.descending if part.nulls_last is None else not part.nulls_last
        return _Key(name, part.descending, bool(part.nulls_first or null_first))
    assert isinstance(part, str)
    is_descending = part.startswith("-")
    return _Key(part.removeprefix("-"), is_descending, is_null_first=is_descending)


def _beyond(anchor: list[tuple[_Key, Any]]) -> Q:
    """Rows behind the anchor: behind in the first key, or equal there and behind in the rest."""
    (key, value), *rest = anchor
    behind = _behind(key, value)
    if not rest:
        return behind
    equal = Q(**{f"{key.field}__isnull": True}) if value is None else Q(**{key.field: value})
    return behind | (equal & _beyond(rest))


def _behind(key: _Key, value: object) -> Q:
    is_null = Q(**{f"{key.field}__isnull": True})
    if value is None:
        return ~is_null if key.is_null_first else Q(pk__in=[])
    further = Q(**{f"{key.field}__{'lt' if key.is_descending else 'gt'}": value})
    return further if key.is_null_first else further | is_null


def _unknown_row() -> InvalidInputError:
    return InvalidInputError(
        ja="afterのIDが見つかりません。最初のページから読み直してください。",
        en="The row named by after was not found. Read again from the first page.",
        field="after",
    )
