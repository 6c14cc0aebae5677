"""The page of one secondment or transfer, and its paper."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.moves import papers
from tasuki.apps.moves.models import Secondment
from tasuki.apps.moves.queries import secondments as queries
from tasuki.core.access import Permission
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.secondment import GAP_LABELS, PURPOSE_LABELS, MoveKind
from tasuki.core.moves.labels import KIND_LABELS
from tasuki.core.moves.machines import MOVE, MoveEvent, MoveState
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.moves.cases import CasePaper
from tasuki.web.moves.frame import (
    Button,
    CasePage,
    ask_buttons,
    code_words,
    step_buttons,
    with_main,
)
from tasuki.web.moves.secondments import CASE

_OVER: Final = {
    MoveState.RETURNED,
    MoveState.CONVERTED,
    MoveState.TRANSFERRED,
    MoveState.DECLINED,
    MoveState.CANCELLED,
}


_EVENTS: Final = (
    (MoveEvent.CONFIRM_PURPOSE, "secondment_confirm", gettext_lazy("Confirm the purpose"), True),
    (MoveEvent.EXPLAIN, "secondment_deliver", gettext_lazy("Deliver the conditions"), False),
    (
        MoveEvent.DELIVER_CONDITIONS,
        "secondment_deliver",
        gettext_lazy("Deliver the conditions"),
        False,
    ),
    (MoveEvent.CONSENT, "secondment_consent", gettext_lazy("Record the consent"), False),
    (MoveEvent.SIGN, "secondment_sign", gettext_lazy("Record the signatures"), False),
    (MoveEvent.ACTIVATE, "secondment_activate", gettext_lazy("Record the start"), True),
    (MoveEvent.HAND_OVER, "secondment_activate", gettext_lazy("Record the start"), True),
    (MoveEvent.RETURN, "secondment_return", gettext_lazy("Record the return"), False),
    (MoveEvent.EXTEND, "secondment_extend", gettext_lazy("Extend"), False),
    (MoveEvent.CONVERT, "secondment_convert", gettext_lazy("Turn it into a transfer"), False),
    (MoveEvent.REVISE, "secondment_revise", gettext_lazy("Change the terms"), True),
    (MoveEvent.DECLINE, "secondment_decline", gettext_lazy("The person says no"), True),
    (MoveEvent.CANCEL, "secondment_cancel", gettext_lazy("Cancel the move"), False),
)
_SECONDMENT_ONLY: Final = {MoveEvent.CONFIRM_PURPOSE, MoveEvent.EXPLAIN, MoveEvent.ACTIVATE}
_TRANSFER_ONLY: Final = {MoveEvent.DELIVER_CONDITIONS, MoveEvent.HAND_OVER}
_APPROVED: Final = {MoveEvent.ACTIVATE, MoveEvent.HAND_OVER}


class SecondmentPage(CasePage):
    """One move."""

    status_kind = "secondment"
    back_name = "moves:secondments"
    back_label = gettext_lazy("Back to secondments and transfers")

    def read(self) -> Secondment:
        """Return the move."""
        return CASE.read(self.kwargs)

    def get_heading(self, row: Any) -> str:
        """Name person and firm."""
        return f"{row.person_name} → {row.host_name}"

    def get_refusals(self, row: Any) -> Sequence[Refusal]:
        """Return what H9 still asks for."""
        is_open = row.state not in _OVER | {MoveState.ACTIVE, MoveState.EXTENDED}
        return queries.list_start_refusals(row) if is_open else ()

    def get_warnings(self, row: Any) -> Sequence[Words]:
        """Return what should be looked at."""
        if row.state in _OVER:
            return ()
        return queries.list_warnings(row, on=timezone.localdate())

    def get_buttons(self, row: Any) -> list[Button]:
        """Return the steps of the state table that fit the kind and the role."""
        barred = _TRANSFER_ONLY if row.kind == MoveKind.SECONDMENT else _SECONDMENT_ONLY
        if not self.actor.can(Permission.MOVE_APPROVE):
            barred = barred | _APPROVED
        allowed = set(MOVE.allowed_events(MoveState(row.state))) - barred
        buttons = step_buttons(row, _EVENTS, allowed)
        if row.state == MoveState.PROPOSED:
            url = reverse("moves:secondment_edit", args=[row.pk])
            buttons.append(Button(label=_("Change the proposal"), url=url))
        return with_main(ask_buttons(row) + buttons)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return what is known."""
        method = {"paper": _("on paper"), "own": _("by the person")}.get(row.consent_method, "")
        return (
            (_("Kind"), code_words(KIND_LABELS, row.kind)),
            (_("Number"), row.number),
            (_("Employee number"), row.person_number),
            (_("Employed by you since"), formats.day(row.employed_since)),
            (_("From – to"), f"{formats.day(row.starts_on)} – {formats.day(row.ends_on)}"),
            (_("Duties"), row.duties),
            (_("Workplace"), row.workplace),
            (_("Purpose"), code_words(PURPOSE_LABELS, row.purpose)),
            (_("What shows the purpose"), row.purpose_evidence),
            (_("Actual cost of a month"), formats.yen(row.actual_cost_yen)),
            (_("Paid by the other firm"), formats.yen(row.burden_yen)),
            (_("Why you bear a part"), code_words(GAP_LABELS, row.gap_reason)),
            (_("Conditions delivered on"), formats.day(row.host_conditions_on)),
            (_("Consent of the person"), f"{formats.day(row.consented_on)} {method}".strip()),
            (_("Scan"), row.consent_scan),
            (_("Signed by you on"), formats.day(row.home_signed_on)),
            (_("Signed by the other firm on"), formats.day(row.host_signed_on)),
            (_("Ended on"), formats.day(row.ended_on)),
            (_("Why it ended"), row.end_reason),
            (_("Your conditions for the time"), row.home_conditions),
            (_("Conditions at the other firm"), row.host_conditions),
        )

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return the consent form."""
        return ((_("Consent form"), reverse("moves:secondment_paper", args=[row.pk])),)


class SecondmentPaper(CasePaper):
    """The consent form."""

    case = CASE
    title = gettext_lazy("Consent form")
    paper = papers.consent_pdf
