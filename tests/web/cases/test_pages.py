"""Pages of the cases: opened from the kind's own form, gone on with, refused without loss."""

import pytest
import time_machine
from django.urls import reverse
from tests.apps.cases.test_cases import opened, walk
from tests.core.cases.ways import typed_for
from tests.factories import NOW, make_company, make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.cases.queries import list_cases
from tasuki.core.access import Role
from tasuki.core.cases.kinds import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_ten_in_tokyo")]


@pytest.fixture
def _at_ten_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hr(db):
    return make_member(make_company(), Role.COMPANY_HR)


@pytest.fixture
def browser(hr, client_of):
    return client_of(hr)


def page_of(row):
    return reverse("cases:case", args=[row.pk])


def test_kinds_are_offered_by_who_keeps_them(browser, client_of, read_strictly):
    page = read_strictly(browser.get(reverse("cases:add")))
    assert "社内副業" in page
    assert "企業からの相談" not in page

    city = client_of(make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR))
    page = read_strictly(city.get(reverse("cases:add")))
    assert "企業からの相談" in page
    assert "社内副業" not in page


def test_a_case_is_opened_and_goes_on(hr, browser, read_strictly):
    kind = KINDS["internal_side"]
    values = typed_for(kind, kind.opening) | {
        "kind": "internal_side",
        "person_name": "架空 花子",
    }
    page = read_strictly(browser.get(reverse("cases:add"), {"kind": "internal_side"}))
    assert "労働時間の割合" in page

    shown = browser.post(reverse("cases:add"), values, follow=True)
    page = read_strictly(shown)
    assert "架空 花子" in page
    assert "受入部署が承諾" in page

    with bound(hr.organisation_id, None):
        [row] = list_cases()
    done = browser.post(page_of(row), {"event": "accept"}, follow=True)
    assert "手順を記録しました" in read_strictly(done)
    listed = read_strictly(browser.get(reverse("cases:cases"), {"kind": "internal_side"}))
    assert "受入部署が承諾" in listed


def test_bad_input_keeps_what_was_typed(hr, browser, read_strictly):
    kind = KINDS["internal_side"]
    values = typed_for(kind, kind.opening) | {
        "kind": "internal_side",
        "person_name": "架空 花子",
        "share_percent": "40",
        "work": "新しい仕事の調査",
    }
    refused = browser.post(reverse("cases:add"), values)

    assert refused.status_code == 409
    page = read_strictly(refused)
    assert "上限（20％）を超えています" in page
    assert "新しい仕事の調査" in page


def test_a_refused_step_names_the_rule_and_keeps_the_text(hr, browser, read_strictly):
    row = walk(hr, "rental", "design_agreed")

    refused = browser.post(
        page_of(row),
        {"event": "consent", "consented_on": "2026-11-20", "is_consent_single": "no"},
    )

    page = read_strictly(refused)
    assert refused.status_code == 409
    assert "個別の同意がありません" in page
    assert 'value="2026-11-20"' in page


def test_an_unknown_step_changes_nothing(hr, browser):
    row = opened(hr, "internal_application")

    assert browser.post(page_of(row), {"event": "move"}).status_code == 422
    assert browser.post(page_of(row), {}).status_code == 422


def test_the_gap_of_a_rehire_is_pointed_out(hr, browser, read_strictly):
    row = walk(hr, "rehire", "joined")

    page = read_strictly(browser.get(page_of(row)))
    assert "無期転換" in page


def test_viewers_read_without_forms(hr, client_of):
    agency = client_of(make_member(make_company(), Role.COMPANY_VIEWER))

    assert agency.get(reverse("cases:cases")).status_code == 403
