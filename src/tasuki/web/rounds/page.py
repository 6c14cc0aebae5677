"""One round: where it stands, what comes next, how many answered, its story."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.rounds.actions import deciding, planning, running
from tasuki.apps.rounds.models import Round
from tasuki.apps.rounds.queries.rounds import count_people
from tasuki.core.access import Permission
from tasuki.core.law.secondment import PURPOSE_LABELS
from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.labels import EVENT_WORDS, PERSON_LABELS
from tasuki.core.rounds.machine import ROUND, RoundEvent, RoundState
from tasuki.core.rounds.rules import KIND_WORDS, MECHANISM_WORDS, RoundKind
from tasuki.web.components import formats
from tasuki.web.components.panels import Event, Rail
from tasuki.web.components.views import PageView
from tasuki.web.moves.frame import Button, code_words, with_main
from tasuki.web.rounds.frame import OfRound, RoundAct
from tasuki.web.rounds.words import PROMISES

_E, _S, _P = RoundEvent, RoundState, Permission
_RAIL: Final = (
    (_S.DRAFT, gettext_lazy("Set-up")),
    (_S.OPEN, gettext_lazy("Lists")),
    (_S.LOCKED, gettext_lazy("Dry run")),
    (_S.CLEARED, gettext_lazy("Verification")),
    (_S.VERIFIED, gettext_lazy("Decisions")),
    (_S.DECIDED, gettext_lazy("Publication")),
    (_S.PUBLISHED, gettext_lazy("Appeals")),
    (_S.CLOSED, gettext_lazy("End")),
)
# event, address, words, whether it is a link only
_STEPS: Final = (
    (_E.OPEN, "open", gettext_lazy("Open and invite everybody"), False, _P.ROUND_EDIT),
    (_E.LOCK, "lock", gettext_lazy("Lock the lists"), False, _P.ROUND_EDIT),
    (_E.CLEAR, "run", gettext_lazy("Dry run and clearing"), True, _P.ROUND_VIEW),
    (_E.VERIFY, "run", gettext_lazy("To the verification"), True, _P.ROUND_VIEW),
    (_E.DECIDE, "result", gettext_lazy("Decide the proposals"), True, _P.ROUND_DECIDE),
    (_E.PUBLISH, "publication", gettext_lazy("To the publication"), True, _P.ROUND_DECIDE),
    (_E.CLOSE, "close", gettext_lazy("Close the round"), False, _P.ROUND_DECIDE),
    (_E.REOPEN, "reopen", gettext_lazy("Take lists again"), True, _P.ROUND_EDIT),
    (_E.CANCEL, "cancel", gettext_lazy("Cancel the round"), True, _P.ROUND_EDIT),
)


class RoundPage(OfRound, PageView):
    """The overview."""

    template_name: ClassVar[str] = "rounds/round.html"
    tab = "round"

    def get_context(self) -> dict[str, Any]:
        """Read everything that the page shows."""
        row = self.row
        states = [state for state, _label in _RAIL]
        promise = PROMISES[MechanismName(row.mechanism)]
        return self.frame() | {
            "rail": Rail.of([label for _state, label in _RAIL], current=states.index(row.state))
            if row.state in states
            else None,
            "buttons": self._buttons(row),
            "missing": self._missing(row),
            "counts": self._counts(row),
            "mechanism": MECHANISM_WORDS[MechanismName(row.mechanism)],
            "promise": promise,
            "facts": [(label, value) for label, value in self._facts(row) if value],
            "events": self._events(row),
            "can_choose": row.state == _S.DRAFT and self.actor.can(_P.ROUND_EDIT),
        }

    def _buttons(self, row: Round) -> list[Button]:
        found = []
        if row.state == _S.DRAFT and self.actor.can(_P.ROUND_EDIT):
            for name, label in (("places", _("Add places")), ("people_add", _("Add people"))):
                found.append(Button(label=label, url=reverse(f"rounds:{name}", args=[row.pk])))
        allowed = set(ROUND.allowed_events(RoundState(row.state)))
        for event, name, label, is_link, right in _STEPS:
            if event is _E.OPEN and self._missing(row):
                continue
            if event in allowed and self.actor.can(right):
                found.append(
                    Button(
                        label=label,
                        url=reverse(f"rounds:{name}", args=[row.pk]),
                        is_post=not is_link,
                        is_danger=event is _E.CANCEL,
                    )
                )
        if row.state == _S.DRAFT and row.place_count and row.person_count:
            found.sort(key=lambda one: not one.is_post)
        return with_main(found)

    def _missing(self, row: Round) -> Sequence[str]:
        """Say what a draft still needs before it can open."""
        if row.state != _S.DRAFT:
            return ()
        found = []
        if not row.place_count:
            found.append(_("No place was added yet."))
        if not row.person_count:
            found.append(_("Nobody was added yet."))
        if row.deadline_at <= timezone.now():
            found.append(_("The deadline is over. Cancel this draft and plan a new round."))
        return found

    def _counts(self, row: Round) -> list[dict[str, Any]]:
        if row.state == _S.DRAFT:
            return []
        url = reverse("rounds:people", args=[row.pk]) if self.actor.can(_P.ROUND_EDIT) else ""
        return [
            {
                "label": formats.say(PERSON_LABELS[state].label),
                "count": count,
                "url": f"{url}?state={state}" if url else "",
            }
            for state, count in count_people(round_id=row.pk).items()
        ]

    def _facts(self, row: Round) -> Sequence[tuple[Any, str]]:
        return [
            (_("Number"), row.number),
            (_("Kind"), formats.say(KIND_WORDS[RoundKind(row.kind)])),
            (_("Deadline"), formats.moment(row.deadline_at)),
            (_("Next round on"), formats.day(row.next_round_on)),
            (_("Purpose of the secondments"), code_words(PURPOSE_LABELS, row.purpose)),
            (_("Lists opened at"), formats.moment(row.opens_at)),
            (_("Lists locked at"), formats.moment(row.locked_at)),
            (_("Published at"), formats.moment(row.published_at)),
            (_("Commitment to the lottery"), row.commitment),
            (_("Digest of the input"), row.digest),
        ]

    def _events(self, row: Round) -> list[Event]:
        found = list_events_of(object_kind="round", object_id=row.pk)
        return [
            Event(at=one.happened_at, text=_event_words(one.kind))
            for one in found
            if one.kind.rpartition(".")[2] not in _MANY
        ]


_MANY: Final = frozenset({"submit", "consent", "withdraw", "line", "score"})
"""What happens once for each person: counted on the pages, not listed in the story."""


def _event_words(kind: str) -> str:
    words = EVENT_WORDS.get(kind.rpartition(".")[2])
    return formats.say(words) if words else kind


class OpenRound(RoundAct):
    """Open the lists."""

    action = planning.open_round
    said = gettext_lazy("The round is open. Everybody got a mail with a link of their own.")


class LockRound(RoundAct):
    """Close the lists."""

    action = running.lock_round
    page_name = "rounds:run"
    said = gettext_lazy("The lists are locked. Compare the mechanisms, then clear.")


class CloseRound(RoundAct):
    """End a published round."""

    permission: ClassVar = Permission.ROUND_DECIDE
    action = deciding.close_round
    said = gettext_lazy("The round is closed.")
