"""Openings: drafts may be half filled, only complete ones are shown."""

from datetime import timedelta

import pytest
from tests.factories import NOW, TODAY, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.openings import actions, queries
from tasuki.apps.openings.actions import OpeningValues
from tasuki.apps.openings.models import Opening
from tasuki.core.access import Role
from tasuki.core.law.posting import PostingItem

pytestmark = pytest.mark.django_db
ALL_TERMS = {item.value: "記載あり" for item in PostingItem}


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def manager(company):
    return make_member(company, Role.COMPANY_MANAGER)


def create(actor, **fields):
    values = OpeningValues(**({"title": "架空の経理職"} | fields))
    return actions.create_opening(actor=actor, values=values, now=NOW)


def test_half_filled_opening_is_kept_as_a_draft(manager):
    opening = create(manager, terms={"duties": "経理事務"})

    assert (opening.state, opening.number, opening.as_of) == ("draft", "O-00001", TODAY)
    assert len(queries.missing_items(opening)) == 9  # renewal counts for fixed terms only


def test_complete_opening_is_shown(manager):
    opening = create(manager, terms=ALL_TERMS)

    shown = actions.publish_opening(actor=manager, opening_id=opening.id, now=NOW)

    assert shown.state == Opening.State.OPEN


@pytest.mark.parametrize("item", [item for item in PostingItem if item != PostingItem.RENEWAL])
def test_opening_without_one_item_is_refused(manager, item):
    terms = {key: text for key, text in ALL_TERMS.items() if key != item.value}
    opening = create(manager, terms=terms)

    with pytest.raises(RefusedError) as caught:
        actions.publish_opening(actor=manager, opening_id=opening.id, now=NOW)

    assert caught.value.code == "H6"


def test_fixed_term_needs_its_renewal_rule(manager):
    terms = {key: text for key, text in ALL_TERMS.items() if key != "renewal"}
    opening = create(manager, terms=terms, is_indefinite=False)

    with pytest.raises(RefusedError):
        actions.publish_opening(actor=manager, opening_id=opening.id, now=NOW)


def test_shown_opening_must_stay_complete(company, manager):
    opening = create(manager, terms=ALL_TERMS)
    actions.publish_opening(actor=manager, opening_id=opening.id, now=NOW)

    with pytest.raises(RefusedError):
        actions.update_opening(
            actor=manager, opening_id=opening.id, values=OpeningValues(title="x"), now=NOW
        )

    with bound(company.id, None):
        assert queries.find_opening(opening_id=opening.id).title == "架空の経理職"


def test_stale_opening_takes_nobody_until_it_is_confirmed(manager):
    opening = create(manager, terms=ALL_TERMS)
    late = NOW + timedelta(days=31)

    before = queries.find_opening_refusal(opening, on=late.date())
    opening = actions.confirm_opening(actor=manager, opening_id=opening.id, now=late)
    after = queries.find_opening_refusal(opening, on=late.date())

    assert before.rule == "H6"
    assert after is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "長" * 121}, "title"),
        ({"pay_min_yen": -1}, "pay_min_yen"),
        ({"pay_min_yen": 300_000, "pay_max_yen": 200_000}, "pay_max_yen"),
        ({"pay_unit": "week"}, "pay_unit"),
        ({"terms": {"unknown": "x"}}, "terms.unknown"),
        ({"terms": {"duties": "長" * 2_001}}, "terms.duties"),
    ],
)
def test_unusable_value_names_its_field_and_stores_nothing(company, manager, fields, field):
    with pytest.raises(InvalidInputError) as caught:
        create(manager, **fields)

    assert caught.value.field == field
    assert caught.value.ja
    assert caught.value.en
    assert count_rows(Opening, company) == 0


def test_opening_that_asks_for_forbidden_data_is_refused(manager):
    with pytest.raises(RefusedError) as caught:
        create(manager, terms={"duties": "本籍を確認します"})

    assert caught.value.code == "H5"


def test_every_problem_of_a_form_is_named_at_once():
    values = OpeningValues(title="", pay_min_yen=-1, pay_unit="week")

    problems = queries.find_problems(**{name: getattr(values, name) for name in actions.FIELDS})

    assert set(problems) == {"title", "pay_min_yen", "pay_unit"}


def test_list_finds_by_state_and_text(company, manager):
    shown = create(manager, title="経理", terms=ALL_TERMS)
    create(manager, title="営業", workplace="みなと市")
    actions.publish_opening(actor=manager, opening_id=shown.id, now=NOW)

    with bound(company.id, None):
        assert [row.title for row in queries.list_openings()] == ["経理", "営業"]
        assert [row.title for row in queries.list_openings(state="open")] == ["経理"]
        assert [row.title for row in queries.list_openings(text="みなと")] == ["営業"]


def test_closed_opening_is_not_among_the_open_ones(company, manager):
    opening = create(manager, terms=ALL_TERMS)
    actions.close_opening(actor=manager, opening_id=opening.id, now=NOW)

    with bound(company.id, None):
        assert not queries.list_openings(state="open").exists()


def test_viewer_may_not_edit_and_strangers_find_nothing(company, manager):
    opening = create(manager)
    viewer = make_member(company, Role.COMPANY_VIEWER)
    stranger = make_member(make_company(), Role.COMPANY_HR)

    with pytest.raises(NotAllowedError):
        create(viewer)
    with pytest.raises(NotVisibleError):
        actions.close_opening(actor=stranger, opening_id=opening.id, now=NOW)
