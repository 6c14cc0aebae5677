import pytest
from tests.factories import count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Membership
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def test_without_a_context_no_row_is_seen():
    company = make_company()
    make_member(company, Role.COMPANY_HR)

    assert Membership.objects.count() == 0
    assert count_rows(Membership, company) == 1


def test_another_organisation_sees_nothing():
    company, other = make_company(), make_company()
    make_member(company, Role.COMPANY_HR)

    with bound(other.id, None):
        assert Membership.objects.count() == 0
