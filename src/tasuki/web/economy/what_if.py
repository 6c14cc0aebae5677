"""Three views of one question: the result, what moves it, and when 40 % is reachable.

A question is the address: it can be kept, sent and printed; nothing is stored.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.economy.pictures import CAVEAT, Painter, Picture, list_assumptions
from tasuki.apps.economy.queries import (
    PAGE_REGION,
    SWEEP_REGION,
    WhatIf,
    find_answer,
    list_frontier,
    list_levers,
    list_needed,
)
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.economy.assumptions import SIZE_CLASSES, SIZE_SOURCE
from tasuki.core.economy.world import Region
from tasuki.web.components import exports, formats
from tasuki.web.components.forms import Form
from tasuki.web.components.panels import Figure
from tasuki.web.components.views import OrganisationView, PageView

_KINDS: Final = (
    OrganisationKind.COMPANY,
    OrganisationKind.AGENCY,
    OrganisationKind.MUNICIPALITY,
)
_PERCENT: Final = 100


class QuestionForm(Form):
    """What is decided and what is assumed; empty = as assumed."""

    submit_label: ClassVar[Any] = gettext_lazy("Calculate")
    ratio = forms.IntegerField(
        label=gettext_lazy("Registrations per slot"), min_value=1, max_value=100, required=False
    )
    registration_rate = forms.DecimalField(
        label=gettext_lazy("Registration rate (%)"), min_value=0, max_value=100, required=False
    )
    expiry_months = forms.IntegerField(
        label=gettext_lazy("Months until a slot expires"),
        min_value=1,
        max_value=60,
        required=False,
    )
    pool_size = forms.IntegerField(
        label=gettext_lazy("Companies that count together"),
        min_value=1,
        max_value=20,
        required=False,
    )
    fee_rate = forms.DecimalField(
        label=gettext_lazy("Agency fee (% of the salary)"),
        min_value=0,
        max_value=100,
        required=False,
    )

    def question(self) -> WhatIf:
        """Return the question; what cannot be read counts as not given."""
        given = self.cleaned_data if self.is_valid() else {}
        usual = WhatIf()
        return WhatIf(
            ratio=given.get("ratio") or usual.ratio,
            expiry_months=given.get("expiry_months") or usual.expiry_months,
            pool_size=given.get("pool_size") or usual.pool_size,
            registration_rate=_share(given.get("registration_rate")),
            fee_rate=_share(given.get("fee_rate")),
        )


class WhatIfPage(PageView):
    """The frame of the three views.

    Attributes:
        url_name: of the view itself.
        region: what it simulates.
    """

    permission: ClassVar = Permission.ORGANISATION_VIEW
    template_name: ClassVar[str] = "economy/what_if.html"
    filter_form: ClassVar[type[Form]] = QuestionForm
    url_name: ClassVar[str]
    region: ClassVar[Region]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Calculate and show; a question that cannot be read is shown again with the reason."""
        _check_kind(self)
        asked = QuestionForm(_with_defaults(request))
        status = HTTPStatus.OK if asked.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
        return self.show(self.get_context_of(asked), status=status)

    def get_context_of(self, asked: QuestionForm) -> dict[str, Any]:
        """Return what all views show."""
        query = self.request.GET.urlencode()
        pictures = _DRAW[self.url_name](asked.question()) if asked.is_valid() else []
        return {
            "heading": _("Try a policy"),
            "lead": formats.say(CAVEAT),
            "form": asked,
            "figures": [_figure(one, query) for one in pictures],
            "tabs": [
                {
                    "label": label,
                    "url": f"{reverse(name)}?{query}" if query else reverse(name),
                    "is_current": name == self.url_name,
                }
                for name, label in (
                    ("economy:what_if", _("Result")),
                    ("economy:levers", _("What moves it")),
                    ("economy:goal", _("When 40 percent is reachable")),
                )
            ],
            "assumptions": list_assumptions(_language()),
            "size_source": formats.say(SIZE_SOURCE),
            "region": self.region,
            **self.get_more(asked),
        }

    def get_more(self, asked: QuestionForm) -> dict[str, Any]:
        """Return what only this view shows."""
        return {}


def result_pictures(question: WhatIf) -> list[Picture]:
    """Return cut, savings, people and agencies of one simulation."""
    painter, answer = Painter(_language()), find_answer(question)
    return [
        painter.reduction(answer),
        painter.savings(answer),
        painter.people(answer),
        painter.agency(answer),
    ]


def lever_pictures(question: WhatIf) -> list[Picture]:
    """Return what moves the result."""
    return [Painter(_language()).levers(list_levers(question))]


def goal_pictures(question: WhatIf) -> list[Picture]:
    """Return when a cut of 40 % is reachable."""
    return [Painter(_language()).frontier(list_frontier(question))]


_DRAW: Final[dict[str, Callable[[WhatIf], list[Picture]]]] = {
    "economy:what_if": result_pictures,
    "economy:levers": lever_pictures,
    "economy:goal": goal_pictures,
}


class ResultPage(WhatIfPage):
    """Cut, savings, people, agencies."""

    url_name: ClassVar[str] = "economy:what_if"
    region: ClassVar = PAGE_REGION


class LeversPage(WhatIfPage):
    """What moves the result."""

    url_name: ClassVar[str] = "economy:levers"
    region: ClassVar = SWEEP_REGION


class GoalPage(WhatIfPage):
    """When a cut of 40 % is reachable, and when not."""

    url_name: ClassVar[str] = "economy:goal"
    region: ClassVar = SWEEP_REGION

    def get_more(self, asked: QuestionForm) -> dict[str, Any]:
        """Add the closed formula for slots alone."""
        if not asked.is_valid():
            return {}
        names = {one.code: formats.say(one.label) for one in SIZE_CLASSES}
        return {
            "needed": [
                (names[one.size_class], f"{float(one.rate) * _PERCENT:,.0f}%", one.rate > 1)
                for one in list_needed(asked.question())
            ]
        }


class PictureFile(OrganisationView):
    """The table of one picture as CSV."""

    permission: ClassVar = Permission.ORGANISATION_VIEW

    def get(self, request: HttpRequest, picture: str) -> HttpResponseBase:
        """Send the file; only the view that it belongs to is calculated."""
        _check_kind(self)
        asked = QuestionForm(_with_defaults(request))
        makers: dict[str, Callable[[WhatIf], Sequence[Picture]]] = {
            **dict.fromkeys(("reduction", "savings", "people", "agency"), result_pictures),
            "levers": lever_pictures,
            "frontier": goal_pictures,
        }
        if picture not in makers or not asked.is_valid():
            raise Http404
        made = makers[picture](asked.question())
        wanted = next(one for one in made if one.key == picture)
        content = write_csv([list(wanted.heads), *map(list, wanted.rows)], encoding="utf-8-sig")
        name = _("Simulated figures")
        return exports.send_file(content, exports.FORMATS["csv"], name=name, now=timezone.now())


def _figure(picture: Picture, query: str) -> Figure:
    url = reverse("economy:picture_file", args=[picture.key])
    return Figure(
        key=picture.key,
        question=picture.question,
        svg=picture.svg,
        answer=picture.answer,
        heads=picture.heads,
        rows=picture.rows,
        marks=[_("assumption"), _("synthetic")],
        csv_url=f"{url}?{query}" if query else url,
    )


def _with_defaults(request: HttpRequest) -> dict[str, str]:
    """Return what was asked; what the policy fixes is filled in, so that it can be seen."""
    usual = WhatIf()
    known = {
        "ratio": str(usual.ratio),
        "expiry_months": str(usual.expiry_months),
        "pool_size": str(usual.pool_size),
    }
    return known | {name: str(value) for name, value in request.GET.items() if value}


def _share(percent: Decimal | None) -> float | None:
    return None if percent is None else float(percent / _PERCENT)


def _check_kind(view: OrganisationView) -> None:
    if view.actor.kind not in _KINDS:
        raise Http404


def _language() -> str:
    return "en" if formats.is_english() else "ja"
