"""What a table shows: one declaration for page, phone card, CSV and xlsx."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tasuki.web.components import formats

type Value = str | int | date | datetime | None


class Place(StrEnum):
    """Where a cell stands on a phone card."""

    TITLE = "c1"
    CORNER = "c2"
    LINE = ""
    WIDE_ONLY = "wide-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        name: stable key in addresses and files.
        label: heading, and the word before the value on a phone card.
        value: the plain value of a row; what files contain.
        show: the value as written on the page; safe HTML or text that will be escaped.
        link: address of the row's page; the first column usually has one.
        sort: field or annotation the column sorts by; empty = not sortable.
        export: whether files contain it.
    """

    name: str
    label: Any
    value: Callable[[Any], Any]
    show: Callable[[Any], str | SafeString] = formats.text
    link: Callable[[Any], str] | None = None
    sort: str = ""
    place: Place = Place.LINE
    css: str = ""
    export: bool = True
    file_value: Callable[[Any], Value] | None = None

    @property
    def is_heading(self) -> bool:
        """Whether the cell names the row."""
        return self.place is Place.TITLE

    @property
    def classes(self) -> str:
        """The CSS classes of the cell."""
        return f"{self.place} {self.css}".strip()

    def cell(self, row: Any) -> "Cell":
        """Return the cell of a row, ready for the template."""
        return Cell(
            text=self.show(self.value(row)),
            url=self.link(row) if self.link else "",
            label="" if self.place in {Place.TITLE, Place.CORNER} else str(self.label),
            classes=self.classes,
            is_heading=self.is_heading,
        )

    def exported(self, row: Any) -> Value:
        """Return what a file contains for a row: numbers stay numbers, times are local."""
        found = (self.file_value or self.value)(row)
        if isinstance(found, datetime):
            return f"{timezone.localtime(found):%Y/%m/%d %H:%M}"
        if isinstance(found, date):
            return formats.day(found)
        if found is None or isinstance(found, int):
            return found
        return str(found)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the template writes it."""

    text: str | SafeString
    url: str = ""
    label: str = ""
    classes: str = ""
    is_heading: bool = False

    @property
    def html(self) -> SafeString:
        """The cell's markup; made here because a list has hundreds of them."""
        inner = format_html('<a href="{}">{}</a>', self.url, self.text) if self.url else self.text
        css = format_html(' class="{}"', self.classes) if self.classes else ""
        if self.is_heading:
            return format_html('<th scope="row"{}>{}</th>', css, inner)
        name = format_html(' data-l="{}"', self.label) if self.label else ""
        return format_html("<td{}{}>{}</td>", css, name, inner if self.text else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTable:
    """A table without pages: a ledger, a breakdown, the table under a chart."""

    caption: Any
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(default=())

    @classmethod
    def of(cls, caption: Any, columns: tuple[Column, ...], rows: Any) -> "SmallTable":
        """Return the table of some rows."""
        cells = tuple(tuple(column.cell(row) for column in columns) for row in rows)
        return cls(caption=caption, columns=columns, rows=cells)


def name_column(
    label: Any, value: Callable[[Any], Any], link: Callable[[Any], str], *, sort: str = ""
) -> Column:
    """Return the first column: the name, which is also the link."""
    return Column(name="name", label=label, value=value, link=link, sort=sort, place=Place.TITLE)


def text_column(name: str, label: Any, value: Callable[[Any], Any], **more: Any) -> Column:
    """Return a column of plain text."""
    return Column(name=name, label=label, value=value, **more)


def count_column(
    name: str, label: Any, value: Callable[[Any], Any], *, unit: str = "person", **more: Any
) -> Column:
    """Return a right-aligned column of counts with their unit."""
    show = partial(formats.count, unit=unit)
    return Column(name=name, label=label, value=value, show=show, css="n", **more)


def yen_column(name: str, label: Any, value: Callable[[Any], Any], **more: Any) -> Column:
    """Return a right-aligned column of amounts in yen."""
    return Column(name=name, label=label, value=value, show=formats.yen, css="n", **more)


def day_column(name: str, label: Any, value: Callable[[Any], Any], **more: Any) -> Column:
    """Return a column of days, 2026/10/03."""
    return Column(name=name, label=label, value=value, show=formats.day, css="nw", **more)


def moment_column(name: str, label: Any, value: Callable[[Any], Any], **more: Any) -> Column:
    """Return a column of points in time."""
    return Column(name=name, label=label, value=value, show=formats.moment, css="nw", **more)


def deadline_column(name: str, label: Any, value: Callable[[Any], Any], **more: Any) -> Column:
    """Return a column of deadlines, 11/27（金）."""
    return Column(
        name=name, label=label, value=value, **({"show": formats.deadline, "css": "nw"} | more)
    )


def status_column(kind: str, value: Callable[[Any], Any], label: Any, **more: Any) -> Column:
    """Return the column of a state: the tag on the page, its word in files.

    Args:
        kind: the object, such as ``registration``; see ``formats.status_label``.
        value: the stored state of a row.
        label: heading.
        more: other attributes of ``Column``.
    """
    return Column(
        name="status",
        label=label,
        value=value,
        show=partial(formats.status_tag, kind),
        file_value=lambda row: formats.say(formats.status_label(kind, value(row)).label),
        place=Place.CORNER,
        **more,
    )
