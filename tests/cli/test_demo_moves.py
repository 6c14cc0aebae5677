"""The sample moves are told by the actions, so they are lawful; any day of a month will do."""

from datetime import datetime

import pytest
from tests.factories import make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.moves.models import ContractWork, Delivery, Secondment, SideWork, SideWorkMonth
from tasuki.apps.sample.clock import TOKYO, Calendar
from tasuki.cli.demo.move_steps import tell_moves
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 23, 10, tzinfo=TOKYO),
        datetime(2026, 12, 1, 0, 30, tzinfo=TOKYO),
        datetime(2028, 2, 29, 23, 30, tzinfo=TOKYO),
    ],
    ids=["in a month", "first of a month", "leap day"],
)
def test_sample_company_has_each_kind_of_move(now):
    company = make_company()
    owner = make_member(company, Role.COMPANY_OWNER)

    tell_moves(company=owner, calendar=Calendar(now))

    with bound(company.id, None):
        assert set(Secondment.objects.values_list("state", flat=True)) == {"active", "proposed"}
        assert set(SideWork.objects.values_list("state", flat=True)) == {"running", "notified"}
        months = SideWorkMonth.objects.order_by("month").values_list("state", flat=True)
        assert list(months) == ["closed"] * 3 + ["open"]
        assert all(one.total_minutes > 0 for one in SideWorkMonth.objects.filter(state="closed"))
        assert set(ContractWork.objects.values_list("state", flat=True)) == {"accepted", "draft"}
        assert set(Delivery.objects.values_list("state", flat=True)) == {"paid", "delivered"}
