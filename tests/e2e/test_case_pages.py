"""Cases in a real browser: every kind opens on a phone and on a desk, without a fault of axe."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.apps.cases.test_cases import keeper_of, walk
from tests.e2e.browser import no_sideways_scroll, problems_of
from tests.factories import NOW, make_company, make_member

from tasuki.core.access import Role
from tasuki.core.cases.kinds import KINDS

STATES = {
    "internal_posting": "checked",
    "internal_application": "screening",
    "internal_side": "running",
    "rental": "running",
    "rehire": "joined",
    "referral": "hired",
    "casual_talk": "arranged",
    "mission": "talk",
    "kigyonin": "running",
    "regional_case": "person_spec",
}


@pytest.fixture(autouse=True)
def _clock(live, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize("is_company", [True, False], ids=["company", "municipality"])
def test_every_kind_is_looked_at(live, desk, sign_in, shoot, is_company):
    hr = make_member(make_company(), Role.COMPANY_HR)
    keepers = {code: keeper_of(kind, hr) for code, kind in KINDS.items()}
    codes = [code for code in STATES if (keepers[code] is hr) is is_company]
    for code in codes:
        actor = hr if is_company else keepers[code]
        row = walk(actor, code, STATES[code])
        sign_in(desk, actor)
        for url in (
            reverse("cases:cases"),
            f"{reverse('cases:add')}?kind={code}",
            reverse("cases:case", args=[row.pk]),
        ):
            desk.goto(live + url)
            assert problems_of(desk) == [], url
            no_sideways_scroll(desk, widths=(390, 1440))
        shoot(desk, f"case-{code}")
