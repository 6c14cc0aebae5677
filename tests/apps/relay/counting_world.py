"""One relay between a company and an agency, with short ways to register, count and use slots."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from tests.factories import (
    COMPLETE_TERMS,
    NOW,
    TODAY,
    actor_of,
    make_account,
    make_agency,
    make_company,
    make_import,
    put_papers_on_file,
)

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.actions import give_consents
from tasuki.apps.consent.models import Purpose
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay import journal
from tasuki.apps.relay.actions import hires, releases, slots
from tasuki.apps.relay.actions.statements import issue_statement
from tasuki.apps.relay.models import (
    Credit,
    Invite,
    Registration,
    RelayContract,
    RelayLink,
    Slot,
)
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import Role
from tasuki.core.relay.parameters import RelayParameters, parameters_to_json

PAY = 4_500_000
FAR = date(2035, 12, 31)


class World:
    """A running contract; ``hr`` acts for the company, ``owner`` for the agency."""

    def __init__(self, **parameters: Any) -> None:
        self.company, self.agency = make_company(), make_agency()
        self.hr = actor_of(self.company, Role.COMPANY_OWNER, make_account())
        self.owner = actor_of(self.agency, Role.AGENCY_OWNER, make_account())
        self.book_id = uuid4()
        with self.at_agency():
            Licence.objects.create(
                organisation=self.agency,
                number="13-ユ-000000",
                valid_from=date(2020, 1, 1),
                valid_to=date(2035, 12, 31),
            )
            journal.open_book(book_id=self.book_id)
        put_papers_on_file(self.agency)
        self.contract = self.make_contract(1, **parameters)
        with self.at_agency():
            self.link = RelayLink.objects.create(
                organisation=self.agency,
                book_id=self.book_id,
                company_id=self.company.id,
                code=f"MINATO-{uuid4().hex[:6]}",
                active_from=TODAY,
                active_to=FAR,
                accepted_to=FAR,
            )

    def at_agency(self):
        return bound(self.agency.id, self.owner.account_id)

    def at_company(self):
        return bound(self.company.id, self.hr.account_id)

    def make_contract(self, version: int, state: str = "running", **parameters: Any):
        with self.at_agency():
            contract = RelayContract(
                id=uuid4(),
                organisation=self.agency,
                book_id=self.book_id,
                version=version,
                company_id=self.company.id,
                company_name=self.company.name,
                agency_name=self.agency.name,
                state=state,
                parameters=parameters_to_json(RelayParameters(**parameters)),
                licence_number="13-ユ-000000",
                fee_table_version=2,
                fee_table_filed_on=date(2025, 7, 14),
                free_slot_clause="10名の登録ごとに無料枠1つ",
                fee_rate_permille=300,
                consulted_on=date(2025, 7, 2),
                consultation_office="東京労働局",
                company_signed_at=NOW,
                agency_signed_at=NOW,
                valid_from=date(2025, 1, 1),
            )
            contract.save(force_insert=True)
            with connection.cursor() as cursor:
                cursor.execute(
                    "select tasuki.show_relay_relaycontract(%s, %s)",
                    [contract.id, self.company.id],
                )
        return contract

    def register(self, *, now: datetime = NOW, contract: RelayContract | None = None):
        """A person whose registration is complete and accepted; the credit is earned."""
        contract = contract or self.contract
        with self.at_agency():
            record = TalentRecord.objects.create(
                organisation=self.agency,
                number=uuid4().hex[:12],
                family_name="鈴原",
                given_name="陽菜",
                mail="hina@example.invalid",
            )
            JobSeeker.objects.create(
                organisation=self.agency,
                number=uuid4().hex[:12],
                talent_record_id=record.id,
                name="鈴原 陽菜",
                state="active",
                accepted_on=TODAY,
                valid_to=TODAY + timedelta(days=365),
            )
            registration = Registration.objects.create(
                organisation=self.agency,
                link=self.link,
                contract=contract,
                book_id=self.book_id,
                company_id=self.company.id,
                company_name=self.company.name,
                state="accepted",
                mail="hina@example.invalid",
                family_name="鈴原",
                given_name="陽菜",
                phone="090-0000-0000",
                stage_declared="first_interview",
                wishes={"occupation": "生産管理", "place": "みなと市"},
                talent_record_id=record.id,
                completed_at=now,
            )
            journal.earn_credit(registration=registration, contract=contract, now=now)
        self.agree(record.id, now=now)
        return registration

    def agree(self, record_id, *, now: datetime = NOW) -> None:
        """The person agrees that the agency uses the data for placement."""
        give_consents(
            actor=person_actor(organisation_id=self.agency.id, talent_record_id=record_id),
            talent_record_id=record_id,
            answers={Purpose.PLACEMENT: True},
            language="ja",
            channel="page",
            now=now,
        )

    def confirm(self, registration: Registration, *, now: datetime = NOW) -> list[Slot]:
        with self.at_agency():
            return journal.confirm_credit(actor=self.owner, registration=registration, now=now)

    def count(self, number: int, *, now: datetime = NOW, contract=None) -> list[Registration]:
        """So many people register and are counted."""
        registrations = [self.register(now=now, contract=contract) for _ in range(number)]
        for registration in registrations:
            self.confirm(registration, now=now)
        return registrations

    def reverse(self, registration: Registration, *, now: datetime = NOW) -> Credit:
        with self.at_agency():
            return journal.reverse_credit(
                actor=self.owner, registration=registration, code="N3", now=now
            )

    def drop(self, registration: Registration, *, code: str = "N4", now: datetime = NOW) -> Credit:
        with self.at_agency():
            return journal.drop_credit(registration=registration, code=code, now=now)

    def balances(self) -> dict[str, int]:
        """Balances that are not zero, by account; ``held`` is what is reserved of slot_open."""
        with self.at_agency():
            accounts = ledger.find_balances(contract_id=self.book_id)
        found = {code: account.balance for code, account in accounts.items() if account.balance}
        held = accounts["slot_open"].held
        return found | ({"held": held} if held else {})

    def slots(self) -> list[Slot]:
        with self.at_agency():
            return list(Slot.objects.filter(book_id=self.book_id).order_by("number"))

    def slot(self, number: int = 1) -> Slot:
        return self.slots()[number - 1]

    def inform(self, number: int, *, now: datetime = NOW) -> None:
        """The company tells so many persons the result, with the relay line."""
        with self.at_company():
            for _ in range(number):
                record = TalentRecord.objects.create(
                    organisation=self.company, number=uuid4().hex[:12], family_name="長谷部"
                )
                application = Application.objects.create(
                    organisation=self.company,
                    talent_record=record,
                    number=uuid4().hex[:12],
                    job_title="経理",
                    outcome=Application.Outcome.NOT_SELECTED,
                    import_run_id=make_import(self.company).pk,
                )
                Invite.objects.create(
                    organisation=self.company,
                    application=application,
                    book_id=self.book_id,
                    result_decided_by_id=self.hr.account_id,
                    result_decided_by_name="北村 花",
                    result_reason="経験",
                    result_notified_at=now,
                    invited_at=now,
                    state="invited",
                )

    def issue(self, month: date = TODAY, *, now: datetime = NOW):
        return issue_statement(actor=self.owner, book_id=self.book_id, month=month, now=now)

    def show_slots(self, number: int = 10, *, now: datetime = NOW) -> None:
        """Count people for slots and issue the statement that shows them."""
        self.inform(5, now=now)
        self.count(number, now=now)
        self.issue(now.date(), now=now)

    def make_opening(self, **fields: Any) -> Opening:
        with self.at_company():
            return Opening.objects.create(
                **{
                    "organisation": self.company,
                    "number": uuid4().hex[:10],
                    "title": "生産管理",
                    "occupation": "生産管理",
                    "workplace": "みなと市",
                    "pay_min_yen": 270_000,
                    "pay_max_yen": 330_000,
                    "theoretical_pay_yen": PAY,
                    "terms": COMPLETE_TERMS,
                    "prefecture": 33,
                    "work_minutes": 9_600,
                    "declared_on": TODAY - timedelta(days=60),
                    "as_of": TODAY,
                    "state": "open",
                }
                | fields
            )

    def request(self, number: int = 1, *, now: datetime = NOW, **fields: Any) -> Slot:
        opening = self.make_opening(**({"as_of": now.date()} | fields))
        return slots.request_slot(
            actor=self.hr, slot_id=self.slot(number).id, opening_id=opening.id, now=now
        )

    def ask(self, number: int = 1, *, now: datetime = NOW, registration=None, fields=None):
        """The agency asks a person; returns the release and the person's actor."""
        registration = registration or self.register(now=now)
        release = releases.ask_release(
            actor=self.owner,
            slot_id=self.slot(number).id,
            registration_id=registration.id,
            fields=fields or ["name", "occupation"],
            now=now,
        )
        person = person_actor(
            organisation_id=self.agency.id,
            registration_id=registration.id,
            talent_record_id=registration.talent_record_id,
            name="鈴原 陽菜",
        )
        return release, person

    def present(self, number: int = 1, *, now: datetime = NOW) -> Slot:
        release, person = self.ask(number, now=now)
        releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=now)
        return releases.present_candidate(
            actor=self.owner, slot_id=self.slot(number).id, release_id=release.id, now=now
        )

    def interview(self, number: int = 1, *, now: datetime = NOW) -> Slot:
        return hires.hold_interview(
            actor=self.hr, slot_id=self.slot(number).id, interview_at=now, now=now
        )

    def join(self, number: int = 1, *, now: datetime = NOW, **fields: Any) -> Slot:
        values = {
            "hired_on": now.date(),
            "theoretical_pay_yen": PAY,
            "is_indefinite": True,
            "is_conditions_notice_sent": True,
        } | fields
        return hires.join(actor=self.hr, slot_id=self.slot(number).id, now=now, **values)

    def hire(self, number: int = 1, *, now: datetime = NOW, **fields: Any) -> Slot:
        """From a free slot to the hire, all on one day."""
        self.request(number, now=now)
        self.present(number, now=now)
        self.interview(number, now=now)
        return self.join(number, now=now, **fields)
