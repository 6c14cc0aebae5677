"""Open a case: first its kind, then what the kind asks."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.cases.actions import open_case
from tasuki.apps.cases.queries import list_kinds_of
from tasuki.core.access import Permission
from tasuki.core.cases.kind import AnyKind
from tasuki.web.cases.forms import add_fields
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage


class OpeningForm(Form):
    """Who is meant; the fields of the kind are added."""

    submit_label = gettext_lazy("Open the case")
    kind = forms.CharField(widget=forms.HiddenInput, max_length=30)
    person_name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=160)
    person_mail = forms.EmailField(
        label=gettext_lazy("Mail address of the person"), required=False, max_length=254
    )


class AddCase(FormPage):
    """A new case of one kind; without a kind the page lists them."""

    permission: ClassVar = Permission.MOVE_EDIT
    template_name: ClassVar[str] = "cases/add.html"
    form_class = OpeningForm
    back_label = gettext_lazy("Back to all cases")

    def find_kind(self) -> AnyKind | None:
        """Return the kind that the address or the form names, if it is kept here."""
        wanted = self.request.POST.get("kind") or self.request.GET.get("kind", "")
        kinds = {one.code: one for one in list_kinds_of(self.actor.kind)}
        return kinds.get(wanted)

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Return the form with the fields of the kind."""
        form = super().make_form(data, files)
        kind = self.find_kind()
        self.codes: list[str] = []
        if kind is None:
            return form
        if not kind.has_person:
            del form.fields["person_name"], form.fields["person_mail"]
        self.codes = add_fields(form, kind, kind.opening)
        return form

    def get_initial(self) -> dict[str, Any]:
        """Begin with the kind of the address."""
        kind = self.find_kind()
        return {"kind": kind.code if kind else ""}

    def get_context(self) -> dict[str, Any]:
        """Return the kinds and the words of the chosen one."""
        kind = self.find_kind()
        return {
            "kinds": [(one.code, formats.say(one.words)) for one in list_kinds_of(self.actor.kind)],
            "chosen": kind,
            "title": formats.say(kind.words) if kind else _("Open a case"),
            "source": kind.source if kind else "",
        }

    def act(self, form: Form) -> str:
        """Open it."""
        values = form.cleaned_data
        self.row = open_case(
            actor=self.actor,
            kind=values["kind"],
            typed={code: str(values.get(code) or "") for code in self.codes},
            person_name=values.get("person_name", ""),
            person_mail=values.get("person_mail", ""),
            now=timezone.now(),
        )
        return _("The case was opened.")

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("cases:case", args=[self.row.pk])

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("cases:cases")
