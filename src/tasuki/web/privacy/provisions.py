"""D13: the registers of what went out and came in, stop notices, and the paper for one person."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.action import require
from tasuki.apps.consent import papers, registers
from tasuki.apps.consent.models import StopNotice
from tasuki.apps.consent.provision import find_keep_until, record_lawful_provision
from tasuki.core.access import Permission
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    day_column,
    moment_column,
    name_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import ActView, FormPage, OrganisationView, PageView
from tasuki.web.privacy.consents import page_language, send_pdf

PRINTED_ROWS_MAX: Final = 5_000


def _items(row: Any) -> str:
    return papers.say_item_names(row.items, page_language())


def _words(table: Any, key: str) -> str:
    return str(formats.say(table[key]))


class ProvisionsPage(TableView):
    """提供記録簿: what this organisation handed over."""

    is_book: ClassVar[bool] = True
    permission: ClassVar = Permission.PROVISION_VIEW
    template_name: ClassVar[str] = "privacy/provisions.html"
    heading: ClassVar[Any] = gettext_lazy("Provision register")
    lead: ClassVar[Any] = gettext_lazy("Personal data that left this organisation, and why.")
    default_sort: ClassVar[str] = "-provided_at"
    search_label: ClassVar[Any] = gettext_lazy("Person, recipient or purpose")
    empty_text: ClassVar[Any] = gettext_lazy(
        "A record appears here when data is handed over with a person's consent."
    )
    file_name: ClassVar[Any] = gettext_lazy("Provision register")
    columns = (
        name_column(
            gettext_lazy("Person concerned"),
            lambda row: row.subject_name or formats.NOTHING,
            lambda row: reverse("privacy:provision", args=[row.pk]),
        ),
        moment_column(
            "on", gettext_lazy("Provided on"), lambda row: row.provided_at, sort="provided_at"
        ),
        text_column("recipient", gettext_lazy("Handed over to"), lambda row: row.recipient_name),
        text_column(
            "address",
            gettext_lazy("Address"),
            lambda row: row.recipient_address,
            place=Place.WIDE_ONLY,
        ),
        text_column(
            "representative",
            gettext_lazy("Representative"),
            lambda row: row.recipient_representative,
            place=Place.WIDE_ONLY,
        ),
        text_column("items", gettext_lazy("Items of data"), _items),
        text_column("purpose", gettext_lazy("Purpose"), lambda row: row.purpose),
        text_column(
            "basis", gettext_lazy("Basis"), lambda row: _words(papers.BASIS_WORDS, row.basis)
        ),
        text_column(
            "method", gettext_lazy("Method"), lambda row: _words(papers.METHOD_WORDS, row.method)
        ),
        text_column(
            "number",
            gettext_lazy("Number"),
            lambda row: papers.record_number(row.pk),
            css="nw",
        ),
        day_column("keep", gettext_lazy("Keep until"), lambda row: row.keep_until),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the register."""
        return registers.list_provision_rows()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by person, recipient or purpose."""
        return rows.filter(
            Q(subject_name__icontains=text)
            | Q(recipient_name__icontains=text)
            | Q(purpose__icontains=text)
        )

    def get_context(self) -> dict[str, Any]:
        """Add the other register and the papers."""
        return super().get_context() | {
            "pdf_url": reverse("privacy:provisions_pdf"),
            "may_export": self.actor.can(Permission.EXPORT),
            "may_record": self.actor.can(Permission.CONSENT_EDIT),
            "other_url": reverse("privacy:receipts"),
            "other_label": _("Receipt register"),
        }


class ReceiptsPage(TableView):
    """受領記録簿: what this organisation received."""

    is_book: ClassVar[bool] = True
    permission: ClassVar = Permission.PROVISION_VIEW
    template_name: ClassVar[str] = "privacy/provisions.html"
    heading: ClassVar[Any] = gettext_lazy("Receipt register")
    lead: ClassVar[Any] = gettext_lazy("Personal data that came from others, and how they got it.")
    default_sort: ClassVar[str] = "-received_at"
    search_label: ClassVar[Any] = gettext_lazy("Person, provider or purpose")
    empty_text: ClassVar[Any] = gettext_lazy(
        "A record appears here when another organisation hands data over to you."
    )
    file_name: ClassVar[Any] = gettext_lazy("Receipt register")
    columns = (
        name_column(
            gettext_lazy("Person concerned"),
            lambda row: row.subject_name or formats.NOTHING,
            lambda row: "",
        ),
        moment_column(
            "on", gettext_lazy("Received on"), lambda row: row.received_at, sort="received_at"
        ),
        text_column("provider", gettext_lazy("Provider"), lambda row: row.provider_name),
        text_column(
            "address",
            gettext_lazy("Address"),
            lambda row: row.provider_address,
            place=Place.WIDE_ONLY,
        ),
        text_column(
            "representative",
            gettext_lazy("Representative"),
            lambda row: row.provider_representative,
            place=Place.WIDE_ONLY,
        ),
        text_column("items", gettext_lazy("Items of data"), _items),
        text_column("how", gettext_lazy("How it was acquired"), lambda row: row.acquired_how),
        text_column("purpose", gettext_lazy("Purpose"), lambda row: row.purpose),
        text_column(
            "number",
            gettext_lazy("Number"),
            lambda row: papers.record_number(row.provision_record_id),
            css="nw",
        ),
        day_column("keep", gettext_lazy("Keep until"), lambda row: row.keep_until),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the register."""
        return registers.list_receipt_rows()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by person, provider or purpose."""
        return rows.filter(
            Q(subject_name__icontains=text)
            | Q(provider_name__icontains=text)
            | Q(purpose__icontains=text)
        )

    def get_context(self) -> dict[str, Any]:
        """Add the other register and the papers."""
        return super().get_context() | {
            "pdf_url": reverse("privacy:receipts_pdf"),
            "may_export": self.actor.can(Permission.EXPORT),
            "stops_url": reverse("privacy:stops"),
            "other_url": reverse("privacy:provisions"),
            "other_label": _("Provision register"),
        }


class RegisterPdf(OrganisationView):
    """A register as A4 landscape."""

    permission: ClassVar = Permission.PROVISION_VIEW
    is_provision: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send the PDF of the newest rows; an export like any other."""
        require(self.actor, Permission.EXPORT)
        rows = (
            registers.list_provision_rows() if self.is_provision else registers.list_receipt_rows()
        )
        name = _("Provision register") if self.is_provision else _("Receipt register")
        content = papers.register_pdf(
            actor=self.actor,
            rows=rows[:PRINTED_ROWS_MAX],
            is_provision=self.is_provision,
            language=page_language(),
            now=timezone.now(),
        )
        return send_pdf(content, name=name)


class ReceiptPdf(RegisterPdf):
    """The other register."""

    is_provision: ClassVar[bool] = False


class ProvisionPage(PageView):
    """One provision with everything the law asks for."""

    permission: ClassVar = Permission.PROVISION_VIEW
    template_name: ClassVar[str] = "privacy/provision.html"

    def get_context(self) -> dict[str, Any]:
        """Return the record."""
        row = registers.find_provision(provision_id=self.kwargs["provision_id"])
        return {
            "heading": papers.record_number(row.pk),
            "lead": row.recipient_name,
            "row": row,
            "items": _items(row),
            "basis": _words(papers.BASIS_WORDS, row.basis),
            "method": _words(papers.METHOD_WORDS, row.method),
            "keep_until": find_keep_until(row),
            "statement_url": reverse("privacy:person_statement", args=[row.talent_record_id]),
            "back_url": reverse("privacy:provisions"),
            "back_label": _("Provision register"),
        }


class PersonStatement(OrganisationView):
    """本人別提供状況通知: the paper for one person, on request."""

    permission: ClassVar = Permission.PROVISION_VIEW

    def get(self, request: HttpRequest, talent_record_id: UUID) -> HttpResponseBase:
        """Send the PDF."""
        content = papers.person_statement_pdf(
            actor=self.actor,
            talent_record_id=talent_record_id,
            language=page_language(),
            now=timezone.now(),
        )
        return send_pdf(content, name=_("Statement of provisions"))


class StopsPage(TableView):
    """What must no longer be used here, because a person withdrew or a consent ended."""

    is_book: ClassVar[bool] = True
    permission: ClassVar = Permission.PROVISION_VIEW
    template_name: ClassVar[str] = "privacy/stops.html"
    heading: ClassVar[Any] = gettext_lazy("Stop notices")
    lead: ClassVar[Any] = gettext_lazy("Stop using these data and delete your copies.")
    default_sort: ClassVar[str] = "-told_at"
    empty_text: ClassVar[Any] = gettext_lazy("Nobody asked you to stop.")
    tabs = (
        Tab(label=gettext_lazy("To be done"), query=""),
        Tab(label=gettext_lazy("Done"), query="done=yes"),
    )
    columns = (
        name_column(
            gettext_lazy("Receipt"),
            lambda row: papers.record_number(row.receipt.provision_record_id),
            lambda row: reverse("privacy:stop", args=[row.pk]),
        ),
        text_column("provider", gettext_lazy("Provider"), lambda row: row.receipt.provider_name),
        text_column(
            "reason",
            gettext_lazy("Reason of the stop"),
            lambda row: StopNotice.Reason(row.reason).label,
        ),
        moment_column("told", gettext_lazy("Told on"), lambda row: row.told_at, sort="told_at"),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda row: row.done_at,
            show=lambda at: (
                formats.tag(_("dealt with"), "ok") if at else formats.tag(_("to be done"), "warn")
            ),
            file_value=lambda row: _("dealt with") if row.done_at else _("to be done"),
            place=Place.CORNER,
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the rows of the tab."""
        return registers.list_stop_notices(is_done=self.request.GET.get("done") == "yes")


class StopPage(PageView):
    """One notice to stop: what it is about, and the button that says it is done."""

    permission: ClassVar = Permission.PROVISION_VIEW
    template_name: ClassVar[str] = "privacy/stop.html"

    def get_context(self) -> dict[str, Any]:
        """Return the notice."""
        notice = registers.find_stop_notice(notice_id=self.kwargs["notice_id"])
        return {
            "heading": papers.record_number(notice.receipt.provision_record_id),
            "lead": StopNotice.Reason(notice.reason).label,
            "notice": notice,
            "items": _items(notice.receipt),
            "back_url": reverse("privacy:stops"),
            "back_label": _("Stop notices"),
        }


class ConfirmStop(ActView):
    """Copies are gone."""

    permission: ClassVar = Permission.REQUEST_DECIDE

    def act(self) -> str:
        """Confirm it."""
        registers.confirm_stop(
            actor=self.actor, notice_id=self.kwargs["notice_id"], now=timezone.now()
        )
        return _("Recorded: the use ended and the copies are gone.")

    def get_success_url(self) -> str:
        """Show what is left to do."""
        return reverse("privacy:stops")


class LawfulForm(Form):
    """What an authority was given."""

    submit_label = gettext_lazy("Record the provision")
    number = forms.CharField(label=gettext_lazy("Number of the person's record"), max_length=20)
    recipient_name = forms.CharField(label=gettext_lazy("Authority"), max_length=120)
    recipient_address = forms.CharField(
        label=gettext_lazy("Address"), max_length=200, required=False
    )
    recipient_representative = forms.CharField(
        label=gettext_lazy("Who signed the order"), max_length=120, required=False
    )
    document_number = forms.CharField(
        label=gettext_lazy("Number of the order"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Without a document there is no basis (H2)."),
    )
    items = forms.CharField(
        label=gettext_lazy("Items handed over"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line, such as: name"),
    )
    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=200)
    provided_on = forms.DateField(
        label=gettext_lazy("Day of the provision"), widget=forms.DateInput(attrs={"type": "date"})
    )


class RecordLawful(FormPage):
    """Record a provision that the law ordered, made outside of Tasuki."""

    permission: ClassVar = Permission.CONSENT_EDIT
    form_class: ClassVar[type[Form]] = LawfulForm
    heading: ClassVar[Any] = gettext_lazy("Provision by order of the law")
    lead: ClassVar[Any] = gettext_lazy("Everything else needs the person's consent.")
    back_label: ClassVar[Any] = gettext_lazy("Provision register")

    def act(self, form: Form) -> str:
        """Record it."""
        values = dict(form.cleaned_data)
        record = registers.find_subject(number=values.pop("number"))
        lines = values.pop("items").splitlines()
        done = record_lawful_provision(
            actor=self.actor,
            talent_record_id=record.pk,
            items={line.strip(): "" for line in lines if line.strip()},
            now=timezone.now(),
            **values,
        )
        return _("Recorded as %(number)s.") % {"number": papers.record_number(done.pk)}

    def get_success_url(self) -> str:
        """Show the register."""
        return reverse("privacy:provisions")

    def get_back_url(self) -> str:
        """Back to the register."""
        return reverse("privacy:provisions")


PATTERNS = [
    path("provisions/", ProvisionsPage.as_view(), name="provisions"),
    path("provisions/register.pdf", RegisterPdf.as_view(), name="provisions_pdf"),
    path("provisions/by-law/", RecordLawful.as_view(), name="provision_by_law"),
    path("provisions/<uuid:provision_id>/", ProvisionPage.as_view(), name="provision"),
    path(
        "provisions/person/<uuid:talent_record_id>.pdf",
        PersonStatement.as_view(),
        name="person_statement",
    ),
    path("receipts/", ReceiptsPage.as_view(), name="receipts"),
    path("receipts/register.pdf", ReceiptPdf.as_view(), name="receipts_pdf"),
    path("receipts/stops/", StopsPage.as_view(), name="stops"),
    path("receipts/stops/<uuid:notice_id>/", StopPage.as_view(), name="stop"),
    path("receipts/stops/<uuid:notice_id>/done/", ConfirmStop.as_view(), name="stop_done"),
]
