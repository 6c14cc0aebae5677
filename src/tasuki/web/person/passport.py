"""My passport: entries, who may read each, and a résumé's text read into proposals."""

from datetime import date
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tasuki.adapters.documents import DocumentRefusedError, read_document
from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.passport import actions
from tasuki.apps.passport import queries as passport
from tasuki.apps.passport.models import PassportItem
from tasuki.core.identity.dates import parse_date
from tasuki.core.identity.problems import ParseProblem
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import toast
from tasuki.web.person.frame import name_of
from tasuki.web.person.me import MeView
from tasuki.web.person.own import as_id

LEFT_OUT_KEY: Final = "tasuki_left_out"
"""In the session, for one page: which matters were left out of a pasted text."""

_GROUPS: Final = (
    (PassportItem.Kind.CAREER, gettext_lazy("Career")),
    (PassportItem.Kind.SKILL, gettext_lazy("Skills")),
    (PassportItem.Kind.CERTIFICATE, gettext_lazy("Certificates")),
    (PassportItem.Kind.LANGUAGE, gettext_lazy("Languages")),
    (PassportItem.Kind.WISH, gettext_lazy("What I wish for")),
    (PassportItem.Kind.LEARNING, gettext_lazy("What I learned from moves")),
)


class MonthField(forms.CharField):
    """A month as people write it: 2019/4, 2019年4月, 平成31年4月."""

    def clean(self, value: Any) -> Any:
        """Return the first day of the month; None where nothing was written."""
        text = super().clean(value)
        if not text:
            return None
        for attempt in (text, f"{text}/1", f"{text}1日"):
            found = parse_date(attempt)
            if isinstance(found, date):
                return found.replace(day=1)
        found = parse_date(text)
        assert isinstance(found, ParseProblem)
        raise forms.ValidationError(_("Write year and month, such as 2019/4."))


class ItemForm(Form):
    """One entry, made by hand."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(kind.value, label) for kind, label in _GROUPS]
    )
    title = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=120,
        help_text=gettext_lazy("Example: quality control, Excel, English TOEIC 780"),
        widget=forms.TextInput(attrs={"enterkeyhint": "next"}),
    )
    place = forms.CharField(
        label=gettext_lazy("Company or place"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "enterkeyhint": "next"}),
    )
    starts_on = MonthField(
        label=gettext_lazy("From (month)"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Example: 2019/4"),
    )
    ends_on = MonthField(label=gettext_lazy("Until (month)"), max_length=20, required=False)
    text = forms.CharField(
        label=gettext_lazy("More, if you like"),
        max_length=2_000,
        required=False,
        help_text=gettext_lazy(
            "Do not write about health, family, beliefs or your home town: nobody may ask for it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TextForm(Form):
    """A résumé's text, pasted or as a file."""

    text = forms.CharField(
        label=gettext_lazy("Text of your résumé"),
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file (text or Word docx)"),
        required=False,
        help_text=gettext_lazy(
            "At most 2 MB. Only its text is read; the file itself is not kept. "
            "From a PDF, copy the text and paste it."
        ),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx"}),
    )


class PassportPage(MeView):
    """All entries with who may read them; only the person sees this page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        account_id = self.account.pk
        items = passport.list_items(account_id=account_id)
        grants = passport.list_grants(account_id=account_id)
        names = _names_of_readers(account_id)
        groups = [
            {
                "label": label,
                "rows": [
                    {
                        "item": one,
                        "readers": "、".join(
                            names[reader]
                            for reader in sorted(grants.get(one.id, ()))
                            if reader in names
                        ),
                    }
                    for one in items
                    if one.kind == kind
                ],
            }
            for kind, label in _GROUPS
        ]
        proposed = passport.list_items(account_id=account_id, is_proposed=True)
        context = {
            "groups": [group for group in groups if group["rows"]],
            "proposed_count": len(proposed),
        }
        return self.show("person/passport.html", context)


class ItemPage(MeView):
    """One entry: change it, say who may read it, or delete it."""

    def get(self, request: HttpRequest, item_id: UUID | None = None) -> HttpResponse:
        """Show the form."""
        item = self._item(item_id)
        kind = request.GET.get("kind", "")
        initial = _initial(item) if item else {"kind": kind}
        return self._show(ItemForm(initial=initial), item)

    def post(self, request: HttpRequest, item_id: UUID | None = None) -> HttpResponseBase:
        """Save the entry and who may read it."""
        item = self._item(item_id)
        form = ItemForm(request.POST)
        if not form.is_valid():
            return self._show(form, item, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        readers = [int(one) for one in request.POST.getlist("readers") if one.isdecimal()]
        try:
            saved = actions.save_item(
                account_id=self.account.pk,
                values=form.cleaned_data,
                item_id=item_id,
                now=self.now,
            )
            actions.open_item(
                account_id=self.account.pk, item_id=saved.id, reader_ids=readers, now=self.now
            )
        except NotVisibleError:
            raise
        except ActionError as error:
            form.add_refusal(error)
            return self._show(form, item, status=error.status)
        toast(request, _("Saved in your passport."))
        return redirect("person:passport")

    def _item(self, item_id: UUID | None) -> PassportItem | None:
        if item_id is None:
            return None
        for one in passport.list_items(account_id=self.account.pk):
            if one.id == item_id:
                return one
        raise NotVisibleError

    def _show(
        self, form: Form, item: PassportItem | None, *, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        account_id = self.account.pk
        opened = passport.list_grants(account_id=account_id).get(item.id, set()) if item else set()
        if self.request.method == "POST":
            opened = {int(one) for one in self.request.POST.getlist("readers") if one.isdecimal()}
        readers = [
            {"id": reader_id, "name": name, "is_chosen": reader_id in opened}
            for reader_id, name in _names_of_readers(account_id).items()
        ]
        context = {"form": form, "item": item, "readers": readers}
        return self.show("person/passport_item.html", context, status=status)


class RemoveItem(MeView):
    """Deletes one entry, or a proposal that is not wanted."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Delete it."""
        item_id = as_id(request.POST.get("chosen", ""))
        actions.remove_item(account_id=self.account.pk, item_id=item_id, now=self.now)
        toast(request, _("Deleted from your passport."))
        return redirect(_back_to(request))


class AcceptItem(MeView):
    """Takes one proposal into the passport; nobody but the person can read it then."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take it."""
        item_id = as_id(request.POST.get("chosen", ""))
        actions.accept_item(account_id=self.account.pk, item_id=item_id, now=self.now)
        toast(request, _("Taken into your passport."))
        return redirect(_back_to(request))


class TextPage(MeView):
    """Paste a résumé or choose a file; what is read becomes proposals."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._show(TextForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Read it."""
        form = TextForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        text, name = form.cleaned_data["text"], ""
        try:
            if file := form.cleaned_data["file"]:
                name = file.name
                text = f"{read_document(file.read())}\n{text}"
            reading = actions.propose_items(
                account_id=self.account.pk, text=text, file_name=name, now=self.now
            )
        except DocumentRefusedError as refused:
            form.add_error("file", formats.say(refused.text))
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except ActionError as error:
            form.add_refusal(error)
            return self._show(form, status=error.status)
        labels = dict.fromkeys(formats.say(one.label) for one in reading.left_out)
        request.session[LEFT_OUT_KEY] = list(labels)
        return redirect("person:passport_proposed")

    def _show(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        return self.show("person/passport_text.html", {"form": form}, status=status)


class ProposedPage(MeView):
    """What was read out of a text: take or leave each entry."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the proposals and what was left out on purpose."""
        proposed = passport.list_items(account_id=self.account.pk, is_proposed=True)
        labels = {kind.value: label for kind, label in _GROUPS}
        context = {
            "rows": [{"item": one, "label": labels[one.kind]} for one in proposed],
            "left_out": request.session.get(LEFT_OUT_KEY, []),
        }
        return self.show("person/passport_proposed.html", context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take all of them at once."""
        proposed = passport.list_items(account_id=self.account.pk, is_proposed=True)
        for one in proposed:
            actions.accept_item(account_id=self.account.pk, item_id=one.id, now=self.now)
        request.session.pop(LEFT_OUT_KEY, None)
        count = len(proposed)
        said = ngettext(
            "%(count)s entry was taken into your passport.",
            "%(count)s entries were taken into your passport.",
            count,
        )
        toast(request, said % {"count": count})
        return redirect("person:passport")


def _back_to(request: HttpRequest) -> str:
    is_proposal = request.POST.get("back") == "proposed"
    return "person:passport_proposed" if is_proposal else "person:passport"


def _initial(item: PassportItem) -> dict[str, Any]:
    def month(day: date | None) -> str:
        return f"{day:%Y/%m}" if day else ""

    return {
        "kind": item.kind,
        "title": item.title,
        "place": item.place,
        "text": item.text,
        "starts_on": month(item.starts_on),
        "ends_on": month(item.ends_on),
    }


def _names_of_readers(account_id: int) -> dict[int, str]:
    """Return the organisations that may be chosen as readers: those with a record of mine."""
    found: dict[int, str] = {}
    for own in orgs.list_own_records(account_id=account_id):
        organisation = orgs.find_organisation(organisation_id=own.organisation_id)
        found[own.organisation_id] = name_of(organisation.name, organisation.name_en)
    return found
