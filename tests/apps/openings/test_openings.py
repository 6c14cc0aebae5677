"""Openings: drafts may be half filled, only complete ones are shown."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import (
    COMPLETE_OPENING,
    COMPLETE_TERMS,
    NOW,
    TODAY,
    count_rows,
    make_company,
    make_member,
)

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.openings import actions, queries
from tasuki.apps.openings.actions import OpeningValues
from tasuki.apps.openings.models import Opening
from tasuki.core.access import Role
from tasuki.core.law.posting import POSTING_ITEM_LABELS, PostingItem

pytestmark = pytest.mark.django_db
ALL_TERMS = COMPLETE_TERMS


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def manager(company):
    return make_member(company, Role.COMPANY_MANAGER)


def create(actor, **fields):
    values = OpeningValues(**({"title": "架空の経理職"} | fields))
    return actions.create_opening(actor=actor, values=values, now=NOW)


def create_whole(actor, **fields):
    return create(actor, **(COMPLETE_OPENING | {"is_declared": True} | fields))


def publish(actor, opening, *, now=NOW):
    return actions.publish_opening(actor=actor, opening_id=opening.id, now=now)


def test_half_filled_opening_is_kept_as_a_draft(manager):
    opening = create(manager, terms={"duties": "経理事務", "duties_change": "なし"})

    assert (opening.state, opening.number, opening.as_of) == ("draft", "O-00001", TODAY)
    assert len(queries.missing_items(opening)) == 9  # renewal counts for fixed terms only


def test_complete_opening_is_shown(manager):
    opening = create_whole(manager)

    shown = actions.publish_opening(actor=manager, opening_id=opening.id, now=NOW)

    assert shown.state == Opening.State.OPEN


@pytest.mark.parametrize("item", [item for item in PostingItem if item != PostingItem.RENEWAL])
def test_opening_without_one_item_is_refused(manager, item):
    terms = {key: text for key, text in ALL_TERMS.items() if key != item.value}
    opening = create_whole(manager, terms=terms)

    with pytest.raises(RefusedError) as caught:
        publish(manager, opening)

    assert caught.value.code == "H6"
    assert POSTING_ITEM_LABELS[item].ja in caught.value.ja


@pytest.mark.parametrize("half", ["duties_change", "workplace_change"])
def test_pair_without_its_range_of_change_is_refused(manager, half):
    terms = {key: text for key, text in ALL_TERMS.items() if key != half}
    opening = create_whole(manager, terms=terms)

    with pytest.raises(RefusedError, match="range of change"):
        publish(manager, opening)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_declared": False}, "declaration"),
        ({"prefecture": None}, "minimum wage cannot be checked"),
        ({"work_minutes": 0}, "minimum wage cannot be checked"),
        ({"pay_unit": "hour", "pay_min_yen": 1_046, "pay_max_yen": 1_046}, "1,047 yen"),
        ({"title": "営業マン"}, "営業職"),
        ({"occupation": "ウエイトレス"}, "ホールスタッフ"),
        ({"title": "経理（35歳まで）"}, "is a condition of age"),
        ({"terms": ALL_TERMS | {"duties": "35歳以下の若い方を募集"}}, "is a condition of age"),
        ({"terms": ALL_TERMS | {"wage": "月給27万円（固定残業代を含む）"}}, "fixed overtime"),
        (
            {"age_most": 35, "age_code": "1", "retirement_age": 35, "age_reason": "定年"},
            "below 60",
        ),
        ({"age_most": 35}, "reasons of the law"),
        (
            {
                "age_most": 35,
                "age_code": "3i",
                "age_reason": "長期勤続によるキャリア形成のため",
                "is_indefinite": False,
            },
            "without an end",
        ),
    ],
)
def test_opening_that_breaks_a_rule_of_postings_is_not_shown(manager, fields, words):
    opening = create_whole(manager, **fields)

    with pytest.raises(RefusedError, match=words) as caught:
        publish(manager, opening)

    assert caught.value.code == "H6"


def test_limit_of_age_with_its_code_and_reason_is_shown(manager):
    opening = create_whole(
        manager, age_most=35, age_code="3i", age_reason="長期勤続によるキャリア形成のため"
    )

    assert publish(manager, opening).state == "open"


def test_declaration_has_to_be_renewed_after_twelve_months(manager):
    opening = publish(manager, create_whole(manager))

    with pytest.raises(RefusedError, match="declaration"):
        actions.confirm_opening(actor=manager, opening_id=opening.id, now=NOW + timedelta(days=366))


def test_declaration_keeps_its_day_through_edits_and_is_taken_back_by_name(company, manager):
    opening = create_whole(manager)
    later = NOW + timedelta(days=30)

    def update(is_declared, now=later):
        values = OpeningValues(**(COMPLETE_OPENING | {"title": "x", "is_declared": is_declared}))
        return actions.update_opening(
            actor=manager, opening_id=opening.id, values=values, now=now
        ).declared_on

    assert update(True) == TODAY
    assert update(None) == TODAY
    assert update(False) is None
    assert update(None) is None
    assert update(True) == TODAY + timedelta(days=30)
    assert update(True, now=NOW + timedelta(days=500)) == TODAY + timedelta(days=500)
    with bound(company.id, manager.account_id):
        kinds = list(
            AuditEvent.objects.filter(kind__contains="decl")
            .order_by("number")
            .values_list("kind", flat=True)
        )
    assert kinds == ["opening.take_back_declaration", "opening.declare", "opening.declare"]


@pytest.mark.parametrize(
    "change",
    [
        "terms = terms - 'wage'",
        'terms = terms || \'{"duties_change": " "}\'',
        "declared_on = null",
        "prefecture = null",
        "work_minutes = 0",
        "age_most = 35",
        "age_most = 35, age_code = '3i', is_indefinite = false, age_reason = '若手'",
        "age_most = 35, age_code = '3i', age_reason = ' '",
        "age_most = 35, age_code = '1', retirement_age = 35, age_reason = '定年'",
        "age_most = 60, age_code = '1', retirement_age = 65, age_reason = '定年'",
        "is_indefinite = false, terms = terms - 'renewal'",
    ],
)
def test_open_opening_stays_whole_against_raw_sql(company, manager, change):
    opening = publish(manager, create_whole(manager))

    with (
        bound(company.id, manager.account_id),
        pytest.raises(IntegrityError, match="opening_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update openings_opening set {change} where id = %s", [opening.id])


def test_draft_is_not_opened_by_raw_sql(company, manager):
    opening = create(manager)

    with (
        bound(company.id, manager.account_id),
        pytest.raises(IntegrityError, match="opening_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update openings_opening set state = 'open' where id = %s", [opening.id])


def test_fixed_term_needs_its_renewal_rule(manager):
    terms = {key: text for key, text in ALL_TERMS.items() if key != "renewal"}
    opening = create_whole(manager, terms=terms, is_indefinite=False)

    with pytest.raises(RefusedError):
        actions.publish_opening(actor=manager, opening_id=opening.id, now=NOW)


def test_shown_opening_must_stay_complete(company, manager):
    opening = create_whole(manager)
    actions.publish_opening(actor=manager, opening_id=opening.id, now=NOW)

    with pytest.raises(RefusedError):
        actions.update_opening(
            actor=manager, opening_id=opening.id, values=OpeningValues(title="x"), now=NOW
        )

    with bound(company.id, None):
        assert queries.find_opening(opening_id=opening.id).title == "架空の経理職"


def test_stale_opening_takes_nobody_until_it_is_confirmed(manager):
    opening = create_whole(manager)
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
        ({"prefecture": 48}, "prefecture"),
        ({"work_minutes": -1}, "work_minutes"),
        ({"age_most": 101}, "age_most"),
        ({"age_reason": "長" * 301}, "age_reason"),
        ({"age_code": "3号イに該当"}, "age_code"),
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


@pytest.mark.parametrize(
    "fields",
    [
        {"terms": {"duties": "本籍を確認します"}},
        {"terms": {"probation": "期間中に身元調査をします"}},
        {"title": "家族の職業を伺います"},
        {"age_reason": "宗教上の理由"},
    ],
)
def test_opening_that_asks_for_forbidden_data_is_refused(manager, fields):
    with pytest.raises(RefusedError) as caught:
        create(manager, **fields)

    assert caught.value.code == "H5"


def test_every_problem_of_a_form_is_named_at_once():
    values = OpeningValues(title="", pay_min_yen=-1, pay_unit="week")

    problems = queries.find_problems(**{name: getattr(values, name) for name in actions.FIELDS})

    assert set(problems) == {"title", "pay_min_yen", "pay_unit"}


def test_list_finds_by_state_and_text(company, manager):
    shown = create_whole(manager, title="経理")
    create(manager, title="営業", workplace="みなと市")
    actions.publish_opening(actor=manager, opening_id=shown.id, now=NOW)

    with bound(company.id, None):
        assert [row.title for row in queries.list_openings()] == ["経理", "営業"]
        assert [row.title for row in queries.list_openings(state="open")] == ["経理"]
        assert [row.title for row in queries.list_openings(text="みなと")] == ["営業"]


def test_closed_opening_is_not_among_the_open_ones(company, manager):
    opening = create_whole(manager)
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
