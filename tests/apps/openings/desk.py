"""An agency's desk with one employer whose declaration is clear, and whole orders."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.factories import COMPLETE_OPENING, NOW, TODAY, make_agency, make_member
from tests.model_factories import make_row

from tasuki.apps.actor import Actor
from tasuki.apps.openings import actions, employers, orders
from tasuki.apps.openings.employers import EmployerValues
from tasuki.apps.openings.models import Employer, Opening
from tasuki.apps.openings.values import OpeningValues
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.core.access import Role

IN_A_MONTH = TODAY + timedelta(days=30)


@dataclass
class Desk:
    agency: Organisation
    advisor: Actor
    employer: Employer

    @classmethod
    def make(cls, *, has_licence: bool = True) -> "Desk":
        """An agency with a licence and one employer."""
        agency = make_agency(address="見本県見本市1-1")
        if has_licence:
            make_row(Licence, agency)
        advisor = make_member(agency, Role.AGENCY_ADVISOR)
        return cls(agency, advisor, add_employer(advisor))

    def values(self, **fields: Any) -> OpeningValues:
        whole = COMPLETE_OPENING | {
            "title": "架空の経理職",
            "occupation": "経理",
            "workplace": "見本市1-2",
            "employer_id": self.employer.id,
        }
        return OpeningValues(**(whole | fields))

    def take(self, **fields: Any) -> Opening:
        """An order that came today."""
        return actions.create_opening(actor=self.advisor, values=self.values(**fields), now=NOW)

    def accept(self, opening: Opening, *, now: datetime = NOW, **fields: Any):
        period = {"received_on": TODAY, "valid_to": IN_A_MONTH} | fields
        return orders.accept_order(actor=self.advisor, opening_id=opening.id, now=now, **period)

    def publish(self, opening: Opening, *, now: datetime = NOW) -> Opening:
        return actions.publish_opening(actor=self.advisor, opening_id=opening.id, now=now)

    def open(self, **fields: Any) -> Opening:
        """An order that was accepted and is shown."""
        opening = self.take(**fields)
        self.accept(opening)
        return self.publish(opening)

    def change(self, opening: Opening, *, now: datetime = NOW, **fields: Any) -> Opening:
        return actions.update_opening(
            actor=self.advisor, opening_id=opening.id, values=self.values(**fields), now=now
        )


def add_employer(advisor: Actor, *, answer: str = "clear", **fields: Any) -> Employer:
    values = EmployerValues(
        **(
            {
                "name": "架空精機株式会社",
                "address": "見本県見本市2-2",
                "contact_name": "見本 太郎",
                "phone": "000-0000-0001",
            }
            | fields
        )
    )
    employer = employers.add_employer(actor=advisor, values=values, now=NOW)
    if not answer:
        return employer
    return employers.declare_for_employer(
        actor=advisor, employer_id=employer.id, answer=answer, declared_on=TODAY, now=NOW
    )
