"""Acts on one request: whose it is, the identity, the decision, the sending."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.people.actions import EDITABLE
from tasuki.apps.rights import letters, texts
from tasuki.apps.rights.actions import answer_request, answers, identity
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries import requests as queries
from tasuki.core.access import Permission
from tasuki.core.rights.requests import REFUSAL_WORDS, RefusalGround, RequestKind
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.forms import Form
from tasuki.web.privacy import answers as door
from tasuki.web.privacy import requests

_PARTIAL: Final = (RefusalGround.HARM, RefusalGround.BUSINESS, RefusalGround.OTHER_LAW)


class RequestForm(RowForm):
    """A form about one request; leads back to it."""

    permission: ClassVar = Permission.REQUEST_DECIDE
    template_name: ClassVar[str] = "privacy/request_act.html"
    id_name = "request_id"
    page_name = "privacy:request"
    effects: ClassVar[tuple[Any, ...]] = ()
    back_label: ClassVar[Any] = gettext_lazy("Request")

    def find(self) -> RightsRequest:
        """Return the request of the address."""
        return queries.find_request(request_id=self.row_id)

    def get_context(self) -> dict[str, Any]:
        """Name the request and what follows."""
        item = self.find()
        return {"item": item, "kind": requests.kind_label(item), "effects": self.effects}


class AssignForm(Form):
    """Which record the request is about."""

    submit_label = gettext_lazy("Choose this record")
    talent_record_id = forms.ChoiceField(
        label=gettext_lazy("Record"), widget=forms.RadioSelect, required=False
    )


class Assign(RequestForm):
    """Find the person of a paper request; candidates by name and address."""

    form_class: ClassVar[type[Form]] = AssignForm
    heading: ClassVar[Any] = gettext_lazy("Record of the person")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("Choose by name and address. The identity is checked in the next step."),
        gettext_lazy("If nobody fits, answer that no such data is held."),
    )
    action = identity.assign_record
    said = gettext_lazy("The record was kept. Check the identity next.")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the records that may fit."""
        form = super().make_form(data, files)
        item = self.find()
        found = queries.find_matches(name=item.claimant_name, mail=item.claimant_mail)
        choices = [
            (str(one.pk), f"{one.number} {one.full_name} {one.mail or '-'}") for one in found
        ]
        form.fields["talent_record_id"].choices = [*choices, ("", _("Nobody fits"))]  # type: ignore[attr-defined]
        return form

    def get_initial(self) -> dict[str, Any]:
        """Begin with the record chosen before."""
        return {"talent_record_id": str(self.find().talent_record_id or "")}

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return the choice; nobody is a choice too."""
        chosen = form.cleaned_data["talent_record_id"]
        return {"talent_record_id": UUID(chosen) if chosen else None}


class DocumentForm(Form):
    """Which document was seen."""

    submit_label = gettext_lazy("Confirm the identity")
    note = forms.CharField(
        label=gettext_lazy("Document seen"),
        max_length=300,
        help_text=gettext_lazy(
            "Such as driving licence; for an agent also the paper that shows the authority. "
            "Never its number."
        ),
    )


class ConfirmDocument(RequestForm):
    """A member saw a document."""

    form_class: ClassVar[type[Form]] = DocumentForm
    heading: ClassVar[Any] = gettext_lazy("Identity by document")
    action = identity.confirm_identity
    said = gettext_lazy("The identity was confirmed.")


class SendCode(RowAct):
    """Mail a code to the address on record; typing it comes next."""

    permission: ClassVar = Permission.REQUEST_DECIDE
    action = identity.send_identity_code
    id_name = "request_id"
    page_name = "privacy:request_code"
    said = gettext_lazy("The code was mailed to the address on record.")


class CodeForm(Form):
    """The code that the person told."""

    submit_label = gettext_lazy("Confirm the identity")
    code = forms.CharField(
        label=gettext_lazy("Code of eight digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Valid for 24 hours and for one use; five wrong ones end it."),
    )


class ConfirmCode(RequestForm):
    """The person told the mailed code."""

    form_class: ClassVar[type[Form]] = CodeForm
    heading: ClassVar[Any] = gettext_lazy("Identity by code")
    action = identity.confirm_code
    said = gettext_lazy("The identity was confirmed.")


class GrantForm(Form):
    """The answer that does what was asked."""

    submit_label = gettext_lazy("Decide and carry out")
    answer_text = forms.CharField(
        label=gettext_lazy("Answer to the person"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    note = forms.CharField(
        label=gettext_lazy("Facts found"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
        help_text=gettext_lazy("Stays inside; the person does not read it here."),
    )


_EFFECTS: Final[dict[RequestKind, tuple[Any, ...]]] = {
    RequestKind.DISCLOSURE: (
        gettext_lazy("Everything held about the person is put together as PDF and JSON."),
    ),
    RequestKind.PROVISIONS: (
        gettext_lazy("The records of provision and receipt are put together as PDF and JSON."),
    ),
    RequestKind.PURPOSE: (gettext_lazy("The purposes of use are put together as PDF."),),
    RequestKind.CORRECTION: (
        gettext_lazy("The record is changed at once; before and after are kept."),
    ),
    RequestKind.STOP_USE: (
        gettext_lazy("All use stops at once: no mail, no list, consents withdrawn."),
        gettext_lazy("Recipients are told to stop as well."),
    ),
    RequestKind.STOP_PROVISION: (
        gettext_lazy("Nothing goes to others any more; recipients are told to stop."),
    ),
    RequestKind.ERASURE: (
        gettext_lazy("The data is erased at once. This cannot be taken back."),
        gettext_lazy("What a law orders to keep is locked, and the answer names it."),
    ),
}


class Grant(RequestForm):
    """Do what was asked."""

    form_class: ClassVar[type[Form]] = GrantForm
    heading: ClassVar[Any] = gettext_lazy("Follow the request")
    action = answers.grant_request
    said = gettext_lazy("Done. Send the answer to the person next.")

    def get_context(self) -> dict[str, Any]:
        """Say what follows."""
        context = super().get_context()
        return context | {"effects": _EFFECTS[RequestKind(context["item"].kind)]}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Add what this kind of request needs."""
        form = super().make_form(data, files)
        item = self.find()
        if item.kind == RequestKind.CORRECTION:
            for name in sorted(EDITABLE - {"language"}):
                form.fields[f"value_{name}"] = forms.CharField(
                    label=letters.field_name(name),
                    max_length=200,
                    required=False,
                    initial=item.wanted.get(name, ""),
                    help_text=_("Empty: stays as it is."),
                )
        if item.kind == RequestKind.DISCLOSURE:
            grounds = [(str(one), formats.say(REFUSAL_WORDS[one])) for one in _PARTIAL]
            form.fields["withheld_ground"] = forms.ChoiceField(
                label=_("Assessments and notes"),
                choices=[("", _("are disclosed")), *grounds],
                required=False,
                widget=forms.RadioSelect,
            )
        if item.kind == RequestKind.ERASURE:
            form.fields["is_stop_instead"] = forms.BooleanField(
                label=_("Stop the use instead of erasing"), required=False
            )
        return form

    def get_initial(self) -> dict[str, Any]:
        """Begin with the usual words in the person's language."""
        item = self.find()
        words = texts.draft_answer(RequestKind(item.kind))
        return {"answer_text": words.in_language(item.language)}

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return answer and facts; the usual words are not kept as words of the member."""
        values = form.cleaned_data
        wanted = {
            name.removeprefix("value_"): value
            for name, value in values.items()
            if name.startswith("value_") and value
        }
        is_usual = values["answer_text"].strip() == self.get_initial()["answer_text"]
        return {
            "answer_text": "" if is_usual else values["answer_text"],
            "note": values["note"],
            "values": wanted or None,
            "withheld_ground": values.get("withheld_ground", ""),
            "is_stop_instead": values.get("is_stop_instead", False),
        }


class RefuseForm(Form):
    """Why the request is not followed."""

    submit_label = gettext_lazy("Decide not to follow it")
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Explanation to the person"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text=gettext_lazy("Which facts were looked at, and why the ground applies (36)."),
    )


class Refuse(RequestForm):
    """Do not follow a request, on a ground of the law."""

    form_class: ClassVar[type[Form]] = RefuseForm
    heading: ClassVar[Any] = gettext_lazy("Do not follow the request")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("The person gets a notice with the ground and your explanation."),
    )
    action = answers.refuse_request
    said = gettext_lazy("Decided. Send the notice to the person next.")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the grounds that fit."""
        form = super().make_form(data, files)
        found = answers.list_grounds(self.find())
        choices = [(str(one), formats.say(REFUSAL_WORDS[one])) for one in found]
        form.fields["ground"].choices = choices  # type: ignore[attr-defined]
        return form


class SendForm(Form):
    """How the answer leaves."""

    submit_label = gettext_lazy("Send the answer")
    sent_how = forms.ChoiceField(
        label=gettext_lazy("Sent how"),
        choices=RightsRequest.SentHow.choices[1:],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A mail carries a link of 30 days. For post and hand, print the papers first."
        ),
    )


class Send(RequestForm):
    """Tell the person."""

    form_class: ClassVar[type[Form]] = SendForm
    heading: ClassVar[Any] = gettext_lazy("Send the answer")
    action = answer_request
    said = gettext_lazy("The answer was sent. The request is done.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what the person wanted."""
        item = self.find()
        is_electronic = item.form_wanted == RightsRequest.Form.ELECTRONIC and item.claimant_mail
        return {"sent_how": "mail" if is_electronic else "post"}

    def get_context(self) -> dict[str, Any]:
        """Show the answer as it leaves."""
        return super().get_context() | {"shows_answer": True}


_ONE: Final = "requests/<uuid:request_id>/"
PATTERNS: Final = [
    path("requests/", requests.RequestList.as_view(), name="requests"),
    path("requests/record/", requests.FilePaper.as_view(), name="request_file"),
    path(_ONE, requests.RequestPage.as_view(), name="request"),
    path(f"{_ONE}papers/<slug:name>/", requests.RequestPaper.as_view(), name="request_paper"),
    path(f"{_ONE}withdraw/", requests.WithdrawRequest.as_view(), name="request_withdraw"),
    path(f"{_ONE}person/", Assign.as_view(), name="request_assign"),
    path(f"{_ONE}identity/", ConfirmDocument.as_view(), name="request_identity"),
    path(f"{_ONE}code/", ConfirmCode.as_view(), name="request_code"),
    path(f"{_ONE}code/send/", SendCode.as_view(), name="request_code_send"),
    path(f"{_ONE}grant/", Grant.as_view(), name="request_grant"),
    path(f"{_ONE}refuse/", Refuse.as_view(), name="request_refuse"),
    path(f"{_ONE}send/", Send.as_view(), name="request_send"),
    path("answers/<str:key>/", door.AnswerPage.as_view(), name="answer"),
    path("answers/<str:key>/<slug:name>/", door.AnswerPaper.as_view(), name="answer_paper"),
]
