"""Pages and buttons that call one action about the row that the address names."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, OrganisationView


class RowView(OrganisationView):
    """What form and button share.

    Attributes:
        action: what is done; it takes the actor, the id, the moment and the values.
        id_name: name of the place in the address, and of the argument, that hold the id.
        page_name: address of the page of the row.
        said: what was done, as a sentence.
    """

    action: ClassVar[Callable[..., Any]]
    id_name: ClassVar[str]
    page_name: ClassVar[str]
    said: ClassVar[Any]

    @property
    def row_id(self) -> UUID:
        """The id in the address."""
        found: UUID = self.kwargs[self.id_name]
        return found

    def call(self, values: dict[str, Any]) -> str:
        """Call the action now and say what was done."""
        done = type(self).action(
            actor=self.actor, now=timezone.now(), **{self.id_name: self.row_id}, **values
        )
        return self.say(done)

    def say(self, done: Any) -> str:
        """Return what was done, as a sentence.

        Args:
            done: what the action returned.
        """
        return str(self.said)

    def get_success_url(self) -> str:
        """Show the row."""
        return reverse(self.page_name, args=[self.row_id])


class RowForm(RowView, FormPage):
    """A form about one row; its fields are the arguments of the action."""

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return the arguments of the action."""
        return form.cleaned_data

    def act(self, form: Form) -> str:
        """Call the action with what was typed."""
        return self.call(self.get_values(form))

    def get_back_url(self) -> str:
        """Go back to where it ends."""
        return self.get_success_url()


class RowAct(RowView, ActView):
    """A button about one row."""

    def act(self) -> str:
        """Call the action."""
        return self.call({})
