"""The pages of a person: what the round is, consent, the own list, the own result, an appeal.

A mailed key opens one list below ``/round/<key>/``; who is signed in finds all of them below
``/me/rounds/``. Every step is a form, so that it works without scripts.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, InvalidInputError, NotVisibleError
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Account
from tasuki.apps.rounds.actions import lists
from tasuki.apps.rounds.queries.own import OwnPlace, OwnRound, find_own_round, list_own_rounds
from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.labels import CHECK_WORDS
from tasuki.core.rounds.machine import Decision, PersonState, RoundState
from tasuki.core.rounds.rules import MECHANISM_WORDS, RoundKind
from tasuki.web.components import formats
from tasuki.web.components.columns import SmallTable, text_column
from tasuki.web.person.frame import PersonView
from tasuki.web.person.me import MeView, acting_as, lead_in, list_own_actors
from tasuki.web.person.registering import link_over
from tasuki.web.rounds.words import KIND_TEXTS, NEXT_STEPS, PROMISES

SEARCH_FROM: Final = 13
"""From so many places on there is a field to look for one."""
_MOVES: Final = ("up", "down", "remove", "add")
_RANKING: Final = frozenset({PersonState.READY, PersonState.SUBMITTED})


class OwnRoundsPage(MeView):
    """All rounds of the person who is signed in, over all organisations."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, the newest first."""
        found = []
        for actor in list_own_actors(self.account):
            with acting_as(actor):
                found += [
                    {
                        "round": one,
                        "url": reverse(
                            "own_rounds:mine", args=[actor.talent_record_id, one.person_id]
                        ),
                        "label": _link_words(one),
                    }
                    for one in list_own_rounds(actor=actor, now=self.now)
                ]
        found.sort(key=lambda one: one["round"].deadline_at, reverse=True)
        return self.show("rounds/own_list.html", {"rounds": found})


class OwnRoundPage(PersonView):
    """One round, entered by the mailed key or signed in."""

    actor: Actor
    person_id: UUID
    address: str

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Find out who it is before anything is read."""
        key = places.pop("key", "")
        if key:
            opened = lists.open_list(key=key, now=self.now)
            if opened is None:
                return link_over(self, NotVisibleError())
            self.actor, self.person_id = opened.actor, opened.person_id
            self.address = reverse("own_rounds:round", args=[key])
            return None
        user = self.request.user
        if not isinstance(user, Account):
            return lead_in(self.request.get_full_path())
        record_id, self.person_id = places.pop("record_id"), places.pop("person_id")
        own = [one for one in list_own_actors(user) if one.talent_record_id == record_id]
        if not own:  # nobody's, somebody else's: one answer
            raise NotVisibleError
        self.actor = own[0]
        self.address = reverse("own_rounds:mine", args=[record_id, self.person_id])
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the operator around reading and rendering."""
        return bound(self.actor.organisation_id, self.actor.account_id)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show what the person can do now."""
        own = self._read()
        return self._show(own, order=own.choices)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Do one step; a list that is not saved yet, and every text, stays as it is."""
        own = self._read()
        act, _colon, place = request.POST.get("act", "").partition(":")
        if act in _MOVES or act == "find":
            order = _moved(_order(request.POST, own), act, place)
            return self._show(own, order=order)
        try:
            said = self._do(act, own)
        except NotVisibleError:
            raise
        except ActionError as error:
            order = _order(request.POST, own) if act == "save" else own.choices
            return self._show(own, order=order, error=error, status=error.status)
        if said:
            messages.success(request, said)
        return redirect(self.address)

    def _do(self, act: str, own: OwnRound) -> str:
        """Call the action of a button and say what was done."""
        who: dict[str, Any] = {
            "actor": self.actor,
            "person_id": self.person_id,
            "now": self.now,
        }
        if act == "agree":
            lists.agree_to_round(**who)
            return _("Your consent was recorded. Now put the places in the order of your wishes.")
        if act == "withdraw":
            lists.withdraw_from_round(**who)
            return _("You do not take part. Your list was deleted. It has no disadvantage.")
        if act == "save":
            lists.submit_list(place_ids=_order(self.request.POST, own), **who)
            return _(
                "Your list was received. A mail confirms it; until the deadline it can be changed."
            )
        if act == "appeal":
            lists.appeal_result(text=self.request.POST.get("text", ""), **who)
            return _("Your appeal was received. A named person answers, and you get a mail.")
        return ""

    def _read(self) -> OwnRound:
        """Return the round, in the language of the page."""
        own = find_own_round(actor=self.actor, person_id=self.person_id, now=self.now)
        self.speak(own.language)
        language = get_language() or "ja"
        if own.result is None or language == own.language:
            return own
        return find_own_round(
            actor=self.actor, person_id=self.person_id, now=self.now, language=language
        )

    def _show(
        self,
        own: OwnRound,
        *,
        order: Sequence[UUID],
        error: ActionError | None = None,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        places = {one.id: one for one in own.places}
        listed = [places[one] for one in order if one in places]
        text = self.request.POST.get("find", "").strip()
        name = MechanismName(own.mechanism)
        company = orgs.find_organisation(organisation_id=self.actor.organisation_id)
        context = {
            "own": own,
            "operator": company,
            "operator_name": formats.say(own.operator),
            "my_page_url": reverse("own_rounds:rounds") if self.actor.account_id else "",
            "kind_text": KIND_TEXTS[RoundKind(own.kind_code)],
            "mechanism": MECHANISM_WORDS[name],
            "promise": PROMISES[name],
            "listed": listed,
            "pool": _pool(own.places, listed, text),
            "find": text,
            "has_search": len(own.places) >= SEARCH_FROM,
            "is_ranking": own.can_edit and own.own_state in _RANKING,
            "is_asked": own.can_edit and own.own_state not in _RANKING,
            "is_unsaved": list(order) != list(own.choices),
            "error": error,
            "typed": self.request.POST.get("text", ""),
            "is_waiting": not own.can_edit and own.result is None,
            "is_over": own.state is RoundState.CANCELLED,
            **_result(own),
        }
        return self.show("rounds/own.html", context, status=status)


def _result(own: OwnRound) -> dict[str, Any]:
    """Return what the page says about a published result."""
    result = own.result
    if result is None:
        return {}
    cutoffs = SmallTable.of(
        _("Cutoffs"),
        (
            text_column("place", _("Place to go to"), lambda one: one[0], css="wrap"),
            text_column(
                "cutoff",
                _("Lowest number that was enough"),
                lambda one: (
                    formats.number(one[1]) if one[1] is not None else _("nobody was turned away")
                ),
                css="n",
            ),
        ),
        sorted(result.cutoffs.items()),
    )
    return {
        "result": result,
        "has_place": bool(result.place_name),
        "is_declined": result.decision is Decision.DECLINED,
        "next_step": NEXT_STEPS[RoundKind(own.kind_code)]
        if result.decision is Decision.CONFIRMED
        else "",
        "checks": [
            (formats.say(CHECK_WORDS[key]), verdict)
            for key, verdict in result.checks.items()
            if key in CHECK_WORDS and verdict == "PASS"
        ],
        "cutoffs": cutoffs,
    }


def _order(data: QueryDict, own: OwnRound) -> list[UUID]:
    """Return the list as it stands in the form; what is no place of the round is left out.

    Raises:
        InvalidInputError: a place stands twice.
    """
    known = {str(one.id): one.id for one in own.places}
    found = [known[one] for one in data.getlist("place") if one in known]
    if len(set(found)) < len(found):
        raise InvalidInputError(
            ja="同じ行き先が2回入っています。画面を読み込み直してください。",
            en="A place stands twice. Reload the page.",
            field="place_ids",
        )
    return found


def _moved(order: list[UUID], act: str, place: str) -> list[UUID]:
    """Return the list after one button; what cannot be done changes nothing."""
    at = next((number for number, one in enumerate(order) if str(one) == place), None)
    if act == "add" and at is None:
        try:
            return [*order, UUID(place)]
        except ValueError:
            return order
    if at is None:
        return order
    if act == "remove":
        return [*order[:at], *order[at + 1 :]]
    to = at - 1 if act == "up" else at + 1
    if act in ("up", "down") and 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def _pool(places: Sequence[OwnPlace], listed: Sequence[OwnPlace], text: str) -> list[OwnPlace]:
    """Return what is not on the list and fits what was looked for."""
    wanted, chosen = text.casefold(), {one.id for one in listed}
    return [
        one
        for one in places
        if one.id not in chosen
        and wanted in f"{one.name} {one.company_name} {one.region}".casefold()
    ]


def _link_words(own: OwnRound) -> Any:
    if own.state in (RoundState.PUBLISHED, RoundState.CLOSED):
        return gettext_lazy("See the result and why")
    if own.can_edit:
        return gettext_lazy("Read and rank")
    return gettext_lazy("See my list")
