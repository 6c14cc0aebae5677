"""Plan a round: what kind, by which mechanism, until when; take it back, cancel it."""

from http import HTTPStatus
from typing import Any, ClassVar, Final

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.rounds.actions import planning, running
from tasuki.apps.rounds.queries.rounds import find_round
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.secondment import PURPOSE_LABELS
from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.rules import KIND_WORDS, MECHANISM_WORDS, MECHANISMS, RoundKind
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage, PageView
from tasuki.web.moves.fields import area_field, choice_field, day_field, text_field
from tasuki.web.rounds.frame import RoundStep
from tasuki.web.rounds.words import KIND_TEXTS, PROMISES

_OWN_ROUNDS: Final = (RoundKind.INTERNAL, RoundKind.ROTATION, RoundKind.SWAP)
_BROKERED: Final = (RoundKind.INTRODUCTIONS, RoundKind.SWAP)
KINDS_OF: Final[dict[OrganisationKind, tuple[RoundKind, ...]]] = {
    OrganisationKind.COMPANY: _OWN_ROUNDS,
    OrganisationKind.AGENCY: _BROKERED,
    OrganisationKind.MUNICIPALITY: _BROKERED,
}
"""What is offered to each kind of operator; the action asks the law on the day."""


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """Return a field for a day with its time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def mechanism_choices(kind: RoundKind) -> list[tuple[str, Any]]:
    """Return the mechanisms of a kind, each with what it promises and what it gives up."""
    return [(str(name), _mechanism_label(name)) for name in MECHANISMS[kind]]


def _mechanism_label(name: MechanismName) -> Any:
    promise = PROMISES[name]
    return format_html(
        '<strong>{}</strong> <span class="small">{}<br>{}<br>{}</span>',
        formats.say(MECHANISM_WORDS[name]),
        promise.how,
        _("Promised: %(text)s") % {"text": promise.promise},
        _("Given up: %(text)s") % {"text": promise.price},
    )


class KindPage(PageView):
    """Which kind of round."""

    permission: ClassVar = Permission.ROUND_EDIT
    template_name: ClassVar[str] = "rounds/kinds.html"

    def get_context(self) -> dict[str, Any]:
        """Return the kinds that this organisation may think of."""
        return {
            "heading": _("Plan a round"),
            "lead": _("What is the round for?"),
            "back_url": reverse("rounds:rounds"),
            "back_label": _("Back to the rounds"),
            "kinds": [
                {
                    "code": str(kind),
                    "words": KIND_WORDS[kind],
                    "text": KIND_TEXTS[kind],
                    "url": reverse("rounds:plan", args=[str(kind)]),
                }
                for kind in KINDS_OF.get(self.actor.kind, ())
            ],
        }


class PlanForm(Form):
    """What every kind of round asks."""

    submit_label = gettext_lazy("Save the draft")
    title = text_field(
        gettext_lazy("Title of the round"),
        size=120,
        required=True,
        help_text=gettext_lazy("The people read it, in the mail and on their page."),
    )
    mechanism = forms.ChoiceField(
        label=gettext_lazy("Mechanism"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It can be changed until the round opens, and not after that."),
    )
    deadline_at = moment_field(
        gettext_lazy("Deadline of the lists"),
        help_text=gettext_lazy("People change their lists freely until then."),
    )
    next_round_on = day_field(
        gettext_lazy("Next round on"),
        required=False,
        help_text=gettext_lazy("Told to everybody without a proposal."),
    )


class SwapForm(PlanForm):
    """What a round of secondments asks besides."""

    purpose = choice_field(gettext_lazy("Purpose of the secondments"), PURPOSE_LABELS)
    is_party = forms.BooleanField(
        label=gettext_lazy("We are a party of the signed agreement between the companies"),
        required=False,
    )
    agreed_on = day_field(
        gettext_lazy("Agreement signed on"),
        required=False,
        help_text=gettext_lazy("Needed where we are a party of it."),
    )
    balance = forms.IntegerField(
        label=gettext_lazy("Most people in minus out of each company"),
        min_value=0,
        max_value=1_000,
        required=False,
        help_text=gettext_lazy("Empty: no limit. 0: each company gets as many as it lends."),
    )


class PlanRound(FormPage):
    """A new round."""

    permission: ClassVar = Permission.ROUND_EDIT
    template_name: ClassVar[str] = "components/form.html"
    form_class: ClassVar[type[Form]] = PlanForm
    back_label: ClassVar[Any] = gettext_lazy("Back to the kinds")

    @property
    def round_kind(self) -> RoundKind:
        """The kind in the address."""
        for kind in KINDS_OF.get(self.actor.kind, ()):
            if kind == self.kwargs["kind"]:
                return kind
        raise Http404

    def get_context(self) -> dict[str, Any]:
        """Refuse a kind that is not offered here."""
        return {"round_kind": self.round_kind}

    def _show_form(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """Ask under the name of the kind."""
        kind = self.round_kind
        context = {
            "form": form,
            "heading": formats.say(KIND_WORDS[kind]),
            "lead": KIND_TEXTS[kind],
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
        }
        return self.show(context, status=status)

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the mechanisms of the kind."""
        kind = self.round_kind
        made = SwapForm if kind is RoundKind.SWAP else PlanForm
        form = made(data, files, initial={"mechanism": str(MECHANISMS[kind][0])})
        _offer(form, kind)
        return form

    def act(self, form: Form) -> str:
        """Keep the plan."""
        self.row = planning.plan_round(
            actor=self.actor, kind=str(self.round_kind), now=timezone.now(), **form.cleaned_data
        )
        return _("The draft was saved. Add places and people, then open the round.")

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("rounds:round", args=[self.row.pk])

    def get_back_url(self) -> str:
        """Go back to the kinds."""
        return reverse("rounds:add")


class MechanismForm(Form):
    """Only the mechanism."""

    submit_label = gettext_lazy("Use this mechanism")
    mechanism = forms.ChoiceField(label=gettext_lazy("Mechanism"), widget=forms.RadioSelect)


class ChooseMechanism(RoundStep):
    """Another mechanism, while the round is a draft."""

    form_class = MechanismForm
    action = running.choose_mechanism
    heading = gettext_lazy("Choose the mechanism")
    lead = gettext_lazy("Once the round is open it stays: nobody may choose it by its result.")
    said = gettext_lazy("The mechanism was changed.")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the mechanisms of the kind."""
        form = super().make_form(data, files)
        _offer(form, find_round(round_id=self.row_id).round_kind)
        return form

    def get_initial(self) -> dict[str, Any]:
        """Begin with the one in use."""
        return {"mechanism": find_round(round_id=self.row_id).mechanism}


class ReopenForm(Form):
    """Until when, and why."""

    submit_label = gettext_lazy("Take lists again")
    deadline_at = moment_field(gettext_lazy("New deadline"))
    reason = area_field(gettext_lazy("Reason"), size=500, required=True)


class ReopenRound(RoundStep):
    """Take lists again, before anything was cleared."""

    form_class = ReopenForm
    action = planning.reopen_round
    heading = gettext_lazy("Take lists again")
    lead = gettext_lazy("What was locked is opened; the reason stays in the history.")
    said = gettext_lazy("Lists are taken again.")


class CancelForm(Form):
    """Why."""

    submit_label = gettext_lazy("Cancel the round")
    reason = area_field(gettext_lazy("Reason"), size=500, required=True)


class CancelRound(RoundStep):
    """Stop a round before it is published."""

    form_class = CancelForm
    action = planning.cancel_round
    heading = gettext_lazy("Cancel the round")
    lead = gettext_lazy("All lists are deleted. This cannot be undone.")
    said = gettext_lazy("The round was cancelled and the lists were deleted.")


def _offer(form: Form, kind: RoundKind) -> None:
    field = form.fields["mechanism"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = mechanism_choices(kind)
