"""A running relay for tests of the intake: one company, one agency, one code, and people."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from tests.factories import NOW, TODAY, make_agency, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Door, Licence, Organisation
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import Credit, Registration, RelayContract, RelayLink
from tasuki.apps.relay.policy import make_risk_source
from tasuki.core.access import Role

_people = count(1)
FORM: dict[str, Any] = {
    "family_name": "北村",
    "given_name": "花",
    "name_kana": "きたむら はな",
    "birth_date": date(1990, 4, 1),
    "wishes": {"occupation": "事務", "place": "横浜市"},
}


@dataclass
class Relay:
    """The parties, and short ways to act for them."""

    company: Organisation
    agency: Organisation
    hr: Actor
    company_owner: Actor
    owner: Actor
    advisor: Actor
    clerk: Actor
    contract: RelayContract = field(init=False)
    link: RelayLink = field(init=False)

    def draft(self, *, now: datetime = NOW, company: Organisation | None = None, **fields: Any):
        table = actions.save_fee_table(
            actor=self.advisor,
            rate_permille=350,
            free_slot_clause="登録10名の受理ごとに、1名分の紹介手数料を0円とする。",
            refund_rule="3か月以内の退職は50%",
            penalty_rule="契約に反した紹介は、手数料の2倍",
            now=now,
        )
        actions.mark_fee_table_filed(
            actor=self.advisor, fee_table_id=table.id, filed_on=TODAY - timedelta(days=40), now=now
        )
        consultation = actions.record_consultation(
            actor=self.advisor,
            office="神奈川労働局 需給調整事業課",
            consulted_on=TODAY - timedelta(days=30),
            answer="自己登録のリンクについて確認した。",
            now=now,
        )
        papers = {
            "fee_table_id": table.id,
            "consultation_id": consultation.id,
            "account_manager_id": self.owner.account_id,
        }
        return actions.draft_contract(
            actor=self.advisor,
            company_id=(company or self.company).id,
            now=now,
            **(papers | fields),
        )

    def sign(self, contract: RelayContract, *, now: datetime = NOW) -> None:
        actions.show_penalty_terms(actor=self.company_owner, contract_id=contract.id, now=now)
        actions.sign_contract(
            actor=self.company_owner, contract_id=contract.id, tax_note_acknowledged=True, now=now
        )
        actions.sign_contract(actor=self.owner, contract_id=contract.id, now=now)

    def run(self, contract: RelayContract, *, now: datetime = NOW) -> RelayContract:
        self.sign(contract, now=now)
        return actions.run_contract(actor=self.advisor, contract_id=contract.id, now=now)

    def add_licence(self, valid_from: date, valid_to: date) -> Licence:
        with bound(self.agency.id, None):
            return Licence.objects.create(
                organisation=self.agency,
                number="14-ユ-300001",
                valid_from=valid_from,
                valid_to=valid_to,
            )

    def end_licence(self, valid_to: date) -> None:
        with bound(self.agency.id, None):
            Licence.objects.update(valid_to=valid_to)

    # --- people -------------------------------------------------------------------------

    def start(self, *, mail: str | None = None, now: datetime = NOW, **fields: Any) -> str:
        """Enter an address on the public page and return it."""
        address = mail or f"person{next(_people)}@mail.example"
        shown = queries.find_public_link(code=fields.pop("code", self.link.code), now=now)
        given = {
            "code": self.link.code,
            "stage": "document_screening",
            "result_month": None,
            "language": "ja",
            "risk_source": make_risk_source(device=address, address=address),
        }
        actor = getattr(shown, "actor", None) or self.anonymous
        actions.start_registration(actor=actor, mail=address, now=now, **(given | fields))
        return address

    @property
    def anonymous(self) -> Actor:
        return Actor(organisation_id=self.agency.id, kind=self.owner.kind, role=Role.PERSON)

    def key_of(self, address: str) -> str:
        """The key in the newest confirmation mail to an address."""
        text = self.mails(address, "confirm_mail")[-1].text
        return text.split("/r/confirm/")[1].split("/")[0]

    def confirm(self, address: str, *, now: datetime = NOW) -> Actor:
        key = self.key_of(address)
        actor = queries.find_person_by_key(kind=Door.Kind.CONFIRM_MAIL, key=key, now=now)
        confirmed = actions.confirm_mail(actor=actor, key=key, now=now)
        return queries.find_person_by_key(
            kind=Door.Kind.REGISTRATION, key=confirmed.own_key, now=now
        )

    def agree(self, person: Actor, *, now: datetime = NOW, job_mails: bool = False) -> Actor:
        actions.give_consent(
            actor=person,
            registration_id=person.registration_id,
            placement=True,
            job_mails=job_mails,
            language="ja",
            now=now,
        )
        return person

    def complete(self, person: Actor, *, now: datetime = NOW, **fields: Any) -> Registration:
        number = next(_people)
        given = FORM | {"phone": f"090-{1000 + number // 10_000:04d}-{number % 10_000:04d}"}
        # Different birth dates, so that people of one name are not suspected.
        given["birth_date"] = date(1960, 1, 1) + timedelta(days=number)
        return actions.complete_registration(
            actor=person, registration_id=person.registration_id, now=now, **(given | fields)
        )

    def register(
        self,
        *,
        mail: str | None = None,
        now: datetime = NOW,
        start: dict | None = None,
        **form: Any,
    ) -> Registration:
        """The whole way of one person, R1-R4."""
        address = self.start(mail=mail, now=now, **(start or {}))
        return self.complete(self.agree(self.confirm(address, now=now), now=now), now=now, **form)

    def person_of(self, registration: Registration) -> Actor:
        return Actor(
            organisation_id=self.agency.id,
            kind=self.owner.kind,
            role=Role.PERSON,
            registration_id=registration.id,
            talent_record_id=registration.talent_record_id,
        )

    # --- the agency -----------------------------------------------------------------------

    def accept(self, registration: Registration, *, now: datetime = NOW) -> Registration:
        return actions.accept_registration(
            actor=self.clerk,
            registration_id=registration.id,
            expected_version=self.reload(registration).row_version,
            now=now,
        )

    def count(self, registration: Registration, *, now: datetime = NOW) -> actions.CountOutcome:
        return actions.count_registration(
            actor=self.clerk,
            registration_id=registration.id,
            expected_version=self.reload(registration).row_version,
            now=now,
        )

    # --- looking ----------------------------------------------------------------------------

    def reload(self, registration: Registration) -> Registration:
        with bound(self.agency.id, None):
            return queries.find_registration(registration_id=registration.id)

    def credit(self, registration: Registration) -> Credit:
        with bound(self.agency.id, None):
            return Credit.objects.get(registration_id=registration.id)

    def mails(self, address: str, kind: str | None = None) -> list[OutboxMail]:
        with bound(self.agency.id, None):
            rows = OutboxMail.objects.filter(to_address=address).order_by("created_at")
            return list(rows.filter(kind=kind) if kind else rows)

    def registrations(self) -> list[Registration]:
        with bound(self.agency.id, None):
            return list(Registration.objects.order_by("created_at", "id"))

    def row(self, model: Any, row_id: UUID) -> Any:
        with bound(self.agency.id, None):
            return model.objects.get(id=row_id)


def make_parties(**company: Any) -> Relay:
    """A company and an agency with a licence, without a contract."""
    given = {"slug": f"minato-{next(_people)}", "mail_domains": ["minato.example"]} | company
    firm, agency = make_company(**given), make_agency(address="横浜市中区1-1")
    relay = Relay(
        company=firm,
        agency=agency,
        hr=make_member(firm, Role.COMPANY_HR),
        company_owner=make_member(firm, Role.COMPANY_OWNER),
        owner=make_member(agency, Role.AGENCY_OWNER),
        advisor=make_member(agency, Role.AGENCY_ADVISOR),
        clerk=make_member(agency, Role.AGENCY_CLERK),
    )
    relay.add_licence(TODAY - timedelta(days=400), TODAY + timedelta(days=900))
    return relay


def make_relay(*, now: datetime = NOW, parameters: dict | None = None, **draft: Any) -> Relay:
    """A running contract with one code."""
    relay = make_parties()
    relay.contract = relay.run(relay.draft(now=now, parameters=parameters, **draft), now=now)
    relay.link = actions.issue_link(actor=relay.advisor, contract_id=relay.contract.id, now=now)
    return relay
