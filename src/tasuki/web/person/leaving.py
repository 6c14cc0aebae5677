"""Delete: choose, read what goes and what the law keeps, confirm by a mailed code, receipt."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.apps.passport.entry import CodeAnswer, CodePurpose
from tasuki.apps.relay.queries import holdings
from tasuki.apps.rights.erasing import Receipt, describe_kept, describe_own, erase_mine
from tasuki.core.access import OrganisationKind
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.views import warn
from tasuki.web.person.entering import (
    CodeForm,
    find_pending,
    say_wrong,
    send_code_to,
    take_code,
)
from tasuki.web.person.frame import say_all
from tasuki.web.person.me import MeView, acting_as, list_own_actors
from tasuki.web.person.requests import place_name

CHOSEN_KEY: Final = "tasuki_erase"
RECEIPT_KEY: Final = "tasuki_receipt"
EVERYTHING: Final = "everything"

_KEPT: Final[dict[OrganisationKind, Words]] = {
    OrganisationKind.AGENCY: Words(
        "法律で残すもの：求職管理簿・求人管理簿（終わってから2年）、提供の記録（3年）、"
        "同意と取り消しの記録（3年）。ほかの目的には使われません。",
        "What the law keeps: the books of placement (two years after the end), the records of "
        "provision and of consent (three years). They are used for nothing else.",
    ),
    OrganisationKind.COMPANY: Words(
        "法律で残すもの：提供や受領の記録がある場合は、その記録（3年）。採用された場合の労働者名簿など。",
        "What the law keeps: records of provision and receipt, if any (three years); the papers "
        "of employment, if you were hired.",
    ),
    OrganisationKind.MUNICIPALITY: Words(
        "法律で残すもの：提供の記録がある場合は、その記録（3年）。",
        "What the law keeps: records of provision, if any (three years).",
    ),
}


class LeavePage(MeView):
    """One choice for each organisation, and one for everything."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what goes and what stays, before anything is chosen."""
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Remember the choice and mail a code; nothing is deleted yet."""
        chosen = request.POST.get("chosen", "")
        own = {str(one.talent_record_id) for one in list_own_actors(self.account)}
        if chosen != EVERYTHING and chosen not in own:
            warn(request, _("Choose what is to be deleted."))
            return self._show(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            send_code_to(self, self.account.email, CodePurpose.ERASE)
        except ActionError as error:
            warn(request, error.text)
            return self._show(status=error.status)
        request.session[CHOSEN_KEY] = chosen
        return redirect("person:leave_code")

    def _show(self, *, status: int = HTTPStatus.OK) -> HttpResponse:
        places = [_place(actor, self) for actor in list_own_actors(self.account)]
        context = {"places": places, "chosen": self.request.GET.get("at", "")}
        return self.show("person/leave.html", context, status=status)


class LeaveCodePage(MeView):
    """The cooling step: the code from the mail, and only then it is done."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show what will be deleted, with the field for the code."""
        if not request.session.get(CHOSEN_KEY) or find_pending(request) is None:
            return redirect("person:leave")
        return self._show(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Delete."""
        chosen = request.session.get(CHOSEN_KEY, "")
        if not chosen or find_pending(request) is None:
            return redirect("person:leave")
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            answer = take_code(request, form.cleaned_data["code"], CodePurpose.ERASE, self.now)
        except ActionError as error:
            form.add_refusal(error)
            return self._show(form, status=error.status)
        if answer is CodeAnswer.WRONG:
            form.add_error("code", say_wrong(find_pending(request)))
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        request.session.pop(CHOSEN_KEY, None)
        if answer is CodeAnswer.OVER:
            return self.show("person/code_over.html", {"is_leaving": True}, status=HTTPStatus.GONE)
        return self._erase(chosen)

    def _erase(self, chosen: str) -> HttpResponseBase:
        is_everything = chosen == EVERYTHING
        receipt = erase_mine(
            account=self.account,
            record_ids=[] if is_everything else [UUID(chosen)],
            is_everything=is_everything,
            language=get_language() or "ja",
            now=self.now,
        )
        if receipt.is_account_gone:
            logout(self.request)
        self.request.session[RECEIPT_KEY] = _keepable(receipt)
        return redirect("person:left")

    def _show(self, form: CodeForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        chosen = self.request.session.get(CHOSEN_KEY, "")
        actors = list_own_actors(self.account)
        places = [one for one in actors if chosen in (EVERYTHING, str(one.talent_record_id))]
        context = {
            "form": form,
            "mail": self.account.email,
            "is_everything": chosen == EVERYTHING,
            "places": [_place(actor, self) for actor in places],
        }
        return self.show("person/leave_code.html", context, status=status)


def _keepable(receipt: Receipt) -> dict[str, Any]:
    return {
        "places": [
            {
                "name": place.name,
                "refusal": formats.say(place.refusal) if place.refusal else "",
                "kept": [formats.say(describe_kept(one)) for one in place.kept],
            }
            for place in receipt.places
        ],
        "is_everything": receipt.is_everything,
        "own": [formats.say(one) for one in describe_own(receipt)],
        "is_account_gone": receipt.is_account_gone,
    }


def _place(actor: Actor, page: MeView) -> dict[str, Any]:
    with acting_as(actor):
        holding = holdings.describe_holding(actor=actor, now=page.now)
    if actor.talent_record_id is None:
        raise NotVisibleError
    return {
        "id": str(actor.talent_record_id),
        "name": place_name(actor),
        "goes": say_all(holding.items),
        "stays": formats.say(_KEPT.get(actor.kind, _KEPT[OrganisationKind.MUNICIPALITY])),
    }
