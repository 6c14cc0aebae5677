"""Pages with a list: tabs, search, filters, sorting, keyset pages, bulk acts and files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasuki.apps.errors import ConflictError, InvalidInputError
from tasuki.apps.orgs import queries as orgs
from tasuki.core.access import Permission
from tasuki.web.components import exports
from tasuki.web.components.columns import Cell, Column
from tasuki.web.components.forms import Form
from tasuki.web.components.keyset import Order, Page, Place, read_page
from tasuki.web.components.views import PageView, toast

TYPED_CONFIRMATION_OVER: Final = 30
NAMED_ROWS: Final = 5
_PLACE_KEYS: Final = ("after", "before", "from")
_OWN_KEYS: Final = (*_PLACE_KEYS, "sort", "export")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the page's own filters, shown before the saved ones."""

    label: Any
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAct:
    """An act on many rows.

    Attributes:
        name: of the method ``do_<name>(rows, count)`` of the page, which returns a sentence, or
            a response where a task goes on with it.
        label: words of the button.
        effect: what follows for counts, slots and mails; shown before it is done.
        form: what else has to be said, asked on the page that confirms; its cleaned values are
            ``self.bulk_values`` of the page.
    """

    name: str
    label: Any
    effect: Any
    permission: Permission
    form: type[Form] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was chosen: some ids of the page, or everything a query finds, with its count."""

    ids: tuple[UUID, ...]
    query: str
    count: int

    @property
    def is_everything(self) -> bool:
        """Whether a stored query stands for the rows."""
        return not self.ids

    def as_dict(self) -> dict[str, Any]:
        """Return what a task needs to find the same rows again."""
        return {"ids": [str(one) for one in self.ids], "query": self.query, "count": self.count}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's heading with the link that sorts by it."""

    label: Any
    classes: str
    url: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as the template writes it."""

    id: str
    name: str
    cells: tuple[Cell, ...]


class TableView(PageView):
    """A list page.

    A subclass says what the rows are and how they look::

        class ApplicationList(TableView):
            kind, permission = OrganisationKind.COMPANY, Permission.APPLICATION_VIEW
            heading, lead = _("Applicants"), _("...")
            columns = (name_column(...), status_column(...), deadline_column(...))
            default_sort = "-created_at"

            def get_rows(self):
                return queries.list_applications()

    ``is_book`` marks a register that the law orders to keep: its file is whole. The files of all
    other lists leave out who stopped the use of the data.
    """

    template_name = "components/list.html"
    partial_name = "rows"
    partial_template = "components/list.html"
    heading: ClassVar[Any]
    lead: ClassVar[Any] = ""
    caption: ClassVar[Any] = ""
    columns: ClassVar[tuple[Column, ...]]
    default_sort: ClassVar[str] = "-created_at"
    search_label: ClassVar[Any] = ""
    filter_form: ClassVar[type[Form] | None] = None
    tabs: ClassVar[tuple[Tab, ...]] = ()
    bulk_acts: ClassVar[tuple[BulkAct, ...]] = ()
    empty_text: ClassVar[Any] = _("There is nothing here yet.")
    file_name: ClassVar[Any] = ""
    unit: ClassVar[str] = "record"
    is_book: ClassVar[bool] = False
    bulk_values: dict[str, Any]

    def get_rows(self) -> QuerySet[Any]:
        """Return the list before search and filters; with ``select_related`` for its columns."""
        raise TypeError(f"{type(self).__name__} names no rows")

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the rows that match what was typed (as typed; normalise it in the query)."""
        return rows

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Return the rows that match the filter form's cleaned values."""
        return rows

    def prepare(self, rows: Sequence[Any]) -> None:
        """Read for the rows of one page what their query cannot; a constant number of queries."""

    def get_columns(self) -> tuple[Column, ...]:
        """Return the columns; overridden where they depend on the role."""
        return self.columns

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show one page of the list, or send it as a file."""
        if request.GET.get("export"):
            return self._send_file(request.GET["export"])
        return self.show(self.get_context())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Do a bulk act: first show what will happen, then do it."""
        act = next(
            (one for one in self._allowed_acts() if one.name == request.POST.get("act")), None
        )
        if act is None:
            return redirect(request.get_full_path())
        selection = self._read_selection(request.POST)
        rows = self._selected_rows(selection)
        form = self._bulk_form(act)
        if not (self._is_confirmed(request.POST, selection) and (form is None or form.is_valid())):
            return self._ask(act, selection, rows, form)
        self.bulk_values = form.cleaned_data if form else {}
        try:
            said = getattr(self, f"do_{act.name}")(rows, selection)
        except InvalidInputError as error:
            if form is None:
                raise
            form.add_refusal(error)
            return self._ask(act, selection, rows, form)
        if isinstance(said, HttpResponseBase):  # a file, or the page on which a task is seen
            return said
        if said:  # an act that can be undone says it by itself
            toast(request, said)
        return redirect(request.get_full_path())

    def get_context(self) -> dict[str, Any]:
        """Return the list as the template needs it; a constant number of queries."""
        universe = self.get_rows()
        form = self._filter_form()
        page = read_page(
            self._filtered(universe, form),
            universe=universe,
            order=self._order(),
            place=self._place(),
        )
        columns = self.get_columns()
        self.prepare(page.rows)
        return {
            "heading": self.heading,
            "lead": self.lead,
            "caption": self.caption or self.heading,
            "headings": [self._heading(column) for column in columns],
            "rows": [self._row(row, columns) for row in page.rows],
            "page": page,
            "unit": self.unit,
            "next_url": self._turn(page, forward=True),
            "previous_url": self._turn(page, forward=False),
            "filter_form": form,
            "is_filtered": any(key not in _OWN_KEYS for key in self._params()),
            "search_label": self.search_label,
            "search_text": self.request.GET.get("q", ""),
            "tabs": self._tabs(),
            "page_key": self._page_key(),
            "query": self._query(),
            "bulk_acts": self._allowed_acts(),
            "export_urls": self._export_urls(),
            "empty_text": self.empty_text,
        }

    # --- reading -------------------------------------------------------------------------------

    def _filter_form(self) -> Form | None:
        return self.filter_form(self.request.GET) if self.filter_form else None

    def _filtered(self, rows: QuerySet[Any], form: Form | None) -> QuerySet[Any]:
        if text := self.request.GET.get("q", "").strip():
            rows = self.search(rows, text)
        if form is not None:
            form.is_valid()  # fields that cannot be read are left out and marked
            rows = self.filter(rows, form.cleaned_data)
        return rows

    def _order(self) -> Order:
        wanted = self.request.GET.get("sort", "")
        allowed = {column.sort for column in self.get_columns() if column.sort}
        return Order.parse(wanted if wanted.removeprefix("-") in allowed else self.default_sort)

    def _place(self) -> Place:
        params = self.request.GET
        first = params.get("from", "")
        return Place(
            after=params.get("after", ""),
            before=params.get("before", ""),
            first_number=int(first) if first.isascii() and first.isdecimal() else 1,
        )

    # --- addresses -----------------------------------------------------------------------------

    def _params(self) -> dict[str, list[str]]:
        return {key: self.request.GET.getlist(key) for key in self.request.GET}

    def _url(self, **changes: str) -> str:
        params: dict[str, Any] = {
            key: values
            for key, values in self._params().items()
            if key not in {*_PLACE_KEYS, "export"} and any(values)
        }
        params |= changes
        return f"{self.request.path}?{urlencode(params, doseq=True)}"

    def _query(self) -> str:
        """The filters of the address, without place and sorting: what a saved filter keeps."""
        kept = {key: values for key, values in self._params().items() if key not in _OWN_KEYS}
        return urlencode(kept, doseq=True)

    def _turn(self, page: Page[Any], *, forward: bool) -> str:
        if forward:
            return (
                self._url(after=page.next_after, **{"from": str(page.next_first)})
                if page.next_after
                else ""
            )
        if not page.previous_before:
            return ""
        return self._url(before=page.previous_before, **{"from": str(page.previous_first)})

    def _heading(self, column: Column) -> Heading:
        order = self._order()
        is_sorted = bool(column.sort) and column.sort == order.field
        direction = "" if not is_sorted else "descending" if order.is_descending else "ascending"
        target = f"-{column.sort}" if direction == "ascending" else column.sort
        return Heading(
            label=column.label,
            classes=column.css,
            url=self._url(sort=target) if column.sort else "",
            direction=direction,
        )

    def _row(self, row: Any, columns: Sequence[Column]) -> Row:
        cells = tuple(column.cell(row) for column in columns)
        return Row(id=str(row.pk), name=str(cells[0].text) if cells else "", cells=cells)

    def _page_key(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    def _tabs(self) -> list[dict[str, Any]]:
        saved = orgs.list_saved_filters(page=self._page_key(), account_id=self.actor.account_id)
        now = self._query()
        own = self.tabs or (Tab(label=_("All"), query=""),)
        tabs = [(tab.label, tab.query, "") for tab in own]
        tabs += [(one.name, one.query, str(one.pk)) for one in saved]
        return [
            {
                "label": label,
                "url": f"{self.request.path}?{query}" if query else self.request.path,
                "is_current": query == now,
                "saved_id": saved_id,
            }
            for label, query, saved_id in tabs
        ]

    # --- files ---------------------------------------------------------------------------------

    def _export_urls(self) -> dict[str, str]:
        if not self.actor.can(Permission.EXPORT):
            return {}
        return {name: self._url(export=name) for name in exports.FORMATS}

    def _send_file(self, format_name: str) -> HttpResponse:
        """Send what the filters leave, all pages, in the list's order."""
        rows = self._filtered(self.get_rows(), self._filter_form())
        order = self._order()
        rows = rows.order_by(f"{'-' if order.is_descending else ''}{order.field}", "pk")
        return exports.send_table(
            actor=self.actor,
            format_name=format_name,
            name=str(self.file_name or self.heading),
            columns=[column for column in self.get_columns() if column.export],
            rows=rows,
            page_key=self._page_key(),
            is_book=self.is_book,
            now=timezone.now(),
        )

    # --- bulk ----------------------------------------------------------------------------------

    def _allowed_acts(self) -> list[BulkAct]:
        return [act for act in self.bulk_acts if self.actor.can(act.permission)]

    def _read_selection(self, data: QueryDict) -> Selection:
        if data.get("everything"):
            count = self._filtered(self.get_rows(), self._filter_form()).count()
            if data["everything"] != str(count):
                raise ConflictError
            return Selection(ids=(), query=self._query(), count=count)
        ids = tuple(_uuids(data.getlist("row")))
        if not ids:
            raise InvalidInputError(
                ja="行が選択されていません。一覧で行を選んでから、もう一度押してください。",
                en="No row is selected. Select rows in the list and press the button again.",
                code="nothing_selected",
            )
        return Selection(ids=ids, query="", count=len(set(ids)))

    def _selected_rows(self, selection: Selection) -> QuerySet[Any]:
        rows = self._filtered(self.get_rows(), self._filter_form())
        return rows if selection.is_everything else rows.filter(pk__in=selection.ids)

    def _bulk_form(self, act: BulkAct) -> Form | None:
        if act.form is None:
            return None
        return act.form(self.request.POST if self.request.POST.get("confirmed") else None)

    def _is_confirmed(self, data: QueryDict, selection: Selection) -> bool:
        if data.get("confirmed") != "yes":
            return False
        needs_number = selection.count > TYPED_CONFIRMATION_OVER
        return not needs_number or data.get("typed", "").strip() == str(selection.count)

    def _ask(
        self, act: BulkAct, selection: Selection, rows: QuerySet[Any], form: Form | None
    ) -> HttpResponse:
        first = list(rows.order_by(self._order().field, "pk")[:NAMED_ROWS])
        columns = self.get_columns()
        context = {
            "act": act,
            "form": form,
            "selection": selection,
            "unit": self.unit,
            "names": [columns[0].cell(row).text for row in first],
            "rest_count": max(0, selection.count - len(first)),
            "needs_number": selection.count > TYPED_CONFIRMATION_OVER,
            "was_asked": self.request.POST.get("confirmed") == "yes",
            "heading": self.heading,
            "back_url": self.request.get_full_path(),
            "back_label": self.heading,
        }
        was_wrong = context["was_asked"]
        status = HTTPStatus.UNPROCESSABLE_ENTITY if was_wrong else HTTPStatus.OK
        return render(self.request, "components/bulk_confirm.html", context, status=status)


def _uuids(values: list[str]) -> Iterator[UUID]:
    for value in values:
        try:
            yield UUID(value)
        except (ValueError, ValidationError):
            continue
