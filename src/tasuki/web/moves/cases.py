"""What each kind of case has alike: its list, the forms that add and change one, its paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from tasuki.apps.errors import found
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView
from tasuki.web.moves.frame import CaseForm, PaperView, StateFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kind of case.

    Attributes:
        name: of its page; the list is called the same in the plural, the form for a new one
            ends in ``_add``.
        id_name: name of the place in the address, and of the argument, that hold the id.
        find: the query that reads one.
        list_all: the query that lists them; it takes a text to look for.
        add: the action that stores a new one.
        edit: the action that changes one.
    """

    name: str
    id_name: str
    find: Callable[..., Any]
    list_all: Callable[..., QuerySet[Any]]
    add: Callable[..., Any]
    edit: Callable[..., Any]

    def read(self, place: dict[str, Any]) -> Any:
        """Return the row of an address.

        Args:
            place: what the address holds.

        Raises:
            NotVisibleError: there is none here.
        """
        return found(self.find(**{self.id_name: place[self.id_name]}))

    def page_url(self, row_id: UUID) -> str:
        """Return the address of the page of one."""
        return reverse(f"moves:{self.name}", args=[row_id])

    @property
    def list_url(self) -> str:
        """The address of the list."""
        return reverse(f"moves:{self.name}s")

    @property
    def add_url(self) -> str:
        """The address of the form for a new one."""
        return reverse(f"moves:{self.name}_add")


class CaseValues(Form):
    """The form of a case; ``values`` is what its actions take."""

    def values(self, **more: Any) -> Any:
        """Return what was typed.

        Args:
            more: values that the form does not ask for.
        """
        raise TypeError(f"{type(self).__name__} gives no values")


class CaseList(TableView):
    """All cases of one kind.

    Attributes:
        add_label: words of the button for a new one.
    """

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.MOVE_VIEW
    template_name: ClassVar[str] = "moves/list.html"
    filter_form = StateFilter
    case: ClassVar[Case]
    add_label: ClassVar[Any]

    def get_rows(self) -> QuerySet[Any]:
        """Return the cases."""
        return self.case.list_all()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by what the query looks into."""
        return rows & self.case.list_all(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state."""
        return rows.filter(state=values["state"]) if values.get("state") else rows

    def get_context(self) -> dict[str, Any]:
        """Return the list and whether one may be added."""
        add = self.case.add_url if self.actor.can(Permission.MOVE_EDIT) else ""
        return super().get_context() | {
            "add_url": add,
            "add_label": self.add_label,
            "empty_url": add,
            "empty_label": self.add_label,
        }


class CaseSave(CaseForm):
    """A form whose values become a case.

    Attributes:
        said: what was done, as a sentence.
    """

    case: ClassVar[Case]
    said: ClassVar[Any]

    def get_more(self) -> dict[str, Any]:
        """Return values that the form does not ask for."""
        return {}


class CaseAdd(CaseSave):
    """A new case."""

    def act(self, form: Form) -> str:
        """Store it."""
        assert isinstance(form, CaseValues)
        self.row = self.case.add(
            actor=self.actor, values=form.values(**self.get_more()), now=timezone.now()
        )
        return str(self.said)

    def get_success_url(self) -> str:
        """Show it."""
        return self.case.page_url(self.row.pk)

    def get_back_url(self) -> str:
        """Go back to the list."""
        return self.case.list_url


class CaseEdit(CaseSave):
    """Change a case that stands."""

    def get_initial(self) -> dict[str, Any]:
        """Begin with the stored values."""
        row = self.case.read(self.kwargs)
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def act(self, form: Form) -> str:
        """Store it."""
        assert isinstance(form, CaseValues)
        self.case.edit(
            actor=self.actor,
            values=form.values(**self.get_more()),
            now=timezone.now(),
            **{self.case.id_name: self.kwargs[self.case.id_name]},
        )
        return str(self.said)

    def get_success_url(self) -> str:
        """Show it."""
        return self.case.page_url(self.kwargs[self.case.id_name])

    def get_back_url(self) -> str:
        """Go back to it."""
        return self.get_success_url()


class CasePaper(PaperView):
    """The paper of a case.

    Attributes:
        title: name of the paper, for the name of the file.
        paper: makes the PDF of a row.
    """

    case: ClassVar[Case]
    title: ClassVar[Any]
    paper: ClassVar[Callable[..., bytes]]

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return the PDF."""
        row = self.case.read(self.kwargs)
        content = type(self).paper(row, language=language, printed_by=printed_by, now=now)
        return content, f"{row.number}_{self.title}"
