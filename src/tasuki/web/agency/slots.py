"""Free slots to fill: what is due first, where each one stands, who was asked."""

from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.placement.queries import mark_banned
from tasuki.apps.relay.actions.releases import SERVED_STATES
from tasuki.apps.relay.models import Registration, Release, Slot, SlotEvent
from tasuki.apps.relay.queries import registrations, slots
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import name_key
from tasuki.core.relay import machines
from tasuki.core.relay.fields import RELEASE_FIELDS, WISH_FIELDS
from tasuki.core.relay.machines import SLOT, ReleaseState, SlotState
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    SmallTable,
    day_column,
    deadline_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.panels import Event, Rail
from tasuki.web.components.views import PageView

_S = SlotState
_LATER: Final = date.max
_PEOPLE_SHOWN: Final = 20
_OVER: Final = frozenset(
    {_S.GUARANTEE_PASSED, _S.CLOSED_UNUSED, _S.EXPIRED, _S.SUSPENDED, _S.REVERSED}
)
_TABS: Final = (
    ("", gettext_lazy("All"), frozenset(SlotState)),
    ("find", gettext_lazy("Find somebody"), frozenset({_S.REQUESTED})),
    ("wait", gettext_lazy("In process"), frozenset({_S.CANDIDATE_PRESENTED, _S.INTERVIEW_HELD})),
    ("hired", gettext_lazy("In the guarantee"), frozenset({_S.HIRED})),
    ("usable", gettext_lazy("Not used yet"), frozenset({_S.GRANTED})),
    ("over", gettext_lazy("Over"), _OVER),
)
_STEPS: Final = (
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


def deadline_of(slot: Slot) -> date | None:
    """Return the next day that matters for a slot; None when nothing is due."""
    match SlotState(slot.state):
        case SlotState.REQUESTED:
            return slot.find_by
        case SlotState.CANDIDATE_PRESENTED:
            return slot.answer_by
        case SlotState.HIRED:
            return slot.guarantee_until
        case _:
            return None


def next_step(slot: Slot) -> str:
    """Return what follows for the agency."""
    match SlotState(slot.state):
        case SlotState.GRANTED:
            return _("The company requests it for a job")
        case SlotState.REQUESTED:
            return _("Find somebody and ask")
        case SlotState.CANDIDATE_PRESENTED:
            return _("The company answers")
        case SlotState.INTERVIEW_HELD:
            return _("The company records the result")
        case _:
            return formats.say(formats.status_label("slot", slot.state).next_step)


_LIST = (
    name_column(
        gettext_lazy("Slot"),
        lambda row: _("%(company)s %(label)s") % {"company": row.company_name, "label": row.label},
        lambda row: reverse("agency:slot", args=[row.pk]),
    ),
    text_column("job", gettext_lazy("Job"), lambda row: row.opening_title or formats.NOTHING),
    status_column("slot", lambda row: row.state, gettext_lazy("Status")),
    text_column("next", gettext_lazy("Next step"), next_step),
    deadline_column("due", gettext_lazy("Due"), deadline_of),
    day_column("until", gettext_lazy("Slot expires"), lambda row: row.expires_on),
)


class SlotsPage(AgencyPage, PageView):
    """All slots, what is due first on top."""

    permission: ClassVar = Permission.SLOT_VIEW
    template_name: ClassVar[str] = "agency/slots.html"

    def get_context(self) -> dict[str, Any]:
        """Read the slots once; the counts are of the same rows."""
        found = slots.list_slots()
        wanted = self.request.GET.get("state", "")
        chosen = next((states for key, _label, states in _TABS if key == wanted), frozenset(_S))
        rows = sorted(
            (slot for slot in found if slot.state in chosen),
            key=lambda slot: (
                slot.state in _OVER,
                deadline_of(slot) or _LATER,
                slot.expires_on,
                slot.company_name,
                slot.number,
            ),
        )
        address = reverse("agency:slots")
        return {
            "heading": _("Free slots to fill"),
            "lead": _("Which slot needs somebody, and until when."),
            "tabs": [
                {
                    "label": label,
                    "count": sum(slot.state in states for slot in found),
                    "url": f"{address}?state={key}" if key else address,
                    "is_current": key == wanted,
                }
                for key, label, states in _TABS
            ],
            "slots": SmallTable.of(_("Free slots"), _LIST, rows) if rows else None,
            "has_any": bool(found),
        }


class SlotPage(AgencyPage, PageView):
    """One slot: the request, the people asked, and who could be asked."""

    permission: ClassVar = Permission.SLOT_VIEW
    template_name: ClassVar[str] = "agency/slot.html"

    def get_context(self) -> dict[str, Any]:
        """Read the slot and, while it waits for somebody, the people."""
        slot_id: UUID = self.kwargs["slot_id"]
        slot = slots.find_slot(slot_id=slot_id)
        state = SlotState(slot.state)
        may_fill = self.actor.can(Permission.SLOT_FILL)
        may_suspend = self.actor.can(Permission.SLOT_SUSPEND)
        releases = slots.list_releases(slot_id=slot_id) if may_fill else []
        return {
            "heading": _("%(company)s %(label)s")
            % {"company": slot.company_name, "label": slot.label},
            "slot": slot,
            "rail": Rail.of(_STEPS, current=_PLACE[state]) if state in _PLACE else None,
            "next": next_step(slot),
            "due": deadline_of(slot),
            "releases": _release_lines(releases, can_present=may_fill and state is _S.REQUESTED),
            "may_fill": may_fill,
            "can_find": may_fill and state is _S.REQUESTED,
            "can_withdraw": may_fill and state is _S.CANDIDATE_PRESENTED,
            "can_leave": may_fill and state is _S.HIRED,
            "can_suspend": may_suspend and SLOT.can(state, machines.SlotEvent.SUSPEND),
            "can_restore": may_suspend and state is _S.SUSPENDED,
            "events": _story(slot, slots.list_slot_events(slot_id=slot_id)),
            "back_url": reverse("agency:slots"),
            "back_label": _("Free slots to fill"),
            **(self._people(releases) if may_fill and state is _S.REQUESTED else {}),
        }

    def _people(self, releases: list[Release]) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        rows = mark_banned(find_people(text), on=timezone.localdate())
        asked = {one.talent_record_id for one in releases if one.state in _LIVE_RELEASES}
        shown = list(rows[: _PEOPLE_SHOWN + 1])
        return {
            "search_text": text,
            "people": [
                {
                    "registration": one,
                    "wishes": _wishes(one),
                    "is_asked": one.talent_record_id in asked,
                }
                for one in shown[:_PEOPLE_SHOWN]
            ],
            "has_more": len(shown) > _PEOPLE_SHOWN,
        }


_LIVE_RELEASES: Final = frozenset({ReleaseState.ASKED, ReleaseState.YES, ReleaseState.SENT})


def find_people(text: str) -> QuerySet[Registration]:
    """Return the people whom the agency serves, by name or wish, newest first."""
    rows = registrations.list_registrations().filter(
        state__in=SERVED_STATES, talent_record_id__isnull=False
    )
    if not text:
        return rows
    key = name_key(text)
    # Wishes are sealed: those of the people whom the agency serves are opened and looked through.
    opened = rows.select_related(None).only("id", "organisation_id", "state", "wishes").order_by()
    wished = [row.pk for row in opened if text.casefold() in _wishes(row).casefold()]
    return rows.filter(
        Q(family_name__icontains=text)
        | Q(given_name__icontains=text)
        | Q(name_kana__icontains=key)
        | Q(pk__in=wished)
    )


def _wishes(registration: Registration) -> str:
    parts = [registration.wishes.get(field) for field in WISH_FIELDS]
    return "、".join(str(part) for part in parts if part) or formats.NOTHING


def _release_lines(releases: list[Release], *, can_present: bool) -> list[dict[str, Any]]:
    """Return the questions with the names of the people, which only the agency reads."""
    ids = [one.registration_id for one in releases if one.registration_id]
    names = {one.pk: one.full_name for one in registrations.list_registrations().filter(pk__in=ids)}
    return [
        {
            "release": one,
            "name": names.get(one.registration_id, formats.NOTHING)
            if one.registration_id
            else formats.NOTHING,
            "fields": "、".join(
                formats.say(RELEASE_FIELDS[key]) for key in one.fields if key in RELEASE_FIELDS
            ),
            "can_present": can_present and one.state == ReleaseState.YES,
        }
        for one in releases
    ]


def _story(slot: Slot, events: list[SlotEvent]) -> list[Event]:
    ahead = []
    due = deadline_of(slot)
    if due:
        ahead.append(Event(at=due, text=next_step(slot), is_ahead=True))
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
