"""Filings and consultations: what must be on file before a contract may run."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.queries import find_licence
from tasuki.apps.policy import check_licence_on
from tasuki.apps.relay.actions import contracts as actions
from tasuki.apps.relay.models import FeeTable
from tasuki.apps.relay.queries import contracts as queries
from tasuki.core.access import Permission
from tasuki.core.fees.labels import FEE_KIND_LABELS
from tasuki.core.fees.refunds import read_steps, steps_from_json, write_steps
from tasuki.core.law.fees import RefundRule
from tasuki.web.agency.frame import DAY_INPUT, AgencyPage
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage, PageView
from tasuki.web.moves.fields import area_field, choice_field, yen_field

LICENCE_WARNING_DAYS = 90
PERMILLE_OF_PERCENT = 10


class PapersPage(AgencyPage, PageView):
    """Licence, fee tables and consultation records."""

    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "agency/papers.html"

    def get_context(self) -> dict[str, Any]:
        """Read all three."""
        today = timezone.localdate()
        licence = find_licence(on=today)
        problem = check_licence_on(on=today)
        days_left = (licence.valid_to - today).days if licence else 0
        return {
            "heading": _("Filings and consultations"),
            "lead": _("Without these papers no contract with free slots may run."),
            "licence": licence,
            "licence_problem": problem.in_language(get_language() or "ja") if problem else "",
            "days_left": days_left,
            "is_ending": problem is None and days_left <= LICENCE_WARNING_DAYS,
            "fee_tables": [
                (one, Decimal(one.rate_permille) / PERMILLE_OF_PERCENT)
                for one in queries.list_fee_tables()
            ],
            "consultations": queries.list_consultations(),
            "may_edit": self.actor.can(Permission.CONTRACT_EDIT),
        }


class PaperForm(AgencyPage, FormPage):
    """A form that adds a paper."""

    permission: ClassVar = Permission.CONTRACT_EDIT
    back_label: ClassVar[Any] = gettext_lazy("Filings and consultations")

    def get_success_url(self) -> str:
        """Show the papers."""
        return reverse("agency:papers")

    def get_back_url(self) -> str:
        """Back to the papers."""
        return reverse("agency:papers")


class FeeTableForm(Form):
    """What the filed table says."""

    submit_label = gettext_lazy("Save as a new version")
    kind = choice_field(gettext_lazy("Kind of fee"), FEE_KIND_LABELS)
    rate_permille = forms.DecimalField(
        label=gettext_lazy("Fee (percent of the yearly pay)"),
        min_value=0,
        max_value=100,
        decimal_places=1,
        help_text=gettext_lazy("0 to 100, one decimal, such as 35.0"),
    )
    max_fixed_yen = yen_field(
        gettext_lazy("Highest fixed fee (yen)"),
        help_text=gettext_lazy("Only for a table of fixed fees; the percentage is then 0."),
    )
    free_slot_clause = forms.CharField(
        label=gettext_lazy("Clause about free slots"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Word for word as in the filed table."),
    )
    refund_rule = forms.CharField(
        label=gettext_lazy("Refund rule"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    refund_steps = area_field(
        gettext_lazy("Steps of the refund"),
        size=400,
        help_text=gettext_lazy("One line a step, such as 30: 80 (within 30 days 80 percent)."),
    )
    penalty_rule = forms.CharField(
        label=gettext_lazy("Penalty terms"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("The company opens them before it signs; that is recorded."),
    )


class AddFeeTable(PaperForm):
    """The next version of the fee table."""

    form_class: ClassVar[type[Form]] = FeeTableForm
    heading: ClassVar[Any] = gettext_lazy("New version of the fee table")
    lead: ClassVar[Any] = gettext_lazy("Older versions stay as they were; contracts keep theirs.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the newest version."""
        newest = next(iter(queries.list_fee_tables()), None)
        if newest is None:
            return {}
        return {
            "kind": newest.kind,
            "rate_permille": Decimal(newest.rate_permille) / PERMILLE_OF_PERCENT,
            "max_fixed_yen": newest.max_fixed_yen,
            "refund_steps": write_steps(steps_from_json(newest.refund_steps)),
            "free_slot_clause": newest.free_slot_clause,
            "refund_rule": newest.refund_rule,
            "penalty_rule": newest.penalty_rule,
        }

    def act(self, form: Form) -> str:
        """Save it."""
        values = form.cleaned_data
        permille = int(values["rate_permille"] * PERMILLE_OF_PERCENT)
        # Steps that cannot be read are refused by the action like steps with a gap.
        steps = read_steps(values["refund_steps"])
        saved = actions.save_fee_table(
            actor=self.actor,
            now=timezone.now(),
            **(
                values
                | {
                    "rate_permille": permille,
                    "refund_steps": [RefundRule(0, 0, 0)] if steps is None else steps,
                }
            ),
        )
        return _("Saved as version %(number)s. Record the filing next.") % {"number": saved.version}


class FilingForm(Form):
    """The day of the filing."""

    submit_label = gettext_lazy("Record the filing")
    filed_on = forms.DateField(
        label=gettext_lazy("Filed with the Labour Bureau on"),
        widget=DAY_INPUT,
        help_text=gettext_lazy("Set once; a change of the table is a new version."),
    )


class FileFeeTable(PaperForm):
    """Record the day on which a version was filed."""

    form_class: ClassVar[type[Form]] = FilingForm
    heading: ClassVar[Any] = gettext_lazy("Filing of the fee table")

    def get_context(self) -> dict[str, Any]:
        """Name the version."""
        return {"table_version": self._table().version}

    def act(self, form: Form) -> str:
        """Record it."""
        filed = actions.mark_fee_table_filed(
            actor=self.actor,
            fee_table_id=self.kwargs["fee_table_id"],
            filed_on=form.cleaned_data["filed_on"],
            now=timezone.now(),
        )
        return _("Version %(number)s is on file.") % {"number": filed.version}

    def _table(self) -> FeeTable:
        wanted = self.kwargs["fee_table_id"]
        table = next((one for one in queries.list_fee_tables() if one.pk == wanted), None)
        if table is None:
            raise NotVisibleError
        return table


class ConsultationForm(Form):
    """What the Labour Bureau answered."""

    submit_label = gettext_lazy("Save the record")
    office = forms.CharField(label=gettext_lazy("Office"), max_length=120)
    consulted_on = forms.DateField(label=gettext_lazy("Day of the consultation"), widget=DAY_INPUT)
    answer = forms.CharField(label=gettext_lazy("Answer"), widget=forms.Textarea(attrs={"rows": 5}))
    file_name = forms.CharField(
        label=gettext_lazy("Name of the note or letter"), max_length=200, required=False
    )


class AddConsultation(PaperForm):
    """Keep a consultation with the Labour Bureau."""

    form_class: ClassVar[type[Form]] = ConsultationForm
    heading: ClassVar[Any] = gettext_lazy("New consultation record")
    lead: ClassVar[Any] = gettext_lazy("Ask about the free slots before the first contract runs.")

    def act(self, form: Form) -> str:
        """Keep it."""
        actions.record_consultation(actor=self.actor, now=timezone.now(), **form.cleaned_data)
        return _("The consultation record was saved.")
