"""One case: where it stands, the forms of its next steps, what is known, its story."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.action import require
from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.cases.actions import OBJECT_KIND, take_case_step
from tasuki.apps.cases.models import MoveCase
from tasuki.apps.cases.queries import find_case
from tasuki.apps.errors import ActionError, NotVisibleError, found
from tasuki.core.access import Permission
from tasuki.core.cases.kind import PARTY_WORDS, Party
from tasuki.core.words import Words
from tasuki.web.cases.forms import StepForm
from tasuki.web.components import formats
from tasuki.web.components.panels import Event
from tasuki.web.components.views import toast
from tasuki.web.moves import frame


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One step that may be taken now.

    Attributes:
        event: its code.
        label: words of the button.
        party: whose decision it is; empty for the coordinator.
        form: its fields.
        is_open: whether the form is shown unfolded.
    """

    event: str
    label: str
    party: str
    form: StepForm
    is_open: bool


class CasePage(frame.CasePage):
    """One case of any kind."""

    kind: ClassVar = None
    template_name: ClassVar[str] = "cases/case.html"
    status_kind = OBJECT_KIND
    back_name = "cases:cases"
    back_label = gettext_lazy("Back to all cases")
    answered: StepForm | None = None
    answered_event: str = ""

    def read(self) -> MoveCase:
        """Return the case."""
        return found(find_case(move_case_id=self.kwargs["move_case_id"]))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Take the step that the form names; a refused one shows what was typed."""
        require(self.actor, Permission.MOVE_EDIT)
        row = self.read()
        event = request.POST.get("event", "")
        events = {
            str(one): one for one in row.declaration.machine.allowed_events(row.standing.state)
        }
        if event not in events:
            return self.show(self.get_context(), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        form = self._form(row, events[event], request.POST)
        self.answered, self.answered_event = form, event
        if not form.is_valid():
            return self.show(self.get_context(), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            take_case_step(
                actor=self.actor,
                move_case_id=row.pk,
                event=event,
                typed=form.typed(),
                now=timezone.now(),
            )
        except NotVisibleError:
            raise
        except ActionError as error:
            form.add_refusal(error)
            return self.show(self.get_context(), status=error.status)
        toast(self.request, _("The step was recorded."))
        return redirect("cases:case", row.pk)

    def get_heading(self, row: Any) -> str:
        """Name kind and person."""
        return f"{formats.say(row.declaration.words)} {row.subject}"

    def get_warnings(self, row: Any) -> Sequence[Words]:
        """Return what the kind says about the values."""
        return row.declaration.notes(row.values)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return everything known, in the order of the declaration."""
        values = row.values
        return (
            (_("Number"), row.number),
            (_("Opened on"), formats.day(row.opened_on)),
            *(
                (formats.say(one.words), formats.say(one.show(values[one.code])))
                for one in row.declaration.fields
                if one.code in values
            ),
            (_("Rules"), formats.cited(row.declaration.source)),
        )

    def get_events(self, row: Any) -> list[Event]:
        """Return the story of the case, the newest first."""
        steps = {str(event): step for event, step in row.declaration.steps.items()}
        return [
            Event(at=one.happened_at, text=formats.say(steps[code].words))
            for one in list_events_of(object_kind=OBJECT_KIND, object_id=row.pk)
            if (code := one.kind.rpartition(".")[2]) in steps
        ]

    def get_context(self) -> dict[str, Any]:
        """Add the forms of the next steps."""
        context = super().get_context()
        row = context["row"]
        may_act = self.actor.can(Permission.MOVE_EDIT)
        context["status_kind"] = f"case_{row.kind}"
        context["steps"] = list(self._steps(row)) if may_act else []
        return context

    def _steps(self, row: MoveCase) -> Sequence[NextStep]:
        kind = row.declaration
        events = list(dict.fromkeys(kind.machine.allowed_events(row.standing.state)))
        return [
            NextStep(
                event=str(event),
                label=formats.say(kind.steps[event].words),
                party=""
                if kind.steps[event].party is Party.KEEPER
                else formats.say(PARTY_WORDS[kind.steps[event].party]),
                form=self.answered
                if self.answered and self.answered_event == event
                else self._form(row, event, None),
                is_open=self.answered_event == event or (not self.answered_event and place == 0),
            )
            for place, event in enumerate(events)
        ]

    def _form(self, row: MoveCase, event: Any, data: Any) -> StepForm:
        return StepForm(row.declaration, event, data, auto_id=f"id_{event}_%s")
