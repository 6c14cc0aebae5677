"""An agency's desk with a licence and papers, and short ways through a search."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.factories import NOW, TODAY, make_agency, make_member, put_papers_on_file

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.apps.placement import receiving, seekers, terms
from tasuki.apps.placement.models import JobSeeker, TermsDelivery
from tasuki.apps.placement.seekers import WishValues
from tasuki.core.access import Role

PERSON: dict[str, Any] = {
    "family_name": "北村",
    "given_name": "花",
    "name_kana": "きたむら はな",
    "birth_date": date(1990, 4, 2),
    "mail": "hana@example.jp",
    "phone": "090-1234-5678",
    "address": "みなと市1-2-3",
    "received_on": TODAY,
    "received_way": "visit",
    "wished_occupation": "一般事務",
}


@dataclass
class Desk:
    """One agency; ``clerk`` acts for it."""

    agency: Organisation
    clerk: Actor
    now: datetime = field(default=NOW)

    @classmethod
    def make(cls) -> "Desk":
        agency = make_agency(postal_code="105-0001", address="東京都港区1-1")
        with bound(agency.id, None):
            Licence.objects.create(
                organisation=agency,
                number="13-ユ-000000",
                valid_from=date(2020, 1, 1),
                valid_to=date(2035, 12, 31),
                responsible_person="髙﨑 𠮷乃",
            )
        put_papers_on_file(agency)
        return cls(agency, make_member(agency, Role.AGENCY_OWNER))

    def at(self):
        return bound(self.agency.id, self.clerk.account_id)

    def receive(self, **values: Any) -> JobSeeker:
        return receiving.receive_job_seeker(
            actor=self.clerk, values=receiving.SeekerValues(**(PERSON | values)), now=self.now
        )

    def hand_over(self, row: JobSeeker, on: date = TODAY) -> TermsDelivery:
        return terms.hand_over_terms(
            actor=self.clerk, job_seeker_id=row.id, handed_on=on, now=self.now
        )

    def mail(self, row: JobSeeker, **values: Any) -> TermsDelivery:
        given = {"wished_on": TODAY} | values
        return terms.mail_terms(actor=self.clerk, job_seeker_id=row.id, now=self.now, **given)

    def start(self, row: JobSeeker) -> JobSeeker:
        return seekers.start_search(actor=self.clerk, job_seeker_id=row.id, now=self.now)

    def active(self, **values: Any) -> JobSeeker:
        row = self.receive(**values)
        self.hand_over(row)
        return self.start(row)

    def save_wishes(self, row: JobSeeker, **values: Any) -> JobSeeker:
        given = {"wished_occupation": "一般事務"} | values
        return seekers.save_wishes(
            actor=self.clerk, job_seeker_id=row.id, values=WishValues(**given), now=self.now
        )

    def read(self, row: JobSeeker) -> JobSeeker:
        with self.at():
            return JobSeeker.objects.get(id=row.id)

    def last_mail(self) -> OutboxMail:
        with self.at():
            return OutboxMail.objects.get(kind="terms_of_service")

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)
