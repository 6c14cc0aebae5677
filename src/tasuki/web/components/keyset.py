"""Pages of a long list by the last row seen, so that page 100 costs what page 1 costs.

The address holds the id of a row, never the value it is sorted by: a name does not belong in
an address or a log.
"""

from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet

PAGE_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by one expression; the id decides between equals; empty values come last."""

    field: str
    is_descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the order of ``name`` or ``-name``."""
        return cls(field=text.removeprefix("-"), is_descending=text.startswith("-"))

    def reversed(self) -> "Order":
        """Return the same order, backwards."""
        return Order(self.field, not self.is_descending)


@dataclass(frozen=True, slots=True)
class Place:
    """Which page: after or before one row, and the number of its first row."""

    after: str = ""
    before: str = ""
    first_number: int = 1


@dataclass(frozen=True, slots=True)
class Page[Row: Model]:
    """One page; empty ids where there is no page to go to."""

    rows: list[Row]
    first_number: int
    total_count: int
    next_after: str
    previous_before: str

    @property
    def last_number(self) -> int:
        """The number of the last row shown; 0 for an empty list."""
        return self.first_number + len(self.rows) - 1 if self.rows else 0

    @property
    def next_first(self) -> int:
        """The number of the first row of the next page."""
        return self.first_number + len(self.rows)

    @property
    def previous_first(self) -> int:
        """The number of the first row of the page before."""
        return max(1, self.first_number - PAGE_ROWS)


def read_page[Row: Model](
    rows: QuerySet[Row], *, universe: QuerySet[Row], order: Order, place: Place
) -> Page[Row]:
    """Return one page with at most three queries, however long the list is.

    Args:
        rows: what the filters leave.
        universe: the list before filtering; the row that the place names is looked up here,
            so a page can be turned although that row has just left the filter.
        order: how the list is sorted.
        place: which page; an unknown row means the first page.
    """
    total = rows.count()
    anchor_id = place.after or place.before
    anchor = _find_anchor(universe, order, anchor_id) if anchor_id else None
    if anchor is None:
        found = list(_sorted(rows, order, backwards=False)[: PAGE_ROWS + 1])
        return _cut(found, first=1, total=total, has_before=False)
    backwards = bool(place.before)
    condition = _beyond(rows, order, anchor, backwards=backwards)
    found = list(_sorted(rows.filter(condition), order, backwards=backwards)[: PAGE_ROWS + 1])
    if not backwards:
        return _cut(found, first=place.first_number, total=total, has_before=True)
    has_more = len(found) > PAGE_ROWS
    shown = found[:PAGE_ROWS][::-1]
    return Page(
        rows=shown,
        first_number=place.first_number if has_more else 1,
        total_count=total,
        next_after=str(shown[-1].pk) if shown else "",
        previous_before=str(shown[0].pk) if has_more else "",
    )


def _cut[Row: Model](found: list[Row], *, first: int, total: int, has_before: bool) -> Page[Row]:
    shown = found[:PAGE_ROWS]
    return Page(
        rows=shown,
        first_number=first,
        total_count=total,
        next_after=str(shown[-1].pk) if len(found) > PAGE_ROWS else "",
        previous_before=str(shown[0].pk) if has_before and shown else "",
    )


def _find_anchor(universe: QuerySet[Any], order: Order, pk: str) -> tuple[Any, Any] | None:
    try:
        key = universe.model._meta.pk.to_python(pk)
    except ValidationError:
        return None
    if not isinstance(key, UUID | int):
        return None
    found = universe.filter(pk=key).values_list(order.field, "pk").first()
    return tuple(found) if found else None


def _sorted[Row: Model](rows: QuerySet[Row], order: Order, *, backwards: bool) -> QuerySet[Row]:
    column = F(order.field)
    nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    if not _is_nullable(rows, order.field):
        nulls = {}
    if order.is_descending is not backwards:
        return rows.order_by(column.desc(**nulls), "-pk")
    return rows.order_by(column.asc(**nulls), "pk")


def _beyond(rows: QuerySet[Any], order: Order, anchor: tuple[Any, Any], *, backwards: bool) -> Q:
    """The condition for the rows behind the anchor, in reading direction."""
    value, pk = anchor
    side = "lt" if order.is_descending is not backwards else "gt"
    after_id = Q(**{f"pk__{side}": pk})
    empty = Q(**{f"{order.field}__isnull": True})
    if value is None:
        return (empty & after_id) | ~empty if backwards else empty & after_id
    # The first half bounds the index scan; the second decides between equals.
    found = Q(**{f"{order.field}__{side}e": value}) & (
        Q(**{f"{order.field}__{side}": value}) | after_id
    )
    if _is_nullable(rows, order.field) and not backwards:
        found |= empty
    return found


def _is_nullable(rows: QuerySet[Any], field: str) -> bool:
    try:
        return bool(rows.model._meta.get_field(field).null)
    except FieldDoesNotExist:
        return True  # an annotation or a joined column may be empty
