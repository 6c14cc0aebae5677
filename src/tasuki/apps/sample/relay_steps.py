"""What people and staff do in the story, one function for each thing done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages.delivery import deliver_mail
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.orgs.models import Account, AccountLink, Door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.actions import (
    contract_runs,
    contracts,
    decisions,
    links,
    papers,
    registrations,
)
from tasuki.apps.relay.actions.completion import complete_registration as complete
from tasuki.apps.relay.models import NoticeTemplate, Registration, RelayContract, RelayLink
from tasuki.apps.relay.notice_delivery import deliver_notice
from tasuki.apps.relay.policy import person_actor
from tasuki.apps.relay.queries.links import LinkProblem, find_public_link
from tasuki.apps.relay.queries.registrations import find_person_by_key
from tasuki.apps.relay.queries.statements import list_statements
from tasuki.apps.sample.names import Person
from tasuki.core.access import OrganisationKind
from tasuki.core.law.fees import RefundRule
from tasuki.core.relay.parameters import SelectionStage

FREE_SLOT_CLAUSE: Final = (
    "リレー契約の相手方については、本人の登録を当社が確認した10名ごとに、"
    "1名分の紹介手数料を0円とする。"
)
CONSULTATION_ANSWER: Final = (
    "登録者数に応じた無料枠を届出手数料表に明記し、"
    "本人の自由な登録に限る形で相談した（架空の記録）。"
)
_CONFIRM_LINK: Final = re.compile(r"/r/confirm/([^/\s]+)/")


@dataclass(frozen=True, slots=True)
class Papers:
    """What the agency filed and asked before any contract could run."""

    fee_table_id: UUID
    consultation_id: UUID


def file_papers(*, agency: Actor, filed_on: date, now: datetime) -> Papers:
    """File the fee table with the clause and record the consultation."""
    table = papers.save_fee_table(
        actor=agency,
        rate_permille=300,
        free_slot_clause=FREE_SLOT_CLAUSE,
        refund_rule="入社30日以内80％、90日以内50％を返戻する。",
        refund_steps=(RefundRule(1, 30, 80), RefundRule(31, 90, 50)),
        penalty_rule="紹介した方を6か月以内に直接採用したときは、手数料と同額を申し受ける。",
        now=now,
    )
    papers.mark_fee_table_filed(actor=agency, fee_table_id=table.id, filed_on=filed_on, now=now)
    consultation = papers.record_consultation(
        actor=agency,
        office="東京労働局 需給調整事業部（架空）",
        consulted_on=filed_on,
        answer=CONSULTATION_ANSWER,
        now=now,
    )
    return Papers(fee_table_id=table.id, consultation_id=consultation.id)


def start_contract(
    *, agency: Actor, manager: Actor, company: Actor, filed: Papers, now: datetime
) -> RelayContract:
    """Draft, show, sign on both sides and run a contract."""
    contract = contracts.draft_contract(
        actor=agency,
        company_id=company.organisation_id,
        parameters=None,
        fee_table_id=filed.fee_table_id,
        consultation_id=filed.consultation_id,
        account_manager_id=manager.account_id,
        now=now,
    )
    contracts.show_penalty_terms(actor=company, contract_id=contract.id, now=now)
    contracts.sign_contract(
        actor=company,
        contract_id=contract.id,
        tax_note_acknowledged=True,
        purpose_notice_version=1,
        now=now,
    )
    contracts.sign_contract(actor=agency, contract_id=contract.id, now=now)
    return contract_runs.run_contract(actor=agency, contract_id=contract.id, now=now)


def begin_registration(
    *, code: str, person: Person, stage: SelectionStage, result_month: date, now: datetime
) -> str:
    """Open the page, leave the address; returns the key from the mail."""
    link = find_public_link(code=code, now=now)
    if isinstance(link, LinkProblem):
        raise LookupError(f"the story's code {code} is closed: {link.text.en}")  # noqa: TRY004 - the code is at fault, no type
    links.count_page_view(actor=link.actor, link_id=link.link_id, now=now)
    registrations.start_registration(
        actor=link.actor,
        code=code,
        mail=person.mail,
        stage=stage,
        result_month=result_month,
        language="ja",
        risk_source="",
        now=now,
    )
    with bound(link.agency_id, None):
        mail = OutboxMail.objects.filter(to_address=person.mail).latest("created_at")
        deliver_mail(mail_id=str(mail.id), now=now)
    found = _CONFIRM_LINK.search(mail.text)
    if not found:
        raise LookupError("the confirmation mail carries no link")
    return found[1]


def complete_registration(*, key: str, person: Person, now: datetime) -> Registration:
    """Confirm the address, consent, tell the wishes."""
    visitor = find_person_by_key(kind=Door.Kind.CONFIRM_MAIL, key=key, now=now)
    confirmed = registrations.confirm_mail(actor=visitor, key=key, now=now)
    owner = find_person_by_key(kind=Door.Kind.REGISTRATION, key=confirmed.own_key, now=now)
    registration_id = confirmed.registration.id
    registrations.give_consent(
        actor=owner,
        registration_id=registration_id,
        placement=True,
        job_mails=False,
        language="ja",
        now=now,
    )
    return complete(
        actor=owner,
        registration_id=registration_id,
        family_name=person.family_name,
        given_name=person.given_name,
        name_kana=person.name_kana,
        phone=person.phone,
        birth_date=person.birth_date,
        wishes=person.wishes,
        now=now,
    )


def own_actor(registration: Registration) -> Actor:
    """The person behind a registration, as the actor of his own acts."""
    return person_actor(
        organisation_id=registration.organisation_id,
        registration_id=registration.id,
        talent_record_id=registration.talent_record_id,
    )


def accept_and_count(*, clerk: Actor, registration: Registration, now: datetime) -> None:
    """Take the two decisions about a clean registration."""
    accepted = decisions.accept_registration(
        actor=clerk,
        registration_id=registration.id,
        expected_version=registration.row_version,
        now=now,
    )
    decisions.count_registration(
        actor=clerk,
        registration_id=registration.id,
        expected_version=accepted.row_version,
        now=now,
    )


def deliver_waiting(*, organisation_id: int, now: datetime) -> int:
    """Deliver every mail that is due in the story's time and return how many."""
    sender = Actor.for_task(organisation_id=organisation_id, kind=OrganisationKind.COMPANY)
    with bound(organisation_id, None):
        due = OutboxMail.objects.filter(state=OutboxMail.State.QUEUED, send_after__lte=now)
        mails = list(due.values_list("id", "reference_kind"))
        for mail_id, about in mails:
            if about == "invite":
                deliver_notice(actor=sender, mail_id=mail_id, now=now)
            else:
                deliver_mail(mail_id=str(mail_id), now=now)
    return len(mails)


def find_active_codes(*, agency: Actor, contracts: Mapping[str, RelayContract]) -> dict[str, str]:
    """Return the code in use of each company that has a contract."""
    slugs = {contract.book_id: slug for slug, contract in contracts.items()}
    with bound(agency.organisation_id, None):
        active = RelayLink.objects.filter(state="active").order_by("active_from")
        return {slugs[link.book_id]: link.code for link in active if link.book_id in slugs}


def find_template(*, company: Actor) -> UUID:
    """Return the notice template that the company uses."""
    with bound(company.organisation_id, None):
        return NoticeTemplate.objects.filter(is_current=True).earliest("created_at").id


def find_version(*, agency: Actor, registration_id: UUID) -> int:
    """Return the row version that a page would show now."""
    with bound(agency.organisation_id, None):
        return Registration.objects.get(id=registration_id).row_version


def find_last_statement(*, company: Actor) -> UUID:
    """Return the newest statement that the company holds."""
    with bound(company.organisation_id, None):
        return list_statements()[0].id


def make_persona(*, registration: Registration, person: Person) -> None:
    """Let the reader sign in as this person, as one of the sample personas."""
    assert registration.talent_record_id is not None
    account = Account.objects.get(email=person.mail)
    account.is_demo = True
    account.name = f"{person.family_name} {person.given_name}"
    account.save(update_fields=["is_demo", "name"])
    assert registration.talent_record_id is not None
    with bound(registration.organisation_id, None):
        AccountLink.objects.get_or_create(
            organisation_id=registration.organisation_id,
            talent_record_id=registration.talent_record_id,
            defaults={"account": account},
        )


def database_now() -> datetime:
    """Return the moment on the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None
    found: datetime = row[0]
    return found


def date_rows(*, organisation_id: int, since: datetime, now: datetime) -> None:
    """Let notices, mails, people and imports written since then carry the story's time."""
    with bound(organisation_id, None):
        for model in (Notification, OutboxMail, Registration, TalentRecord, ImportRun):
            model.objects.filter(created_at__gte=since).update(created_at=now)
