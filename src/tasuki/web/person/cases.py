"""The page behind a mailed key of a move: every term of it, then a yes or a no."""

from contextlib import AbstractContextManager
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.moves.actions.answers import OpenCase, answer_case, open_case
from tasuki.apps.moves.queries.questions import find_case, find_language, question_of
from tasuki.apps.orgs import queries as orgs
from tasuki.web.person.frame import PersonView, name_of
from tasuki.web.person.registering import link_over

_SAID: Final = {
    "yes": gettext_lazy("Your yes was recorded. You can take it back until the first day."),
    "no": gettext_lazy("Your no was recorded. It has no disadvantage."),
}


class CaseQuestionPage(PersonView):
    """One secondment, side work or contract: opening the page answers nothing."""

    opened: OpenCase

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Open the key; all keys that open nothing give one page."""
        found = open_case(key=places["key"], now=self.now)
        if found is None:
            return link_over(self, NotVisibleError())
        self.opened = found
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the company that asks."""
        return bound(self.opened.actor.organisation_id, None)

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show all terms, and both answers with the same weight."""
        row = find_case(case_id=self.opened.case_id)
        if row is None:
            raise NotVisibleError
        self.speak(find_language(row))
        company = orgs.find_organisation(organisation_id=self.opened.actor.organisation_id)
        context = {
            "question": question_of(row, on=localdate(self.now)),
            "company": company,
            "company_name": name_of(company.name, company.name_en),
        }
        return self.show("person/case.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Keep the answer, or take a yes back."""
        answer = request.POST.get("answer", "")
        if answer not in _SAID:
            return redirect("person:case", key=key)
        try:
            answer_case(
                actor=self.opened.actor,
                case_id=self.opened.case_id,
                is_yes=answer == "yes",
                now=self.now,
            )
        except (RefusedError, InvalidInputError) as error:
            messages.error(request, error.text)
            return redirect("person:case", key=key)
        if answer == "no":
            return self.show("person/case_over.html", {"said_no": _SAID["no"]})
        messages.success(request, str(_SAID["yes"]))
        return redirect("person:case", key=key)
