"""A company with applicants, a running contract and a live code, to send notices in."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import connection
from tests.factories import NOW, TODAY, make_agency, make_company, make_import, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.actions import notice_sending, notices
from tasuki.apps.relay.models import Invite, IssuedCode, RelayContract
from tasuki.apps.relay.notice_delivery import deliver_notice
from tasuki.apps.relay.notice_texts import TemplateValues, default_line
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.identity.normalise import name_key

LATER = NOW + timedelta(minutes=11)
BODY = "{name} 様\n\n{company}です。{job}の選考の結果、今回は採用を見送らせていただきます。"
BODY_EN = "Dear {name},\n\nThank you for applying as {job}. We will not hire you this time."


class NoticeWorld:
    def __init__(self):
        self.company = make_company(name="みなと精機", address="みなと市1-1")
        self.agency = make_agency(name="あおば人材")
        self.hr = make_member(self.company, Role.COMPANY_HR)
        self.book_id = uuid4()

    def at_company(self):
        return bound(self.company.id, self.hr.account_id)

    def run_contract(self, *, has_code=True):
        contract = RelayContract(
            id=uuid4(),
            organisation=self.agency,
            book_id=self.book_id,
            version=1,
            company_id=self.company.id,
            company_name=self.company.name,
            agency_name=self.agency.name,
            state="running",
            licence_number="13-ユ-000000",
            fee_table_filed_on=date(2025, 7, 14),
            free_slot_clause="10名の登録ごとに無料枠1つ",
            consulted_on=date(2025, 7, 2),
            company_signed_at=NOW,
            agency_signed_at=NOW,
        )
        with bound(self.agency.id, None):
            contract.save(force_insert=True)
            with connection.cursor() as cursor:
                cursor.execute(
                    "select tasuki.show_relay_relaycontract(%s, %s)",
                    [contract.id, self.company.id],
                )
        if has_code:
            with self.at_company():
                IssuedCode.objects.create(
                    organisation=self.company,
                    book_id=self.book_id,
                    link_id=uuid4(),
                    agency_id=self.agency.id,
                    code="MINATO-A1B2",
                    active_from=TODAY - timedelta(days=10),
                    active_to=TODAY + timedelta(days=10),
                    accepted_to=TODAY + timedelta(days=40),
                )
        return contract

    def applicant(self, family="架空", given="花子", **fields):
        serial = uuid4().hex[:8]
        person_fields = {"mail": f"{serial}@example.invalid"} | {
            name: fields.pop(name)
            for name in ("mail", "language", "birth_date", "address", "stopped_at")
            if name in fields
        }
        defaults = {
            "job_title": "架空の営業職",
            "outcome": "not_selected",
            "end_reason": "不採用",
            "applied_on": TODAY - timedelta(days=20),
        }
        with self.at_company():
            defaults["import_run_id"] = make_import(self.company).pk
            person = TalentRecord.objects.create(
                organisation=self.company,
                number=f"T-{serial}",
                family_name=family,
                given_name=given,
                name_key=name_key(family + given),
                **person_fields,
            )
            return Application.objects.create(
                organisation=self.company,
                talent_record=person,
                number=f"A-{serial}",
                **(defaults | fields),
            )

    def cover(self, shown_from=TODAY - timedelta(days=365), covers=True):
        return notices.save_purpose_notice(
            actor=self.hr,
            text="選考の結果とあわせて、職業紹介事業者をご案内することがあります。",
            covers_relay=covers,
            shown_from=shown_from,
            now=NOW,
        )

    def template(self, **fields):
        defaults = {
            "name": "見送り",
            "subject": "選考結果のお知らせ",
            "body": BODY,
            "relay_line": default_line("ja"),
        }
        values = TemplateValues(**(defaults | fields))
        return notices.save_template(actor=self.hr, values=values, now=NOW)

    def prepare(self, **fields):
        return notices.prepare_notices(actor=self.hr, now=NOW, **fields)

    def send(self, template, **fields):
        return notice_sending.send_notices(
            actor=self.hr, template_id=template.id, now=NOW, **fields
        )

    def deliver(self, *, now=LATER):
        """Do what the workers would do with everything that waits."""
        actor = Actor.for_task(organisation_id=self.company.id, kind=OrganisationKind.COMPANY)
        with self.at_company():
            waiting = list(OutboxMail.objects.filter(state="queued").values_list("id", flat=True))
        results = []
        for mail_id in waiting:
            with bound(self.company.id, None):
                results.append(deliver_notice(actor=actor, mail_id=mail_id, now=now))
        return results

    def invite_of(self, application):
        with self.at_company():
            return Invite.objects.select_related("application").get(application=application)

    def states(self):
        with self.at_company():
            return sorted(Invite.objects.values_list("state", flat=True))
