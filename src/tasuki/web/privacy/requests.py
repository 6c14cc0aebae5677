"""The request ledger: list with clocks, one request with its next step, paper requests, files."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.rights import letters
from tasuki.apps.rights.actions import file_request, withdraw_request
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries import requests as queries
from tasuki.apps.rights.subjects import find_contact
from tasuki.core.access import Permission
from tasuki.core.rights.clocks import days_left_words
from tasuki.core.rights.requests import (
    CLAIM_WORDS,
    IDENTITY_WORDS,
    KINDS,
    OPEN_STATES,
    REFUSAL_WORDS,
    ClaimGround,
    IdentityMethod,
    RefusalGround,
    RequestKind,
    RequestState,
)
from tasuki.web.components import columns, formats
from tasuki.web.components.acts import RowAct
from tasuki.web.components.columns import Column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.panels import Event, Rail
from tasuki.web.components.views import FormPage, OrganisationView, PageView

OPEN: Final = "open"
WARN_DAYS: Final = 3
_EVENTS: Final[dict[str, Any]] = {
    "request.file": gettext_lazy("The request came in"),
    "request.join": gettext_lazy("A further request of the same kind joined it"),
    "request.assign": gettext_lazy("A record was chosen"),
    "request.code": gettext_lazy("A code was mailed to the address on record"),
    "request.wrong_code": gettext_lazy("A wrong code was typed"),
    "request.rq1": gettext_lazy("The identity was checked"),
    "request.rq2": gettext_lazy("Disclosure was decided"),
    "request.rq3": gettext_lazy("The data was corrected"),
    "request.rq4": gettext_lazy("The use was stopped"),
    "request.rq5": gettext_lazy("The data was erased"),
    "request.rq6": gettext_lazy("It was decided not to follow the request"),
    "request.rq7": gettext_lazy("The answer was sent"),
    "request.rq8": gettext_lazy("The request was withdrawn"),
}
_STEP_WORDS: Final[dict[str, Any]] = {
    "d7": gettext_lazy("Reminder of the seventh day"),
    "d12": gettext_lazy("Reminder of the twelfth day"),
    "d14": gettext_lazy("Last day for the answer"),
}


def kind_label(request: RightsRequest) -> str:
    """Return the name of what is asked for."""
    return formats.say(KINDS[RequestKind(request.kind)].words)


def days_left_tag(due_on: Any) -> str | SafeString:
    """Return how long is left as a tag: the words carry it, the colour repeats it."""
    if due_on is None:
        return ""
    today = timezone.localdate()
    left = (due_on - today).days
    tone = "err" if left < 0 else "warn" if left <= WARN_DAYS else "key"
    return formats.tag(formats.say(days_left_words(today=today, due_on=due_on)), tone)


def _open_due(request: RightsRequest) -> Any:
    return request.answer_by if request.is_open else None


def _left_text(request: RightsRequest) -> str:
    if not request.is_open:
        return ""
    words = days_left_words(today=timezone.localdate(), due_on=request.answer_by)
    return formats.say(words)


def _ground_text(request: RightsRequest) -> str:
    ground = request.refusal_ground
    return formats.say(REFUSAL_WORDS[RefusalGround(ground)]) if ground else ""


def _outcome_text(request: RightsRequest) -> str:
    if not request.outcome:
        return ""
    return formats.say(formats.status_label("request", request.outcome).label)


_COLUMNS: Final = (
    columns.name_column(
        gettext_lazy("Number"),
        lambda row: row.number,
        lambda row: reverse("privacy:request", args=[row.pk]),
    ),
    columns.text_column("person", gettext_lazy("Data subject"), lambda row: row.claimant_name),
    columns.text_column("kind", gettext_lazy("Kind of request"), kind_label),
    columns.status_column("request", lambda row: row.state, gettext_lazy("Status")),
    columns.day_column(
        "received", gettext_lazy("Received on"), lambda row: row.received_at, sort="received_at"
    ),
    columns.deadline_column(
        "answer_by", gettext_lazy("Answer by"), lambda row: row.answer_by, sort="answer_by"
    ),
    columns.Column(
        name="left",
        label=gettext_lazy("Time left"),
        value=_open_due,
        show=days_left_tag,
        file_value=_left_text,
        css="nw",
    ),
)
_FILE_COLUMNS: Final = (
    columns.text_column(
        "article", gettext_lazy("Legal ground"), lambda row: formats.cited(KINDS[row.kind].article)
    ),
    columns.text_column("scope", gettext_lazy("What is asked for"), lambda row: row.scope),
    columns.text_column("agent", gettext_lazy("Agent"), lambda row: row.agent_name),
    columns.text_column(
        "identity",
        gettext_lazy("Identity check"),
        lambda row: formats.say(IDENTITY_WORDS[IdentityMethod(row.identity_method)]),
    ),
    columns.moment_column("decided", gettext_lazy("Decided at"), lambda row: row.decided_at),
    columns.text_column("outcome", gettext_lazy("What was decided"), _outcome_text),
    columns.text_column("ground", gettext_lazy("Ground"), _ground_text),
    columns.moment_column("sent", gettext_lazy("Answered at"), lambda row: row.notified_at),
    columns.text_column("how", gettext_lazy("Sent how"), lambda row: row.get_sent_how_display()),
)


class RequestFilter(Form):
    """What the ledger is narrowed to."""

    state = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of request"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [
            (str(one), formats.say(formats.status_label("request", one).label))
            for one in RequestState
        ]
        kinds = [(str(one), formats.say(rule.words)) for one, rule in KINDS.items()]
        self.fields["state"].choices = [("", _("all")), (OPEN, _("not answered yet")), *states]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("all")), *kinds]  # type: ignore[attr-defined]


class RequestList(TableView):
    """開示等請求の管理簿: every request with its clock."""

    is_book: ClassVar[bool] = True
    permission: ClassVar = Permission.REQUEST_VIEW
    template_name: ClassVar[str] = "privacy/requests.html"
    heading: ClassVar[Any] = gettext_lazy("Requests about personal data")
    lead: ClassVar[Any] = gettext_lazy(
        "Disclosure, correction and stop of use: each is answered within 14 days."
    )
    columns = _COLUMNS
    default_sort: ClassVar[str] = "answer_by"
    search_label: ClassVar[Any] = gettext_lazy("Name, mail address or number")
    filter_form: ClassVar[type[Form] | None] = RequestFilter
    tabs: ClassVar[tuple[Tab, ...]] = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Not answered yet"), query=f"state={OPEN}"),
    )
    empty_text: ClassVar[Any] = gettext_lazy(
        "Requests appear here when a person files one on the own page or you record a paper one."
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return all requests."""
        return queries.list_requests()

    def get_columns(self) -> tuple[Column, ...]:
        """Return the page's columns; files hold the whole ledger."""
        return _COLUMNS + _FILE_COLUMNS if self.request.GET.get("export") else _COLUMNS

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name, address or number."""
        return queries.list_requests(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow to a state or a kind."""
        if values.get("state"):
            states = OPEN_STATES if values["state"] == OPEN else {values["state"]}
            rows = rows.filter(state__in=states)
        return rows.filter(kind=values["kind"]) if values.get("kind") else rows

    def get_context(self) -> dict[str, Any]:
        """Add whether a paper request may be recorded."""
        return super().get_context() | {"can_file": self.actor.can(Permission.REQUEST_DECIDE)}


class PaperRequestForm(Form):
    """A request that came in on paper, by phone or by mail."""

    submit_label = gettext_lazy("Record the request")
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of request"), widget=forms.RadioSelect, initial="disclosure"
    )
    claimant_name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=160)
    claimant_mail = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    claimant_address = forms.CharField(
        label=gettext_lazy("Home address"), max_length=200, required=False
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came in"),
        choices=RightsRequest.Channel.choices[1:],
        widget=forms.RadioSelect,
        initial=RightsRequest.Channel.PAPER,
    )
    received_at = forms.DateTimeField(
        label=gettext_lazy("Received at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("The days are counted from the day of arrival."),
    )
    scope = forms.CharField(
        label=gettext_lazy("What is asked for"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("In the words of the paper."),
    )
    claim_ground = forms.ChoiceField(
        label=gettext_lazy("Reason stated (stop or erase)"), required=False
    )
    form_wanted = forms.ChoiceField(
        label=gettext_lazy("Form of the answer"),
        choices=RightsRequest.Form.choices,
        widget=forms.RadioSelect,
        initial=RightsRequest.Form.ELECTRONIC,
        help_text=gettext_lazy("The person chooses."),
    )
    agent_kind = forms.ChoiceField(
        label=gettext_lazy("Who asks"), choices=RightsRequest.Agent.choices, required=False
    )
    agent_name = forms.CharField(
        label=gettext_lazy("Name of the agent"), max_length=160, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brackets = "%s (%s)" if formats.is_english() else "%s（%s）"
        kinds = [
            (str(one), brackets % (formats.say(rule.words), formats.cited(rule.article)))
            for one, rule in KINDS.items()
        ]
        claims = [(str(one), formats.say(words)) for one, words in CLAIM_WORDS.items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["claim_ground"].choices = claims  # type: ignore[attr-defined]


class FilePaper(FormPage):
    """Record a request that did not come from the person's own page."""

    permission: ClassVar = Permission.REQUEST_DECIDE
    form_class: ClassVar[type[Form]] = PaperRequestForm
    heading: ClassVar[Any] = gettext_lazy("Record a request")
    lead: ClassVar[Any] = gettext_lazy(
        "Tell nobody whether the person is known here before the identity is checked."
    )
    back_label: ClassVar[Any] = gettext_lazy("Requests")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the present moment."""
        return {"received_at": timezone.localtime()}

    def act(self, form: Form) -> str:
        """File it; the record is chosen on the next page."""
        values = form.cleaned_data
        names = ("name", "mail", "address")
        claimant = {name: values[f"claimant_{name}"] for name in names}
        claimant |= {name: values[name] for name in ("agent_kind", "agent_name")}
        self.filed = file_request(
            actor=self.actor,
            kind=values["kind"],
            talent_record_id=None,
            scope=values["scope"],
            form_wanted=values["form_wanted"],
            claim_ground=values["claim_ground"],
            claimant=claimant,
            channel=values["channel"],
            received_at=values["received_at"],
            now=timezone.now(),
        )
        return _("The request was recorded as %(number)s.") % {"number": self.filed.number}

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("privacy:request", args=[self.filed.pk])

    def get_back_url(self) -> str:
        """Back to the ledger."""
        return reverse("privacy:requests")


class RequestPage(PageView):
    """One request: what is asked, what comes next, what happened."""

    permission: ClassVar = Permission.REQUEST_VIEW
    template_name: ClassVar[str] = "privacy/request.html"

    def get_context(self) -> dict[str, Any]:
        """Return the request, its clock, its papers and its history."""
        request = queries.find_request(request_id=self.kwargs["request_id"])
        may_decide = self.actor.can(Permission.REQUEST_DECIDE)
        state = RequestState(request.state)
        return {
            "heading": request.number,
            "lead": f"{kind_label(request)}　{request.claimant_name}",
            "back_url": reverse("privacy:requests"),
            "back_label": _("Requests"),
            "item": request,
            "kind": kind_label(request),
            "article": formats.cited(KINDS[RequestKind(request.kind)].article),
            "claim": formats.say(CLAIM_WORDS[ClaimGround(request.claim_ground)])
            if request.claim_ground
            else "",
            "identity": formats.say(IDENTITY_WORDS[IdentityMethod(request.identity_method)]),
            "ground": _ground_text(request),
            "outcome": _outcome_text(request),
            "left": days_left_tag(_open_due(request)),
            "rail": _rail(state),
            "contact": find_contact(
                talent_record_id=request.talent_record_id, registration_id=request.registration_id
            ),
            "wanted": [(letters.field_name(name), value) for name, value in request.wanted.items()],
            "changes": [
                (letters.field_name(name), *pair) for name, pair in request.changes.items()
            ],
            "counts": sum(request.found_counts.values()),
            "papers": _papers(request),
            "events": _events(request),
            "can_identify": may_decide and state is RequestState.RECEIVED,
            "can_decide": may_decide and state is RequestState.IDENTIFIED,
            "can_refuse": may_decide and request.is_waiting,
            "can_send": may_decide and request.is_open and not request.is_waiting,
        }


def _rail(state: RequestState) -> Rail:
    labels = [_("Request received"), _("Identity checked"), _("Decision made"), _("Answered")]
    places = {RequestState.RECEIVED: 0, RequestState.IDENTIFIED: 1, RequestState.NOTIFIED: 4}
    if state is RequestState.WITHDRAWN:
        return Rail.of([_("Request received"), _("Withdrawn")], current=1)
    return Rail.of(labels, current=places.get(state, 2))


def _papers(request: RightsRequest) -> list[tuple[Any, str]]:
    names = {
        "form": _("Request form (PDF)"),
        "answer": _("Answer (PDF)"),
        "refusal": _("Notice of the reasons (PDF)"),
        "data": _("List of the data (PDF)"),
        "json": _("List of the data (JSON)"),
    }
    link = partial(reverse, "privacy:request_paper")
    return [
        (label, link(args=[request.pk, name]))
        for name, label in names.items()
        if letters.can_print(request, name)
    ]


def _events(request: RightsRequest) -> list[Event]:
    today = timezone.localdate()
    ahead = [
        Event(at=on, text=_STEP_WORDS[step], is_ahead=True)
        for step, on in reversed(queries.request_steps(request))
        if request.is_open and on >= today
    ]
    past = [
        Event(at=one.happened_at, text=_EVENTS.get(one.kind, one.kind))
        for one in list_events_of(object_kind="rights_request", object_id=request.pk)
    ]
    return [*ahead, *past]


class RequestPaper(OrganisationView):
    """One paper of a request: PDF, or the data as JSON."""

    permission: ClassVar = Permission.REQUEST_VIEW

    def get(self, request: HttpRequest, request_id: UUID, name: str) -> HttpResponse:
        """Send the file."""
        found = queries.find_request(request_id=request_id)
        return send_paper(found, name, printed_by=self.actor.name, now=timezone.now())


def send_paper(
    request: RightsRequest, name: str, *, printed_by: str, now: datetime
) -> HttpResponse:
    """Return a paper of a request as a download; papers that do not exist give 404.

    Args:
        request: of the organisation bound now.
        name: see ``letters.can_print``.
        printed_by: for the footer.
        now: when.
    """
    if not letters.can_print(request, name):
        raise Http404
    if name == "json":
        data, kind, ending = letters.write_json(request, now=now), "application/json", "json"
    else:
        language = get_language() or "ja"
        data = letters.print_paper(request, name, language=language, printed_by=printed_by, now=now)
        kind, ending = "application/pdf", "pdf"
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{request.number}-{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class WithdrawRequest(RowAct):
    """The person took the request back and told the desk."""

    permission: ClassVar = Permission.REQUEST_DECIDE
    action = withdraw_request
    id_name = "request_id"
    page_name = "privacy:request"

    def say(self, done: Any) -> str:
        """Name the request."""
        return _("Request %(number)s was withdrawn.") % {"number": done.number}
