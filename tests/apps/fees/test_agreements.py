"""Agreements: within the filed table, terms shown before, who accepted which version when."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.fees.world import make_desk
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.fees import actions
from tasuki.apps.fees.models import FeeAgreement
from tasuki.apps.fees.queries.agreements import find_agreement, find_agreement_in_force
from tasuki.apps.relay.models import FeeTable
from tasuki.core.law.fees import RefundRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk(has_agreement=False)


def in_force(desk, on=TODAY):
    with bound(desk.agency.id, None):
        return find_agreement_in_force(
            company_id=desk.company.id, employer_name=desk.company.name, on=on
        )


def test_accepted_agreement_says_who_when_and_which_version(desk):
    row = desk.agree(at=NOW)

    assert (row.state, row.version, row.fee_table_version) == ("accepted", 1, 1)
    assert (row.accepted_by, row.accepted_on, row.accepted_way) == (desk.boss.name, TODAY, "tasuki")
    assert row.terms_shown_at == NOW
    assert row.refund_steps[1] == {"days_from": 31, "days_to": 90, "percent": 50}


def test_nobody_accepts_before_the_terms_were_opened(desk):
    offered = desk.offer()

    with pytest.raises(RefusedError) as refused:
        actions.accept_agreement(actor=desk.boss, agreement_id=offered.id, now=NOW)

    assert refused.value.code == "terms_not_shown"


def test_only_an_owner_of_the_company_accepts(desk):
    offered = desk.offer()
    actions.show_terms(actor=desk.hr, agreement_id=offered.id, now=NOW)

    for actor in (desk.hr, desk.owner):
        with pytest.raises(NotAllowedError):
            actions.accept_agreement(actor=actor, agreement_id=offered.id, now=NOW)


def test_look_of_the_agency_is_no_look_of_the_company(desk):
    offered = desk.offer()

    shown = actions.show_terms(actor=desk.advisor, agreement_id=offered.id, now=NOW)

    assert shown.terms_shown_at is None


def test_draft_is_seen_by_the_agency_only(desk):
    draft = actions.draft_agreement(actor=desk.advisor, values=desk.values(), now=NOW)

    with bound(desk.company.id, None):
        assert find_agreement(agreement_id=draft.id) is None
    with pytest.raises(NotVisibleError):
        actions.show_terms(actor=desk.hr, agreement_id=draft.id, now=NOW)


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"rate_permille": 351}, RefusedError, "rate_permille"),
        ({"rate_permille": 0, "fixed_yen": 100_000}, RefusedError, "fixed_yen"),
        ({"rate_permille": 0}, InvalidInputError, "rate_permille"),
        ({"fixed_yen": 1}, InvalidInputError, "rate_permille"),
        ({"company_id": None}, InvalidInputError, "employer_name"),
        ({"fee_table_version": 9}, InvalidInputError, "fee_table_version"),
        ({"payment_days": 0}, InvalidInputError, "payment_days"),
        ({"ends_on": TODAY - timedelta(days=301)}, InvalidInputError, "ends_on"),
    ],
)
def test_agreement_stays_within_the_filed_table(desk, more, error, field):
    with pytest.raises(error) as refused:
        actions.draft_agreement(actor=desk.advisor, values=desk.values(**more), now=NOW)

    assert refused.value.field == field


def test_h1_agreement_is_not_offered_before_its_table_was_filed(desk):
    with bound(desk.agency.id, None):
        FeeTable.objects.update(filed_on=None)
    draft = actions.draft_agreement(actor=desk.advisor, values=desk.values(), now=NOW)

    with pytest.raises(RefusedError) as refused:
        actions.offer_agreement(actor=desk.advisor, agreement_id=draft.id, now=NOW)

    assert refused.value.code == "H1"


def test_new_version_takes_the_place_of_the_old_one_from_its_first_day(desk):
    first = desk.agree()
    second = actions.revise_agreement(actor=desk.advisor, agreement_id=first.id, now=NOW)
    actions.edit_agreement(
        actor=desk.advisor,
        agreement_id=second.id,
        values=desk.values(rate_permille=250, starts_on=TODAY),
        now=NOW,
    )
    actions.offer_agreement(actor=desk.advisor, agreement_id=second.id, now=NOW)
    actions.show_terms(actor=desk.boss, agreement_id=second.id, now=NOW)
    before = in_force(desk).id
    actions.accept_agreement(actor=desk.boss, agreement_id=second.id, now=NOW)

    assert before == first.id
    assert in_force(desk).id == second.id
    assert in_force(desk, on=TODAY - timedelta(days=1)).id == first.id
    assert (second.number, in_force(desk).version) == (first.number, 2)


def test_ended_agreement_holds_to_its_last_day(desk):
    row = desk.agree()
    actions.end_agreement(actor=desk.advisor, agreement_id=row.id, ends_on=TODAY, now=NOW)

    assert in_force(desk).id == row.id
    assert in_force(desk, on=TODAY + timedelta(days=1)) is None


def test_acceptance_on_paper_is_for_employers_that_are_not_here(desk):
    here = desk.offer()
    away = desk.offer(company_id=None, employer_name="株式会社髙﨑製作所")
    paper = {
        "accepted_by": "髙﨑 太郎",
        "accepted_on": TODAY,
        "way": "paper",
        "terms_shown": True,
        "now": NOW,
    }
    with pytest.raises(RefusedError):
        actions.record_acceptance(actor=desk.advisor, agreement_id=here.id, **paper)

    row = actions.record_acceptance(actor=desk.advisor, agreement_id=away.id, **paper)

    assert (row.state, row.accepted_by, row.accepted_way) == ("accepted", "髙﨑 太郎", "paper")


@pytest.mark.parametrize(
    "more",
    [
        {"terms_shown": False},
        {"accepted_by": " "},
        {"accepted_on": TODAY + timedelta(days=1)},
        {"way": "tasuki"},
    ],
)
def test_acceptance_on_paper_needs_name_day_way_and_the_terms(desk, more):
    away = desk.offer(company_id=None, employer_name="株式会社髙﨑製作所")
    paper = {
        "accepted_by": "髙﨑 太郎",
        "accepted_on": TODAY,
        "way": "paper",
        "terms_shown": True,
        "now": NOW,
    }

    with pytest.raises(InvalidInputError) as refused:
        actions.record_acceptance(actor=desk.advisor, agreement_id=away.id, **(paper | more))

    assert refused.value.field == next(iter(more))


@pytest.mark.parametrize(
    "change", ["rate_permille = 1", "penalty_rule = ''", "accepted_by = 'x'", "state = 'draft'"]
)
def test_accepted_agreement_is_not_changed_even_by_sql(desk, change):
    row = desk.agree()

    with (
        pytest.raises(DatabaseError),
        bound(desk.agency.id, None),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update fees_feeagreement set {change} where id = %s", [row.id])


def test_table_that_was_agreed_on_stays_as_it_is(desk):
    desk.agree()

    with (
        pytest.raises(DatabaseError, match="agreed on"),
        bound(desk.agency.id, None),
        transaction.atomic(),
    ):
        FeeTable.objects.update(rate_permille=500)


def test_withdrawn_offer_is_not_accepted(desk):
    offered = desk.offer()
    actions.show_terms(actor=desk.boss, agreement_id=offered.id, now=NOW)
    actions.withdraw_agreement(actor=desk.advisor, agreement_id=offered.id, now=NOW)

    with pytest.raises(RefusedError):
        actions.accept_agreement(actor=desk.boss, agreement_id=offered.id, now=NOW)


def test_refund_steps_with_a_gap_are_not_kept(desk):
    with pytest.raises(InvalidInputError) as refused:
        desk.file_table(refund_steps=[RefundRule(1, 30, 80), RefundRule(40, 90, 50)])

    assert refused.value.field == "refund_steps"


def test_table_under_the_statutory_ceiling_allows_eleven_percent(desk):
    with pytest.raises(InvalidInputError):
        desk.file_table(kind="limited", rate_permille=111)

    assert desk.file_table(kind="limited", rate_permille=110).kind == "limited"


def test_number_of_the_issuer_needs_its_check_digit(desk):
    with pytest.raises(InvalidInputError) as refused:
        actions.save_billing_profile(
            actor=desk.advisor,
            issuer_number="T8000012050002",
            bank_account="",
            payment_days=30,
            remark="",
            now=NOW,
        )

    assert refused.value.field == "issuer_number"
    assert FeeAgreement.objects.count() == 0
