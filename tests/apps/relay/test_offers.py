"""A company orders people for its job from an agency; the agency's answer comes back."""

import pytest
from tests.apps.openings.desk import IN_A_MONTH
from tests.apps.relay import intake
from tests.factories import COMPLETE_OPENING, NOW, TODAY, make_agency

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import Notification
from tasuki.apps.openings import actions, orders
from tasuki.apps.openings.models import Employer, Opening
from tasuki.apps.openings.values import OpeningValues
from tasuki.apps.placement.models import JobOrder
from tasuki.apps.relay.actions.offers import list_offer_agencies, offer_opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return intake.make_relay()


@pytest.fixture
def job(relay):
    values = OpeningValues(
        **(COMPLETE_OPENING | {"title": "架空の経理職", "occupation": "経理"}),
        is_declared=True,
        person_count=2,
    )
    opening = actions.create_opening(actor=relay.hr, values=values, now=NOW)
    return actions.publish_opening(actor=relay.hr, opening_id=opening.id, now=NOW)


def offer(relay, job, agency_id=None):
    return offer_opening(
        actor=relay.hr, opening_id=job.id, agency_id=agency_id or relay.agency.id, now=NOW
    )


def order_of(relay):
    with bound(relay.agency.id, None):
        return Opening.objects.select_related("employer").get()


def notices_of(organisation):
    with bound(organisation.id, None):
        return [one.text for one in Notification.objects.order_by("created_at")]


def test_agency_gets_the_job_as_a_draft_of_the_company(relay, job):
    name = offer(relay, job)

    order = order_of(relay)
    assert name == relay.agency.name
    assert (order.state, order.title, order.person_count) == ("draft", "架空の経理職", 2)
    assert (order.terms, order.declared_on, order.received_on) == (job.terms, TODAY, TODAY)
    assert (order.employer.company_id, order.employer.name) == (
        relay.company.id,
        relay.company.name,
    )
    assert any("求人の申込み" in text for text in notices_of(relay.agency))


def test_acceptance_writes_the_book_under_the_company_and_tells_it(relay, job):
    offer(relay, job)

    done = orders.accept_order(
        actor=relay.owner,
        opening_id=order_of(relay).id,
        received_on=TODAY,
        valid_to=IN_A_MONTH,
        now=NOW,
    )

    assert done.order.company_id == relay.company.id
    assert any("受理されました" in text for text in notices_of(relay.company))
    with bound(relay.company.id, None):
        assert not JobOrder.objects.exists()


def test_refusal_tells_the_company_its_ground(relay, job):
    offer(relay, job)
    orders.refuse_order(
        actor=relay.owner,
        opening_id=order_of(relay).id,
        ground="far_below",
        text="近隣の同じ職種より著しく低い",
        now=NOW,
    )

    assert any("著しく不適当" in text for text in notices_of(relay.company))


def test_same_job_is_not_ordered_twice_while_it_runs(relay, job):
    offer(relay, job)

    with pytest.raises(InvalidInputError):
        offer(relay, job)

    actions.close_opening(actor=relay.owner, opening_id=order_of(relay).id, now=NOW)
    offer(relay, job)
    with bound(relay.agency.id, None):
        assert Opening.objects.count() == 2
        assert Employer.objects.count() == 1


def test_job_that_is_not_open_is_not_ordered(relay, job):
    actions.close_opening(actor=relay.hr, opening_id=job.id, now=NOW)

    with pytest.raises(RefusedError):
        offer(relay, job)


def test_agency_without_a_running_contract_gets_nothing(relay, job):
    stranger = make_agency()

    with pytest.raises(NotVisibleError):
        offer(relay, job, stranger.id)

    with bound(relay.company.id, None):
        assert list_offer_agencies() == {relay.agency.id: relay.agency.name}
