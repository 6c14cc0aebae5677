"""An agency that places people at a company for a fee: papers, agreement, hires."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from tests.factories import NOW, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.fees import actions
from tasuki.apps.fees.actions.agreements import AgreementValues
from tasuki.apps.fees.models import FeeAgreement, Invoice
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.apps.placement import books
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.relay import actions as relay
from tasuki.core.access import Role
from tasuki.core.law.fees import RefundRule

ISSUER_NUMBER = "T7000012050002"
STEPS = (RefundRule(1, 30, 80), RefundRule(31, 90, 50))
HIRED_ON = TODAY - timedelta(days=20)
_people = count(1)


@dataclass
class Desk:
    """The parties and short ways to act for them."""

    agency: Organisation
    company: Organisation
    advisor: Actor
    clerk: Actor
    owner: Actor
    hr: Actor
    boss: Actor
    agreement: FeeAgreement = field(init=False)

    def file_table(self, *, filed_on: date = TODAY - timedelta(days=400), **more):
        values = {
            "rate_permille": 350,
            "free_slot_clause": "登録10名の受理ごとに、1名分の紹介手数料を0円とする。",
            "refund_rule": "早期退職の返戻金制度があります。",
            "refund_steps": STEPS,
            "penalty_rule": "紹介した方を直接採用したときは、手数料と同額。",
        }
        table = relay.save_fee_table(actor=self.advisor, now=NOW, **(values | more))
        return relay.mark_fee_table_filed(
            actor=self.advisor, fee_table_id=table.id, filed_on=filed_on, now=NOW
        )

    def values(self, **more) -> AgreementValues:
        given = {
            "company_id": self.company.id,
            "fee_table_version": 1,
            "rate_permille": 300,
            "starts_on": TODAY - timedelta(days=300),
        }
        return AgreementValues(**(given | more))

    def offer(self, **more) -> FeeAgreement:
        draft = actions.draft_agreement(actor=self.advisor, values=self.values(**more), now=NOW)
        return actions.offer_agreement(actor=self.advisor, agreement_id=draft.id, now=NOW)

    def agree(self, *, at=NOW - timedelta(days=299), **more) -> FeeAgreement:
        offered = self.offer(**more)
        actions.show_terms(actor=self.boss, agreement_id=offered.id, now=at)
        return actions.accept_agreement(actor=self.boss, agreement_id=offered.id, now=at)

    def hire(
        self,
        *,
        on: date = HIRED_ON,
        slot_id=None,
        employer: str | None = None,
        is_hired: bool = True,
    ) -> Introduction:
        number = next(_people)
        with bound(self.agency.id, None):
            order = make_row(
                JobOrder,
                self.agency,
                number=f"J-{number:05d}",
                company_id=self.company.id,
                employer_name=employer or self.company.name,
                employer_address="神奈川県横浜市中区1-1",
                slot_id=slot_id,
            )
            seeker = make_row(JobSeeker, self.agency, number=f"S-{number:05d}")
            introduction = make_row(
                Introduction,
                self.agency,
                job_order=order,
                job_seeker=seeker,
                introduced_on=on - timedelta(days=30),
            )
            if is_hired:
                books.record_hire(
                    introduction=introduction, hired_on=on, is_indefinite=True, now=NOW
                )
        return introduction

    def draft(self, *, pay_yen: int = 6_000_000, **more) -> Invoice:
        hire = self.hire(**more)
        return actions.draft_for_hire(
            actor=self.advisor, introduction_id=hire.id, theoretical_pay_yen=pay_yen, now=NOW
        )

    def issue(self, *, now=NOW, **more) -> Invoice:
        invoice = self.draft(**more)
        return actions.issue_invoice(actor=self.advisor, invoice_id=invoice.id, now=now)

    def pay(self, invoice: Invoice, amount_yen: int | None = None, *, now=NOW, **more):
        return actions.record_payment(
            actor=self.advisor,
            invoice_id=invoice.id,
            amount_yen=abs(invoice.total_yen) if amount_yen is None else amount_yen,
            paid_on=more.pop("paid_on", now.date()),
            now=now,
            **more,
        )

    def fee_rows(self) -> list[tuple[str, int]]:
        with bound(self.agency.id, None):
            rows = FeeEntry.objects.order_by("created_at", "id")
            return list(rows.values_list("kind", "amount_yen"))

    def reload(self, invoice: Invoice) -> Invoice:
        with bound(self.agency.id, None):
            return Invoice.objects.get(id=invoice.id)


def make_desk(*, has_agreement: bool = True) -> Desk:
    """A licensed agency with a filed table, a company, and an agreement of 30 percent."""
    agency = make_agency(address="東京都千代田区1-1")
    company = make_company(address="神奈川県横浜市中区1-1")
    desk = Desk(
        agency=agency,
        company=company,
        advisor=make_member(agency, Role.AGENCY_ADVISOR),
        clerk=make_member(agency, Role.AGENCY_CLERK),
        owner=make_member(agency, Role.AGENCY_OWNER),
        hr=make_member(company, Role.COMPANY_HR),
        boss=make_member(company, Role.COMPANY_OWNER),
    )
    with bound(agency.id, None):
        make_row(
            Licence,
            agency,
            valid_from=TODAY - timedelta(days=500),
            valid_to=TODAY + timedelta(days=500),
        )
    desk.file_table()
    actions.save_billing_profile(
        actor=desk.advisor,
        issuer_number=ISSUER_NUMBER,
        bank_account="みなと銀行 本店 普通 1234567",
        payment_days=30,
        remark="",
        now=NOW,
    )
    if has_agreement:
        desk.agreement = desk.agree()
    return desk
