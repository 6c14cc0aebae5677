"""What the pages of a round share: the row, its tabs, and the steps that go on from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tasuki.apps.rounds.models import Round
from tasuki.apps.rounds.queries.rounds import find_round
from tasuki.core.access import Permission
from tasuki.core.rounds.machine import RESULT_STATES, RoundState
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.views import OrganisationView

LOCKED_STATES: Final = frozenset({RoundState.LOCKED, *RESULT_STATES})
"""States in which the input is fixed."""
_EVERY: Final = frozenset(RoundState)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTab:
    """One page of a round: from which states on it says something, and to whom."""

    name: str
    label: Any
    states: frozenset[RoundState] = _EVERY
    permission: Permission = Permission.ROUND_VIEW


TABS: Final[Sequence[RoundTab]] = (
    RoundTab(name="round", label=gettext_lazy("Overview")),
    RoundTab(name="places", label=gettext_lazy("Places and ranking")),
    RoundTab(name="people", label=gettext_lazy("Participants"), permission=Permission.ROUND_EDIT),
    RoundTab(name="run", label=gettext_lazy("Dry run and verification"), states=LOCKED_STATES),
    RoundTab(
        name="result",
        label=gettext_lazy("Results and appeals"),
        states=RESULT_STATES,
        permission=Permission.ROUND_DECIDE,
    ),
    RoundTab(name="publication", label=gettext_lazy("Publication"), states=LOCKED_STATES),
    RoundTab(
        name="fairness",
        label=gettext_lazy("Fairness"),
        states=RESULT_STATES,
        permission=Permission.ROUND_DECIDE,
    ),
)


class OfRound(OrganisationView):
    """A view below ``/rounds/<round>/``."""

    permission: ClassVar = Permission.ROUND_VIEW
    tab: ClassVar[str] = ""

    @cached_property
    def row(self) -> Round:
        """The round of the address.

        Raises:
            NotVisibleError: there is none here.
        """
        return find_round(round_id=self.kwargs["round_id"])

    def frame(self) -> dict[str, Any]:
        """Return what the head of every page of a round shows."""
        row = self.row
        state = RoundState(row.state)
        return {
            "round": row,
            "heading": row.title,
            "back_url": reverse("rounds:rounds"),
            "back_label": gettext_lazy("Back to the rounds"),
            "round_tabs": [
                {
                    "label": one.label,
                    "url": reverse(f"rounds:{one.name}", args=[row.pk]),
                    "is_current": one.name == self.tab,
                }
                for one in TABS
                if state in one.states and self.actor.can(one.permission)
            ],
        }


class RoundStep(RowForm):
    """One step that asks for values."""

    permission: ClassVar = Permission.ROUND_EDIT
    id_name = "round_id"
    page_name = "rounds:round"
    back_label: ClassVar[Any] = gettext_lazy("Back to the round")

    def get_context(self) -> dict[str, Any]:
        """Refuse a form about a round that is not there."""
        return {"round": find_round(round_id=self.row_id)}


class RoundAct(RowAct):
    """One step that asks for nothing."""

    permission: ClassVar = Permission.ROUND_EDIT
    id_name = "round_id"
    page_name = "rounds:round"
