"""An agency whose books hold rows of many days, written as the actions write them."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

from tests.factories import NOW, make_agency, make_company, make_member
from tests.model_factories import FACTORIES

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.fees.models import Invoice
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.apps.placement import books
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.models import FeeTable
from tasuki.core.access import Role
from tasuki.core.books.rows import Separated

_numbers = count(1)


@dataclass
class Office:
    """One agency and its members."""

    agency: Organisation = field(default_factory=make_agency)
    company: Organisation = field(default_factory=make_company)

    def __post_init__(self) -> None:
        with bound(self.agency.id, None):
            Licence.objects.create(
                organisation=self.agency,
                number="13-ユ-301234",
                valid_from=date(2020, 4, 1),
                valid_to=date(2031, 3, 31),
                responsible_person="相沢 直人",
            )
            FeeTable.objects.create(
                organisation=self.agency,
                version=1,
                filed_on=date(2020, 4, 1),
                rate_permille=300,
                free_slot_clause="10名の登録ごとに無料枠1つ",
                refund_rule="30日以内 80%",
            )
        self.owner: Actor = make_member(self.agency, Role.AGENCY_OWNER)
        self.clerk: Actor = make_member(self.agency, Role.AGENCY_CLERK)

    def at(self) -> Any:
        return bound(self.agency.id, self.owner.account_id)

    def order(self, **given: Any) -> JobOrder:
        number = next(_numbers)
        values = {
            "number": f"J-{number:05d}",
            "company_id": self.company.id,
            "employer_name": "みなと精機㈱",
            "employer_address": "東京都港区芝①-2-3",
            "contact": "人事 髙﨑 / hr@example.invalid / 000-0000-0000",
            "received_on": date(2025, 5, 1),
            "valid_to": date(2026, 4, 30),
            "person_count": 1,
            "occupation": "生産管理",
            "occupation_code": "025-01",
            "workplace": "みなと市",
            "term": "無期",
            "wage": "月額 270,000〜330,000円",
        }
        with self.at():
            return JobOrder.objects.create(organisation=self.agency, **(values | given))

    def seeker(self, **given: Any) -> JobSeeker:
        number = next(_numbers)
        values = {
            "number": f"S-{number:05d}",
            "talent_record_id": uuid4(),
            "name": "髙﨑 𠮷乃",
            "address": "東京都葛󠄀飾区①丁目",
            "birth_date": date(1990, 4, 1),
            "wished_occupation": "生産管理",
            "occupation_code": "025-01",
            "accepted_on": date(2025, 5, 1),
            "valid_to": date(2026, 4, 30),
            "state": "active",
        }
        with self.at():
            return JobSeeker.objects.create(organisation=self.agency, **(values | given))

    def introduce(
        self, order: JobOrder | None = None, seeker: JobSeeker | None = None, **given: Any
    ) -> Introduction:
        order, seeker = order or self.order(), seeker or self.seeker()
        values = {"introduced_on": order.received_on}
        with self.at():
            return Introduction.objects.create(
                organisation=self.agency, job_order=order, job_seeker=seeker, **(values | given)
            )

    def hire(
        self,
        hired_on: date,
        *,
        is_indefinite: bool = True,
        pay_yen: int | None = 4_000_000,
        order: JobOrder | None = None,
        seeker: JobSeeker | None = None,
    ) -> Introduction:
        row = self.introduce(order, seeker)
        with self.at():
            books.record_hire(
                introduction=row,
                hired_on=hired_on,
                is_indefinite=is_indefinite,
                theoretical_pay_yen=pay_yen,
                now=NOW,
            )
        return row

    def charge(self, row: Introduction, amount_yen: int, on: date, kind: str = "filed") -> FeeEntry:
        basis = "早期離職（30日以内）" if amount_yen < 0 else "理論年収 ¥4,000,000 × 30%"
        with self.at():
            invoice = self._refund(row, amount_yen, on) if kind == "refund" else None
            return FeeEntry.objects.create(
                organisation=self.agency,
                introduction=row,
                payer_name=row.job_order.employer_name,
                charged_on=on,
                kind=kind,
                amount_yen=amount_yen,
                basis=basis,
                invoice_id=invoice.id if invoice else None,
            )

    def _refund(self, row: Introduction, amount_yen: int, on: date) -> Invoice:
        """The refund invoice of a fee; nothing else is refunded (H4)."""
        fee = self._issue(row, on)
        return self._issue(row, on, kind="refund", corrects=fee, net_yen=amount_yen)

    def _issue(
        self,
        row: Introduction,
        on: date,
        *,
        kind: str = "fee",
        net_yen: int = 1_200_000,
        **given: Any,
    ) -> Invoice:
        serial = Invoice.objects.filter(kind=kind).count() + 1
        return FACTORIES[Invoice].create(
            organisation=self.agency,
            introduction=row,
            company_id=row.job_order.company_id,
            kind=kind,
            state="issued",
            serial=serial,
            number=f"{kind}-{serial}",
            issuer_name="あおば人材",
            issued_on=on,
            net_yen=net_yen,
            tax_yen=net_yen // 10,
            total_yen=net_yen + net_yen // 10,
            **given,
        )

    def charge_zero(self, row: Introduction, on: date) -> FeeEntry:
        with self.at():
            return FeeEntry.objects.create(
                organisation=self.agency,
                introduction=row,
                payer_name=row.job_order.employer_name,
                charged_on=on,
                kind="filed",
                amount_yen=0,
                basis="無料枠 No.A-1",
                slot_id=uuid4(),
            )

    def check(self, row: Introduction, answer: Separated, on: date) -> None:
        with self.at():
            books.write_separation(
                introduction=row,
                answer=answer,
                method=books.CheckMethod.PHONE,
                checked_on=on,
            )

    def fill(self, seed: int, size: int = 24) -> None:
        """Rows of three years around 2025 with everything mixed."""
        dice = Random(seed)

        def day(first: date = date(2024, 1, 1), days: int = 900) -> date:
            return date.fromordinal(first.toordinal() + dice.randrange(days))

        for _ in range(size):
            received = day()
            closed = day(received, 200) if dice.random() < 0.5 else None
            group = dice.choice(["025-01", "025-02", "034-08", ""])
            order = self.order(
                received_on=received,
                valid_to=date.fromordinal(received.toordinal() + dice.choice([90, 180, 364])),
                closed_on=closed,
                person_count=dice.choice([1, 1, 2, 5]),
                occupation_code=group,
                occupation=dice.choice(["生産管理", "営業", "ＩＴ営業"]),
                term=dice.choice(
                    ["無期", "有期 3か月", "有期 10日", "有期 1か月", "有期 6か月", "有期 更新あり"]
                ),
            )
            accepted = day()
            seeker = self.seeker(
                accepted_on=accepted,
                valid_to=date.fromordinal(accepted.toordinal() + 364),
                closed_on=day(accepted, 300) if dice.random() < 0.5 else None,
                occupation_code=dice.choice(["025-01", "034-08", ""]),
                state=dice.choice(["active", "active", "closed", "cancelled"]),
            )
            if dice.random() < 0.6:
                self._hire_somehow(dice, order, seeker, day)

    def _hire_somehow(self, dice: Random, order: JobOrder, seeker: JobSeeker, day: Any) -> None:
        row = self.hire(
            day(),
            is_indefinite=dice.random() < 0.6,
            pay_yen=dice.choice([None, 3_500_000, 5_500_000]),
            order=order,
            seeker=seeker,
        )
        if dice.random() < 0.7:
            self.check(row, dice.choice(list(Separated)), day(row.hired_on, 400))
        if dice.random() < 0.2:
            self.charge_zero(row, row.hired_on)
            return
        self.charge(
            row,
            dice.choice([1_234_567, 900_000, 1_050_499]),
            row.hired_on,
            dice.choice(["filed", "filed", "limited", "reception"]),
        )
        if dice.random() < 0.3:
            self.charge(row, -500_000, day(row.hired_on, 120), "refund")
