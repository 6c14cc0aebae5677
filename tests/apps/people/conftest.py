"""A company with people."""

from uuid import uuid4

import pytest
from tests.factories import NOW, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import Role


class House:
    """A company, its HR member, and people."""

    def __init__(self):
        self.company = make_company()
        self.hr = make_member(self.company, Role.COMPANY_HR)
        self.now = NOW

    def at(self):
        return bound(self.company.pk, self.hr.account_id)

    def add(self, name="髙橋 架子", **fields):
        family, _, given = name.partition(" ")
        with self.at():
            return TalentRecord.objects.create(
                organisation=self.company,
                number=uuid4().hex[:12],
                family_name=family,
                given_name=given,
                **fields,
            )

    def do(self, act, **given):
        return act(actor=self.hr, now=self.now, **given)


@pytest.fixture
def house(db):
    return House()
