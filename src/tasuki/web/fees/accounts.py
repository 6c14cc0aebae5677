"""Monthly accounts, files for accounting programs, how the agency bills, and the fee table."""

from datetime import date, datetime
from typing import Any, ClassVar, Final

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import InvalidInputError, NotVisibleError, found
from tasuki.apps.fees import actions, papers
from tasuki.apps.fees.exports import AccountingFormat, write_accounts
from tasuki.apps.fees.queries.accounts import list_month_accounts
from tasuki.apps.fees.queries.agreements import find_billing_profile
from tasuki.apps.relay.queries.contracts import list_fee_tables
from tasuki.core.access import Permission
from tasuki.core.dates import add_months, month_end, month_start
from tasuki.core.fees.statement import LineKind
from tasuki.core.words import Words
from tasuki.web.components import exports
from tasuki.web.components.columns import SmallTable, name_column, text_column, yen_column
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage, PageView
from tasuki.web.fees.frame import AgencySide, FeePaper
from tasuki.web.moves.fields import area_field, choice_field, day_field, text_field

_CHARGED: Final = (LineKind.INVOICE, LineKind.REFUND, LineKind.CANCELLED)
_FORMATS: Final = {
    AccountingFormat.YAYOI: Words("弥生会計（仕訳）", "Yayoi (journal)"),
    AccountingFormat.FREEE: Words("freee（取引）", "freee (dealings)"),
}


def _month_of(request: HttpRequest) -> date:
    """Return the month of the address, such as 2026-11; this month if it says none."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return month_start(timezone.localdate())


class AccountsPage(AgencySide, PageView):
    """What each company owes in a month."""

    permission: ClassVar = Permission.FEE_VIEW
    template_name: ClassVar[str] = "fees/accounts.html"

    def get_context(self) -> dict[str, Any]:
        """Read the month."""
        month = _month_of(self.request)
        rows = list_month_accounts(month=month)

        def paper_url(row: Any) -> str:
            return reverse("fees:account_paper", args=[row.number]) + f"?month={month:%Y-%m}"

        columns = (
            name_column(gettext_lazy("Company"), lambda row: row.name, paper_url),
            yen_column("opening", gettext_lazy("Opening"), lambda row: row.account.opening_yen),
            yen_column(
                "charged", gettext_lazy("Invoiced"), lambda row: row.account.sum_yen(*_CHARGED)
            ),
            yen_column(
                "paid",
                gettext_lazy("Money paid"),
                lambda row: -row.account.sum_yen(LineKind.PAYMENT),
            ),
            yen_column("closing", gettext_lazy("Closing"), lambda row: row.account.closing_yen),
            text_column("number", gettext_lazy("Agreement"), lambda row: row.number),
        )
        here = reverse("fees:accounts")
        return {
            "heading": _("Monthly accounts"),
            "lead": _("Opening, invoices, payments and closing. A name leads to its statement."),
            "month": month,
            "accounts": SmallTable.of(_("Monthly accounts"), columns, rows) if rows else None,
            "before_url": f"{here}?month={add_months(month, -1):%Y-%m}",
            "after_url": f"{here}?month={add_months(month, 1):%Y-%m}",
            "may_edit": self.actor.can(Permission.FEE_EDIT),
            "may_export": self.actor.can(Permission.EXPORT),
        }


class AccountPaper(FeePaper):
    """The monthly statement of one company as PDF."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return it."""
        month = _month_of(self.request)
        number = self.kwargs["number"]
        client = found(next(iter(list_month_accounts(month=month, number=number)), None))
        content = papers.account_pdf(
            client,
            organisation_id=self.actor.organisation_id,
            language=language,
            printed_by=printed_by,
            now=now,
        )
        return content, f"{number}_{month:%Y%m}"


class FeeTablePaper(FeePaper):
    """The fee table as PDF, as it is posted."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return it."""
        wanted = self.kwargs["fee_table_id"]
        table = next((one for one in list_fee_tables() if one.pk == wanted), None)
        if table is None:
            raise NotVisibleError
        content = papers.fee_table_pdf(table, language=language, printed_by=printed_by, now=now)
        return content, f"{_('Fee table')}_{table.version}"


class AccountingForm(Form):
    """Which days, for which program."""

    submit_label = gettext_lazy("Download")
    first_day = day_field(gettext_lazy("First day of the file"))
    last_day = day_field(gettext_lazy("Last day of the file"))
    layout = choice_field(gettext_lazy("Accounting program"), _FORMATS)


class AccountingPage(AgencySide, FormPage):
    """Entries of a range of days as a file for an accounting program."""

    permission: ClassVar = Permission.EXPORT
    form_class = AccountingForm
    heading = gettext_lazy("File for accounting")
    lead = gettext_lazy("Invoices, refunds, cancellations and payments as entries.")
    back_label = gettext_lazy("Back to the accounts")

    def get_initial(self) -> dict[str, Any]:
        """Begin with last month."""
        last = add_months(month_start(timezone.localdate()), -1)
        return {"first_day": last, "last_day": month_end(last)}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file; what cannot be used is said beside its field."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show_form(form, status=422)
        now = timezone.now()
        try:
            written = write_accounts(actor=self.actor, now=now, **form.cleaned_data)
        except InvalidInputError as error:
            form.add_refusal(error)
            return self._show_form(form, status=error.status)
        kind = exports.FileFormat("csv", "text/csv; charset=Shift_JIS")
        return exports.send_file(written, kind, name=_("Entries"), now=now)

    def get_back_url(self) -> str:
        """Go back to the accounts."""
        return reverse("fees:accounts")


class BillingForm(Form):
    """How the agency bills."""

    submit_label = gettext_lazy("Save")
    issuer_number = text_field(
        gettext_lazy("Registration number"),
        size=14,
        help_text=gettext_lazy("T and thirteen digits. Empty: invoices are not called qualified."),
    )
    bank_account = area_field(gettext_lazy("Bank account"), size=400)
    payment_days = forms.IntegerField(
        label=gettext_lazy("Days to pay after the issue"), min_value=1, max_value=120, initial=30
    )
    remark = area_field(gettext_lazy("Remark on invoices"), size=400)


class BillingPage(AgencySide, FormPage):
    """Number, bank account, days to pay."""

    permission: ClassVar = Permission.FEE_EDIT
    form_class = BillingForm
    heading = gettext_lazy("How you bill")
    lead = gettext_lazy("It stands on invoices from now on; those that went out keep theirs.")
    back_label = gettext_lazy("Back to the invoices")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is stored."""
        profile = find_billing_profile()
        if profile is None:
            return {}
        return {name: getattr(profile, name) for name in BillingForm.base_fields}

    def act(self, form: Form) -> str:
        """Store it."""
        actions.save_billing_profile(actor=self.actor, now=timezone.now(), **form.cleaned_data)
        return _("Saved.")

    def get_success_url(self) -> str:
        """Show the invoices."""
        return reverse("fees:invoices")

    def get_back_url(self) -> str:
        """Go back to the invoices."""
        return reverse("fees:invoices")
