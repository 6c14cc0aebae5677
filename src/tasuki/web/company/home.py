"""Home of a company: how many people to go, what waits, and where people went this year.

Everything about the relay comes from statements; nothing here changes when somebody registers.
"""

from datetime import date
from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.adapters.charts import COLOURS, Flow, Node, sankey
from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.action import require
from tasuki.apps.messages import queries as messages
from tasuki.apps.people import queries as people
from tasuki.apps.relay.queries import slots as slot_queries
from tasuki.apps.relay.queries import statements as statement_queries
from tasuki.apps.relay.queries.company_ledger import find_company_balance
from tasuki.apps.relay.queries.forecast import forecast_for_company
from tasuki.apps.same_person.queries import count_queue
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.dates import add_months
from tasuki.core.relay.machines import SlotState
from tasuki.web.company.relays import list_relays
from tasuki.web.company.todo import list_first_steps, list_todo
from tasuki.web.components import exports, formats
from tasuki.web.components.panels import Event, Figure
from tasuki.web.components.views import OrganisationView, PageView

NEWS_SHOWN: Final = 5
YEAR_MONTHS: Final = 12


class HomePage(PageView):
    """What is the case, and what is next?"""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.ORGANISATION_VIEW
    template_name: ClassVar[str] = "company/home.html"

    def get_context(self) -> dict[str, Any]:
        """Read what the role may see."""
        today = timezone.localdate()
        relays = list_relays()
        first = relays[0] if relays else None
        slots = slot_queries.list_slots()
        todo = list_todo(self.actor, relays=relays, slots=slots, today=today)
        steps = list_first_steps(self.actor, relays=relays)
        return {
            "heading": _("Home"),
            "lead": _("%(day)s. Where the relay stands, and what waits for you.")
            % {"day": formats.day(today)},
            "relay": first,
            "others": relays[1:],
            "balance": find_company_balance(book_id=first.book_id, today=today) if first else None,
            "forecast": forecast_for_company(book_id=first.book_id, today=today) if first else None,
            "slot_counts": slot_queries.count_slots() if slots else None,
            "next_expiry": min(
                (slot.expires_on for slot in slots if slot.state == SlotState.GRANTED),
                default=None,
            ),
            "request_url": self._request_url(slots),
            "todo": todo,
            "steps": steps,
            "steps_done": sum(step.is_done for step in steps),
            "flow": flow_figure(today, may_export=self.actor.can(Permission.EXPORT))
            if self.actor.can(Permission.APPLICATION_VIEW)
            else None,
            "news": self._news(),
            "same_person": count_queue() if self.actor.can(Permission.SAME_PERSON_DECIDE) else None,
            "may_import": self.actor.can(Permission.APPLICATION_IMPORT),
            "may_prepare": self.actor.can(Permission.NOTICE_EDIT),
        }

    def _request_url(self, slots: list[Any]) -> str:
        usable = next((slot for slot in slots if slot.state == SlotState.GRANTED), None)
        if usable is None or not self.actor.can(Permission.SLOT_REQUEST):
            return ""
        return reverse("company:slot_request", args=[usable.pk])

    def _news(self) -> list[Event]:
        found = messages.list_notifications(actor=self.actor, limit=NEWS_SHOWN)
        return [
            Event(
                at=one.created_at,
                text=one.text_en if formats.is_english() else one.text,
                url=one.url,
            )
            for one in found
        ]


def year_flows(today: date) -> list[tuple[str, str, int]]:
    """Return where people went in the last twelve months: from, to, how many.

    Own applications, and totals of the statements that show numbers; whoever of the people not
    selected is in no total stays together with all others.
    """
    since = add_months(today, -YEAR_MONTHS)
    counts = people.count_applications_by_outcome(since=since)
    counted = sum(
        int(one.totals["confirmed_added"])
        for one in statement_queries.list_statements()
        if one.month >= since.replace(day=1) and not one.is_carried_over
    )
    not_selected = counts["not_selected"]
    if counted > not_selected:
        counted = 0  # the statements cover people of earlier applications: no share to show
    applied = _("Applied")
    told = _("Not selected")
    flows = [
        (applied, _("Hired"), counts["hired"]),
        (applied, told, not_selected),
        (applied, _("Withdrew"), counts["withdrew"]),
        (applied, _("In selection"), counts["running"]),
        (told, _("Registered and counted"), counted),
        (told, _("Others (not known to us)"), not_selected - counted if counted else 0),
    ]
    return [flow for flow in flows if flow[2]]


def flow_figure(today: date, *, may_export: bool) -> Figure | None:
    """Return the drawing of the year; None while nobody applied."""
    flows = year_flows(today)
    if not flows:
        return None
    sums = {target: count for _source, target, count in flows}
    applied = sum(count for source, _target, count in flows if source == _("Applied"))
    answer = _("Of %(applied)s who applied, %(hired)s were hired.") % {
        "applied": formats.count(applied),
        "hired": formats.count(sums.get(_("Hired"), 0)),
    }
    told, counted = sums.get(_("Not selected"), 0), sums.get(_("Registered and counted"), 0)
    if counted:
        answer += " " + _(
            "Of %(told)s not selected, %(counted)s (%(share)s) registered by their own will and "
            "were counted."
        ) % {
            "told": formats.count(told),
            "counted": formats.count(counted),
            "share": formats.percent(counted / told),
        }
    nodes = [node for node in _nodes() if any(node.name in flow[:2] for flow in flows)]
    return Figure(
        key="year",
        question=_("Where did people go this year?"),
        svg=sankey(
            nodes,
            [Flow(source, target, count) for source, target, count in flows],
            key="year",
            title=_("Ways of the year"),
            answer=answer,
            unit="" if formats.is_english() else "名",
        ),
        answer=answer,
        heads=(_("From and to"), _("People")),
        rows=[(f"{source} → {target}", formats.count(count)) for source, target, count in flows],
        csv_url=reverse("company:flow_csv") if may_export else "",
    )


def _nodes() -> list[Node]:
    return [
        Node(_("Applied"), COLOURS.text),
        Node(_("Hired"), COLOURS.settled),
        Node(_("Not selected"), COLOURS.unknown),
        Node(_("Registered and counted"), COLOURS.own_will),
        Node(_("Others (not known to us)"), COLOURS.unknown),
        Node(_("Withdrew"), COLOURS.unknown),
        Node(_("In selection"), COLOURS.progress),
    ]


class FlowCsv(OrganisationView):
    """The numbers of the drawing."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        require(self.actor, Permission.APPLICATION_VIEW)
        rows = year_flows(timezone.localdate())
        content = write_csv([[_("From"), _("To"), _("People")], *rows], encoding="utf-8-sig")
        name = _("Ways of the year")
        return exports.send_file(content, exports.FORMATS["csv"], name=name, now=timezone.now())
