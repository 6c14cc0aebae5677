"""Operations of the simulator: a made-up region answers; nothing is read or kept."""

from dataclasses import asdict

from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.schemas import economy as forms
from tasuki.apps.economy.pictures import CAVEAT
from tasuki.apps.economy.queries import WhatIf, find_answer, list_needed
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.economy.assumptions import DEFAULTS

KINDS = (OrganisationKind.COMPANY, OrganisationKind.AGENCY, OrganisationKind.MUNICIPALITY)
area = Area(tags=["economy"])
_VIEW = Permission.ORGANISATION_VIEW


@area.read("/what-if", forms.WhatIfOut, needs=_VIEW, kinds=KINDS)
def read_what_if(request: ApiRequest, asked: Query[forms.WhatIfQuery]) -> forms.WhatIfOut:
    """Simulate a made-up region under a policy; the same seed gives the same figures."""
    question = WhatIf(**asked.model_dump())
    answer = find_answer(question)
    return forms.WhatIfOut.model_validate(
        {
            "is_synthetic": True,
            "caveat": CAVEAT.in_language(get_language() or "ja"),
            "company_count": answer.region.companies,
            "year_count": answer.region.years,
            "run_count": answer.region.runs,
            "whole": asdict(answer.whole),
            "by_class": {code: asdict(one) for code, one in answer.by_class.items()},
            "rates_needed": {one.size_class: float(one.rate) for one in list_needed(question)},
        }
    )


@area.read("/what-if/assumptions", forms.AssumptionList, needs=_VIEW, kinds=KINDS)
def list_what_if_assumptions(request: ApiRequest) -> forms.AssumptionList:
    """List what the simulator assumes, each with its source or marked as an assumption."""
    language = get_language() or "ja"
    return forms.AssumptionList(
        items=[
            forms.AssumptionOut(
                code=code,
                label=one.label.in_language(language),
                low=one.low,
                mid=one.mid,
                high=one.high,
                basis=one.basis.in_language(language),
                is_assumption=one.source is None,
            )
            for code, one in DEFAULTS.items()
        ]
    )
