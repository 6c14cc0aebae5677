"""My requests under the law: ask an organisation, follow the days, read the answer."""

from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, NotVisibleError, RefusedError
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.rights.actions import file_request, withdraw_request
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries.requests import list_own_requests
from tasuki.core.rights.requests import KINDS, RequestKind, RequestState
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import toast, warn
from tasuki.web.person.frame import name_of
from tasuki.web.person.me import MeView, acting_as, list_own_actors
from tasuki.web.person.own import as_id

SCOPE_CHARACTERS_MAX: Final = 2_000


class RequestForm(Form):
    """To whom, what, and in the person's own words."""

    record = forms.ChoiceField(label=gettext_lazy("To which organisation"))
    kind = forms.ChoiceField(label=gettext_lazy("What I ask for"), widget=forms.RadioSelect)
    scope = forms.CharField(
        label=gettext_lazy("In my words"),
        max_length=SCOPE_CHARACTERS_MAX,
        required=False,
        help_text=gettext_lazy("Example: what is wrong and how it is right. May stay empty."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, actors: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(one.talent_record_id), place_name(one)) for one in actors]
        kinds = [(kind.value, formats.say(KINDS[kind].words)) for kind in RequestKind]
        for name, choices in (("record", places), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class RequestsPage(MeView):
    """All requests of the person, and a form for a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        chosen = {"record": request.GET.get("record", ""), "kind": request.GET.get("kind", "")}
        return self._show(self._form(initial=chosen))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """File the request with the organisation that was chosen."""
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        typed = form.cleaned_data
        actor = self._actor(typed["record"])
        try:
            filed = file_request(
                actor=actor,
                kind=typed["kind"],
                talent_record_id=actor.talent_record_id,
                scope=typed["scope"],
                now=self.now,
            )
        except NotVisibleError:
            raise
        except ActionError as error:
            form.add_refusal(error)
            return self._show(form, status=error.status)
        said = _("Your request %(number)s is filed. The answer comes by %(day)s at the latest.")
        toast(request, said % {"number": filed.number, "day": formats.day(filed.answer_by)})
        return redirect("person:requests")

    def _actor(self, record: str) -> Actor:
        for one in list_own_actors(self.account):
            if str(one.talent_record_id) == record:
                return one
        raise NotVisibleError

    def _form(self, **options: Any) -> RequestForm:
        return RequestForm(actors=list_own_actors(self.account), **options)

    def _show(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        actors = list_own_actors(self.account)
        rows = []
        for actor in actors:
            with acting_as(actor):
                rows += [_describe(one, actor) for one in list_own_requests(actor=actor)]
        rows.sort(key=lambda row: row["request"].received_at, reverse=True)
        context = {"form": form, "rows": rows, "has_places": bool(actors)}
        return self.show("person/requests.html", context, status=status)


class TakeRequestBack(MeView):
    """One tap: a request that is not decided is taken back."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take it back."""
        wanted = as_id(request.POST.get("chosen", ""))
        for actor in list_own_actors(self.account):
            with acting_as(actor):
                own = {one.id for one in list_own_requests(actor=actor)}
            if wanted in own:
                try:
                    withdraw_request(actor=actor, request_id=wanted, now=self.now)
                except RefusedError as error:
                    warn(request, error.text)
                else:
                    toast(request, _("Your request is taken back."))
                return redirect("person:requests")
        raise NotVisibleError


def place_name(actor: Actor) -> str:
    """Return the organisation's name as the person reads it."""
    organisation = orgs.find_organisation(organisation_id=actor.organisation_id)
    return name_of(organisation.name, organisation.name_en)


def _describe(one: RightsRequest, actor: Actor) -> dict[str, Any]:
    state = RequestState(one.state)
    return {
        "request": one,
        "place": place_name(actor),
        "kind": formats.say(KINDS[RequestKind(one.kind)].words),
        "is_open": one.decided_at is None and one.withdrawn_at is None,
        "is_answered": one.notified_at is not None,
        "is_back": state is RequestState.WITHDRAWN,
        "language": get_language(),
    }
