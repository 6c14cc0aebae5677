"""Retention: rules, what is due now, runs with certificates, legal holds, the locked store."""

from http import HTTPStatus
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.errors import InvalidInputError
from tasuki.apps.upkeep import holds, locked, queries
from tasuki.apps.upkeep.actions import plan_disposal, start_run
from tasuki.apps.upkeep.certificate import certificate_pdf
from tasuki.apps.upkeep.declarations import find_rule, list_rules
from tasuki.apps.upkeep.models import DisposalRun, LockedRecord
from tasuki.apps.upkeep.tasks import go_on
from tasuki.core.access import Permission
from tasuki.core.law.record_kinds import ClockStart, Period
from tasuki.web.components import columns, formats
from tasuki.web.components.columns import SmallTable
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, OrganisationView, PageView

RUNS_SHOWN: Final = 20
ACTS: Final[dict[str, Any]] = {
    "delete": gettext_lazy("row deleted"),
    "empty": gettext_lazy("personal items emptied, counts stay"),
}
STARTS: Final[dict[ClockStart | None, Any]] = {
    ClockStart.CREATED: gettext_lazy("when the row was written"),
    ClockStart.ROW_CLOSED: gettext_lazy("when the row closed"),
    ClockStart.REPORT_SUBMITTED: gettext_lazy("when the report was handed in"),
    ClockStart.LAST_PROVISION: gettext_lazy("last provision of the series"),
    ClockStart.RELIANCE_ENDED: gettext_lazy("when nobody relies on it any more"),
    ClockStart.RESULT_FIXED: gettext_lazy("when the result was fixed"),
    ClockStart.CONSENT_GIVEN: gettext_lazy("when the selection ended, with a live consent"),
    ClockStart.EMPLOYMENT_ENDED: gettext_lazy("when the employment ended"),
    ClockStart.TAX_YEAR_DUE: gettext_lazy("when the tax year is due"),
    ClockStart.WORK_ENDED: gettext_lazy("when the work ended"),
    ClockStart.ANSWERED: gettext_lazy("when it was answered"),
    ClockStart.OPTED_OUT: gettext_lazy("when the person opted out"),
    ClockStart.ORGANISATION_LEFT: gettext_lazy("when the organisation left"),
    None: gettext_lazy("when it was sent or its reason ended"),
}


def length(period: Period | None) -> str:
    """Return a length as people read it."""
    if period is None:
        return ""
    if period.months:
        return formats.count(period.months, "month")
    return formats.count(period.days, "day")


def rule_label(name: str) -> str:
    """Return the name of a rule for readers: the model's, with the record kind where needed."""
    rule = find_rule(name)
    return str(rule.model._meta.verbose_name) if rule else name


_DUE: Final = (
    columns.Column(
        name="rule",
        label=gettext_lazy("Record"),
        value=lambda line: rule_label(line.rule),
        place=columns.Place.TITLE,
    ),
    columns.text_column("act", gettext_lazy("How it goes"), lambda line: ACTS[line.act]),
    columns.count_column("count", gettext_lazy("Due now"), lambda line: line.count, unit="record"),
    columns.count_column("held", gettext_lazy("On hold"), lambda line: line.held, unit="record"),
    columns.day_column("first", gettext_lazy("Oldest start"), lambda line: line.first_start),
    columns.text_column("basis", gettext_lazy("Basis"), lambda line: formats.cited(line.basis)),
)
_RUNS: Final = (
    columns.name_column(
        gettext_lazy("Certificate"),
        lambda run: f"D29-{run.number:04d}",
        lambda run: reverse("privacy:retention_certificate", args=[run.pk]),
    ),
    columns.moment_column("as_of", gettext_lazy("As of"), lambda run: run.as_of),
    columns.count_column("done", gettext_lazy("Done"), lambda run: run.done_count, unit="record"),
    columns.count_column(
        "held", gettext_lazy("On hold"), lambda run: run.held_count, unit="record"
    ),
    columns.text_column("by", gettext_lazy("Started by"), lambda run: run.started_by_name),
    columns.Column(
        name="same",
        label=gettext_lazy("As planned"),
        value=lambda run: run.digest == run.planned_digest,
        show=lambda same: formats.tag(_("yes") if same else _("no"), "ok" if same else "warn"),
        place=columns.Place.CORNER,
    ),
)
_HOLDS: Final = (
    columns.Column(
        name="about",
        label=gettext_lazy("What is kept"),
        value=lambda hold: rule_label(hold.record_name) if hold.record_name else _("one person"),
        place=columns.Place.TITLE,
    ),
    columns.text_column("reason", gettext_lazy("Reason"), lambda hold: hold.reason),
    columns.text_column("by", gettext_lazy("Placed by"), lambda hold: hold.placed_by_name),
    columns.day_column("placed", gettext_lazy("Placed on"), lambda hold: hold.placed_at),
    columns.text_column(
        "until",
        gettext_lazy("Last day of the hold"),
        lambda hold: formats.day(hold.until) if hold.until else _("until it is lifted"),
    ),
    columns.Column(
        name="lift",
        label=gettext_lazy("Status"),
        value=lambda hold: _("Lift") if hold.lifted_at is None else _("lifted"),
        link=lambda hold: reverse("privacy:hold_lift", args=[hold.pk]),
        place=columns.Place.CORNER,
    ),
)
_RULES: Final = (
    columns.Column(
        name="rule",
        label=gettext_lazy("Record"),
        value=lambda line: line.label,
        place=columns.Place.TITLE,
    ),
    columns.text_column("floor", gettext_lazy("Kept at least"), lambda line: length(line.floor)),
    columns.text_column(
        "ceiling", gettext_lazy("Gone after at most"), lambda line: length(line.ceiling)
    ),
    columns.text_column("starts", gettext_lazy("Clock starts"), lambda line: STARTS[line.starts]),
    columns.text_column(
        "act", gettext_lazy("How it goes"), lambda line: ACTS[line.act] if line.ceiling else ""
    ),
    columns.text_column("basis", gettext_lazy("Basis"), lambda line: formats.cited(line.basis)),
)
_LOCKED: Final = (
    columns.Column(
        name="record",
        label=gettext_lazy("Record"),
        value=lambda record: rule_label(record.source),
        link=lambda record: reverse("privacy:locked_open", args=[record.pk]),
        place=columns.Place.TITLE,
    ),
    columns.moment_column("at", gettext_lazy("Locked at"), lambda record: record.locked_at),
    columns.text_column(
        "until",
        gettext_lazy("Kept through"),
        lambda record: (
            formats.day(record.kept_through)
            if record.kept_through
            else _("its clock has not started")
        ),
    ),
    columns.text_column("basis", gettext_lazy("Basis"), lambda record: formats.cited(record.basis)),
)
_ACCESSES: Final = (
    columns.moment_column("at", gettext_lazy("Opened at"), lambda access: access.opened_at),
    columns.Column(
        name="record",
        label=gettext_lazy("Record"),
        value=lambda access: rule_label(access.locked_record.source),
        place=columns.Place.TITLE,
    ),
    columns.text_column("reason", gettext_lazy("Reason"), lambda access: access.reason),
)


class RetentionPage(PageView):
    """Rules, what is due, runs and holds of the own organisation."""

    permission: ClassVar = Permission.RETENTION_VIEW
    template_name: ClassVar[str] = "privacy/retention.html"
    partial_name: ClassVar[str] = "progress"

    def get_context(self) -> dict[str, Any]:
        """Read what a run would do now, and what runs did."""
        now = timezone.now()
        plan = plan_disposal(actor=self.actor, now=now)
        runs = queries.list_runs()
        finished = runs.filter(state=DisposalRun.State.DONE)
        live = holds.find_live_holds(on=timezone.localdate(now))
        return {
            "heading": _("Retention and disposal"),
            "lead": _(
                "How long each record is kept, what goes next, and the proof of what went. "
                "The nightly run does the same by itself."
            ),
            "plan": plan,
            "open_run": runs.filter(state=DisposalRun.State.RUNNING).first(),
            "due": SmallTable.of(_("Due now"), _DUE, plan.lines),
            "runs": SmallTable.of(_("Past runs"), _RUNS, finished[:RUNS_SHOWN]),
            "run_count": finished.count(),
            "holds": SmallTable.of(_("Legal holds"), _HOLDS, live),
            "hold_count": live.count(),
            "rules": SmallTable.of(
                _("Rules"), _RULES, queries.list_rule_lines(on=timezone.localdate(now))
            ),
            "locked_count": locked.list_locked().filter(dropped_at=None).count(),
            "can_run": self.actor.can(Permission.RETENTION_RUN),
            "can_hold": self.actor.can(Permission.HOLD_EDIT),
        }


class StartRun(ActView):
    """Start the run; the worker does it and the page shows how far it is."""

    permission: ClassVar = Permission.RETENTION_RUN

    def act(self) -> str:
        """Write the list down and hand it to the worker."""
        run = start_run(actor=self.actor, now=timezone.now())
        if run is None:
            return _("Nothing is due.")
        go_on.enqueue(organisation_id=self.actor.organisation_id)
        return _("The run has started.")

    def get_success_url(self) -> str:
        """Back to the page."""
        return reverse("privacy:retention")


class Certificate(OrganisationView):
    """The certificate of a run as PDF (D29)."""

    permission: ClassVar = Permission.RETENTION_VIEW

    def get(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        """Print it."""
        run = queries.find_run(run_id=run_id)
        if run is None:
            raise Http404
        data = certificate_pdf(
            run,
            language=get_language() or "ja",
            printed_by=self.actor.name,
            now=timezone.now(),
        )
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="D29-{run.number:04d}.pdf"'
        return response


class HoldForm(Form):
    """Whom or what to keep, why, until when."""

    submit_label = gettext_lazy("Place the hold")
    number = forms.CharField(
        label=gettext_lazy("Number of the person"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("As on the person's page. Leave empty to keep a kind of record."),
    )
    record_name = forms.ChoiceField(label=gettext_lazy("Kind of record"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=holds.REASON_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example the number of a lawsuit or of an inspection."),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day of the hold"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Leave empty to keep it until somebody lifts the hold."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict.fromkeys(
            rule.name for rule in list_rules() if "/" not in rule.name and rule.is_executable
        )
        field = self.fields["record_name"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "-"), *((name, rule_label(name)) for name in names)]


class PlaceHold(FormPage):
    """Place a legal hold."""

    permission: ClassVar = Permission.HOLD_EDIT
    form_class = HoldForm
    heading = gettext_lazy("Place a legal hold")
    lead = gettext_lazy("Nothing under a hold is deleted, not by the nightly run either.")
    back_label = gettext_lazy("Back to retention")

    def act(self, form: Form) -> str:
        """Find the person and place the hold."""
        values = form.cleaned_data
        number = values["number"]
        subject_id = holds.find_record_id(number=number) if number else None
        if number and subject_id is None:
            raise InvalidInputError(
                ja="この番号の人はいません。人の画面で番号を確認してください。",
                en="Nobody has this number. Look it up on the person's page.",
                field="number",
            )
        holds.place_hold(
            actor=self.actor,
            subject_id=subject_id,
            record_name=values["record_name"],
            reason=values["reason"],
            until=values["until"],
            now=timezone.now(),
        )
        return _("The hold stands.")

    def get_success_url(self) -> str:
        """Back to the page."""
        return reverse("privacy:retention")

    def get_back_url(self) -> str:
        """Back to the page."""
        return reverse("privacy:retention")


class ReasonForm(Form):
    """Why."""

    submit_label = gettext_lazy("Lift the hold")
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=holds.REASON_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LiftHold(PlaceHold):
    """Lift a legal hold."""

    form_class = ReasonForm
    heading = gettext_lazy("Lift a legal hold")
    lead = gettext_lazy("What became due meanwhile goes with the next run.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the form for a hold of the own organisation only."""
        if holds.find_by_id(hold_id=kwargs["hold_id"]) is None:
            raise Http404
        return super().get(request, **kwargs)

    def act(self, form: Form) -> str:
        """Lift it."""
        holds.lift_hold(
            actor=self.actor,
            hold_id=self.kwargs["hold_id"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("The hold is lifted.")


class LockedPage(PageView):
    """What is locked after erasures, without its content, and who opened it."""

    permission: ClassVar = Permission.HOLD_EDIT
    template_name: ClassVar[str] = "privacy/locked.html"

    def get_context(self) -> dict[str, Any]:
        """Read the store."""
        records = locked.list_locked().filter(dropped_at=None)
        accesses = locked.list_accesses()
        return {
            "heading": _("Locked store"),
            "lead": _(
                "Fields of erased persons that a law orders to keep. They are used for nothing "
                "else, open for an inspection only, and go when their time is over."
            ),
            "back_url": reverse("privacy:retention"),
            "back_label": _("Back to retention"),
            "records": SmallTable.of(_("Locked records"), _LOCKED, records),
            "record_count": records.count(),
            "accesses": SmallTable.of(_("Looks at locked records"), _ACCESSES, accesses),
            "access_count": accesses.count(),
        }


class OpenForm(ReasonForm):
    """Why a locked record is opened."""

    submit_label = gettext_lazy("Open the record")


class OpenLocked(FormPage):
    """Open one locked record for a reason; the reason is kept."""

    permission: ClassVar = Permission.HOLD_EDIT
    template_name: ClassVar[str] = "privacy/locked_open.html"
    form_class = OpenForm
    heading = gettext_lazy("Open a locked record")
    lead = gettext_lazy("For an inspection by the authority. Your name and the reason are kept.")
    back_label = gettext_lazy("Back to the locked store")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the content once; it is on no other page."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        record = self._record()
        try:
            content = locked.open_locked(
                actor=self.actor,
                locked_record_id=record.id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except InvalidInputError as error:
            form.add_refusal(error)
            return self._show_form(form, status=error.status)
        model = apps.get_model(record.source)
        labels = {field.name: field.verbose_name for field in model._meta.concrete_fields}
        context = {
            "heading": self.heading,
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
            "content": [(labels[name], value or "-") for name, value in content.items()],
            "basis": formats.cited(record.basis),
        }
        response = self.show(context)
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the form for a record of the own organisation only."""
        self._record()
        return super().get(request, **kwargs)

    def get_back_url(self) -> str:
        """Back to the store."""
        return reverse("privacy:locked")

    def _record(self) -> LockedRecord:
        found = locked.find_locked(record_id=self.kwargs["record_id"])
        if found is None:
            raise Http404
        return found


PATTERNS: Final[list[URLPattern]] = [
    path("retention/", RetentionPage.as_view(), name="retention"),
    path("retention/run/", StartRun.as_view(), name="retention_run"),
    path(
        "retention/runs/<uuid:run_id>/certificate/",
        Certificate.as_view(),
        name="retention_certificate",
    ),
    path("retention/holds/new/", PlaceHold.as_view(), name="hold_place"),
    path("retention/holds/<uuid:hold_id>/lift/", LiftHold.as_view(), name="hold_lift"),
    path("retention/locked/", LockedPage.as_view(), name="locked"),
    path("retention/locked/<uuid:record_id>/", OpenLocked.as_view(), name="locked_open"),
]
