"""Free slots: what was granted, where each one stands, and the ledger behind the numbers."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.openings.queries import list_openings
from tasuki.apps.relay.candidate_views import record_candidate_view
from tasuki.apps.relay.models import Slot, SlotCandidate, SlotEvent
from tasuki.apps.relay.queries import slots as queries
from tasuki.apps.relay.queries.company_ledger import CompanyLedger, list_company_ledger
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.core.relay.machines import SlotState
from tasuki.web.company.relays import find_relay, list_relays
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import (
    Column,
    SmallTable,
    day_column,
    name_column,
    status_column,
    text_column,
    yen_column,
)
from tasuki.web.components.panels import Event, Rail
from tasuki.web.components.views import OrganisationView, PageView

_S = SlotState
_TABS: Final = (
    ("", gettext_lazy("All"), frozenset(SlotState)),
    ("usable", gettext_lazy("Usable"), frozenset({_S.GRANTED})),
    ("process", gettext_lazy("In process"), queries.IN_PROCESS_STATES),
    ("used", gettext_lazy("Used"), frozenset({_S.HIRED, _S.GUARANTEE_PASSED})),
    (
        "over",
        gettext_lazy("Over"),
        frozenset({_S.EXPIRED, _S.CLOSED_UNUSED, _S.REVERSED, _S.SUSPENDED}),
    ),
)
_SLOTS = (
    name_column(
        gettext_lazy("Slot"),
        lambda row: _("Slot %(label)s") % {"label": row.label},
        lambda row: reverse("company:slot", args=[row.pk]),
    ),
    text_column("job", gettext_lazy("Job"), lambda row: row.opening_title or formats.NOTHING),
    status_column("slot", lambda row: row.state, gettext_lazy("Status")),
    text_column("next", gettext_lazy("Next step"), lambda row: next_step(row)),
    text_column("agency", gettext_lazy("Placement agency"), lambda row: row.agency_name),
    day_column("granted", gettext_lazy("Granted on"), lambda row: row.granted_on),
    day_column("until", gettext_lazy("Until"), lambda row: row.expires_on),
    yen_column("fee", gettext_lazy("Fee not charged"), lambda row: row.avoided_fee_yen),
)
_LEDGER = (
    day_column("on", gettext_lazy("Day"), lambda row: row.on),
    text_column("text", gettext_lazy("What happened"), lambda row: formats.say(row.text)),
    Column(
        name="change",
        label=gettext_lazy("People"),
        value=lambda row: row.people_change,
        show=lambda value: formats.signed(value) if value else "",
        css="n",
    ),
    Column(
        name="balance",
        label=gettext_lazy("Balance"),
        value=lambda row: row.people_balance,
        show=formats.count,
        css="n",
    ),
    Column(
        name="slots",
        label=gettext_lazy("Slots"),
        value=lambda row: row.slot_change,
        show=lambda value: formats.signed(value) if value else "",
        css="n",
    ),
    text_column("source", gettext_lazy("Source"), lambda row: formats.say(row.source), css="nw"),
)
_RAIL: Final = (
    gettext_lazy("Granted"),
    gettext_lazy("Requested"),
    gettext_lazy("Candidate"),
    gettext_lazy("Interview"),
    gettext_lazy("Hire"),
    gettext_lazy("Guarantee"),
)
_PLACE: Final = {
    _S.GRANTED: 0,
    _S.REQUESTED: 1,
    _S.CANDIDATE_PRESENTED: 2,
    _S.INTERVIEW_HELD: 3,
    _S.HIRED: 5,
    _S.GUARANTEE_PASSED: 6,
}


def next_step(slot: Slot) -> str:
    """Return what follows and until when."""
    words = formats.say(formats.status_label("slot", slot.state).next_step)
    day = slot.answer_by or (slot.find_by if slot.state == _S.REQUESTED else None)
    if words and day:
        return _("%(step)s (by %(day)s)") % {"step": words, "day": formats.deadline(day)}
    return words


class SlotList(PageView):
    """All slots that a statement showed."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SLOT_VIEW
    template_name: ClassVar[str] = "company/slots.html"

    def get_context(self) -> dict[str, Any]:
        """Read the slots once; the counts are of the same rows."""
        slots = queries.list_slots()
        wanted = self.request.GET.get("state", "")
        chosen = next((states for key, _label, states in _TABS if key == wanted), frozenset(_S))
        rows = [slot for slot in slots if slot.state in chosen]
        usable = next((slot for slot in slots if slot.state == _S.GRANTED), None)
        may_request = self.actor.can(Permission.SLOT_REQUEST)
        return {
            "heading": _("Free slots"),
            "lead": _("What was granted, where each one stands, and what changed the numbers."),
            "tabs": [
                {
                    "label": label,
                    "count": sum(slot.state in states for slot in slots),
                    "url": f"{reverse('company:slots')}?state={key}"
                    if key
                    else reverse("company:slots"),
                    "is_current": key == wanted,
                }
                for key, label, states in _TABS
            ],
            "slots": SmallTable.of(_("Slots"), _SLOTS, rows) if rows else None,
            "has_any": bool(slots),
            "request_url": reverse("company:slot_request", args=[usable.pk])
            if usable and may_request
            else "",
            "relays": list_relays(),
        }


class SlotPage(PageView):
    """One slot: where it stands, who was presented, what to do next."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SLOT_VIEW
    template_name: ClassVar[str] = "company/slot.html"

    def get_context(self) -> dict[str, Any]:
        """Read the slot; the candidate is shown to those who answer."""
        slot_id: UUID = self.kwargs["slot_id"]
        slot = queries.find_slot(slot_id=slot_id)
        state = SlotState(slot.state)
        may_answer = self.actor.can(Permission.SLOT_ANSWER)
        candidate = queries.find_candidate(slot_id=slot_id) if may_answer else None
        if candidate is not None and (candidate.outcome or candidate.withdrawn_at):
            candidate = None
        if candidate is not None:
            record_candidate_view(actor=self.actor, candidate=candidate, now=timezone.now())
        may_request = self.actor.can(Permission.SLOT_REQUEST)
        return {
            "heading": _("Slot %(label)s") % {"label": slot.label},
            "slot": slot,
            "rail": Rail.of(_RAIL, current=_PLACE[state]) if state in _PLACE else None,
            "next": next_step(slot),
            "candidate": candidate,
            "released": _released(candidate),
            "events": _story(slot, queries.list_slot_events(slot_id=slot_id)),
            "can_request": state is _S.GRANTED and may_request,
            "can_cancel": state is _S.REQUESTED and may_request,
            "can_answer": state is _S.CANDIDATE_PRESENTED and may_answer,
            "is_promised": rules_of(slot.contract).promised_interview,
            "can_decide": state is _S.INTERVIEW_HELD and may_answer,
            "can_leave": state is _S.HIRED and may_answer,
            "has_openings": list_openings(state="open").exists(),
            "back_url": reverse("company:slots"),
            "back_label": _("Back to free slots"),
        }


def _released(candidate: SlotCandidate | None) -> list[tuple[Any, str]]:
    """Return the fields that the person released, and no others."""
    if candidate is None:
        return []
    return [
        (words, candidate.released[key])
        for key, words in RELEASE_FIELDS.items()
        if candidate.released.get(key)
    ]


def _story(slot: Slot, events: list[SlotEvent]) -> list[Event]:
    ahead = []
    if slot.answer_by:
        ahead.append(Event(at=slot.answer_by, text=_("Your answer"), is_ahead=True))
    elif slot.state == _S.REQUESTED and slot.find_by:
        ahead.append(Event(at=slot.find_by, text=_("The agency presents somebody"), is_ahead=True))
    elif slot.state == _S.HIRED and slot.guarantee_until:
        ahead.append(Event(at=slot.guarantee_until, text=_("End of the guarantee"), is_ahead=True))
    told = [
        Event(
            at=event.happened_at,
            text=formats.say(formats.status_label("slot", event.after).label),
            detail=" ".join(
                part for part in (event.actor_name, formats.say(event.note_words)) if part
            ),
        )
        for event in events
    ]
    return [*ahead, *told]


class LedgerPage(PageView):
    """The ledger of people and slots; lines are added, never changed."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.LEDGER_VIEW
    template_name: ClassVar[str] = "company/ledger.html"

    def get_context(self) -> dict[str, Any]:
        """Read the ledger, the newest line on top."""
        contract = find_relay(self.kwargs["book_id"])
        ledger = list_company_ledger(book_id=contract.book_id)
        rows = list(reversed(ledger.rows))
        return {
            "heading": _("Ledger of people and slots"),
            "lead": _("Lines are only added. A correction is a new line."),
            "contract": contract,
            "ledger": SmallTable.of(_("Ledger"), _LEDGER, rows) if rows else None,
            "sums": sums_text(ledger),
            "may_export": self.actor.can(Permission.EXPORT),
            "printed_at": timezone.now(),
            "back_url": reverse("company:slots"),
            "back_label": _("Back to free slots"),
        }


def sums_text(ledger: CompanyLedger) -> str:
    """Return the sum below the ledger, as an equation."""
    return _(
        "counted %(counted)s − reversed %(reversed)s − into slots %(bundled)s "
        "− expired %(expired)s = balance %(balance)s"
    ) % {
        name: formats.count(getattr(ledger, name))
        for name in ("counted", "reversed", "bundled", "expired", "balance")
    }


class LedgerCsv(OrganisationView):
    """The ledger as CSV, oldest line first."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        contract = find_relay(kwargs["book_id"])
        ledger = list_company_ledger(book_id=contract.book_id)
        heads = [str(column.label) for column in _LEDGER]
        lines = [[column.exported(row) for column in _LEDGER] for row in ledger.rows]
        content = write_csv([heads, *lines], encoding="utf-8-sig")
        name = _("Ledger of people and slots")
        return exports.send_file(content, exports.FORMATS["csv"], name=name, now=timezone.now())
