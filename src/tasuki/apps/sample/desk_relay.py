"""The relay of a sample year: people come through company codes, slots are granted and used."""

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.placement.models import Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.actions import hires, links, releases, slots
from tasuki.apps.relay.models import Registration, RelayContract, Slot
from tasuki.apps.relay.queries.slots import list_slots
from tasuki.apps.sample import relay_steps, slot_steps
from tasuki.apps.sample.applicants import make_month_file
from tasuki.apps.sample.desk import DAY, Desk
from tasuki.apps.sample.desk_seekers import Seeker
from tasuki.apps.sample.results import tell_results
from tasuki.apps.sample.year_log import CaseFact, Check, OrderFact, SeekerFact
from tasuki.core.dates import add_months, month_start
from tasuki.core.relay.machines import SlotState
from tasuki.core.relay.parameters import SelectionStage

PEOPLE_PER_SLOT: Final = 10
SLOTS_PER_COMPANY: Final = 2
TELLING_MONTHS: Final = 4
TOLD_A_MONTH: Final = 5
_USES: Final = ("join", "join", "join", "not_hired", "join_and_leave", "presented", "join", "kept")
_PAY_YEN: Final = 4_300_000


@dataclass(slots=True, eq=False)
class Relay:
    """One company's contract and the people who come through its codes.

    Attributes:
        company: a member of the company, and its name.
        uses: what becomes of its slots, in their order.
    """

    company: Actor
    name: str
    uses: list[str]
    dice: Random
    contract: RelayContract | None = None
    code: str = ""
    people: list[Seeker] = field(default_factory=list)
    registrations: dict[str, Registration] = field(default_factory=dict)
    seen: set[UUID] = field(default_factory=set)
    told: int = 0

    def begin(self, desk: Desk, filed: relay_steps.Papers) -> None:
        """Sign the contract before the year and issue the first code."""
        self.contract = relay_steps.start_contract(
            agency=desk.office.owner,
            manager=desk.office.advisor,
            company=self.company,
            filed=filed,
            now=desk.now,
        )
        link = links.issue_link(actor=desk.office.owner, contract_id=self.contract.id, now=desk.now)
        self.code = link.code

    def _tell(self, desk: Desk) -> None:
        """Tell a month's applicants their results; figures of a statement stand on these."""
        month = add_months(month_start(desk.today), -1)
        data = make_month_file(
            people=desk.people,
            seed=self.dice.randrange(1_000_000),
            month=month,
            not_selected=TOLD_A_MONTH,
            hired=0,
            withdrew=0,
        )
        tell_results(company=self.company, data=data, month=month, now=desk.now)

    def look(self, desk: Desk) -> None:
        """After a night: use the newest code, and begin with slots that came with a statement."""
        assert self.contract is not None
        found = relay_steps.find_active_codes(
            agency=desk.office.owner, contracts={"it": self.contract}
        )
        self.code = found.get("it", self.code)
        if (
            self.people
            and self.told < TELLING_MONTHS
            and desk.today >= add_months(desk.first, self.told + 1)
        ):
            self.told += 1
            self._tell(desk)
        with bound(self.company.organisation_id, self.company.account_id):
            granted = [one for one in list_slots() if one.state == SlotState.GRANTED]
        for slot in granted:
            if slot.id not in self.seen and self.uses:
                self.seen.add(slot.id)
                use = SlotUse(relay=self, slot=slot, kind=self.uses.pop(0))
                if use.kind != "kept":
                    desk.plan(desk.today + DAY * 2, partial(use.request, desk))


def plan_relays(desk: Desk, count: int) -> list[Relay]:
    """Plan the relays: ten people for each slot, from the second month of the year on.

    Every company has a contract; people come through the codes of those whose slots are granted.

    Args:
        desk: of the agency.
        count: how many slots are granted in the year.
    """
    uses, relays = list(_USES[:count]), []
    for company, name in desk.office.companies:
        mine = [uses.pop(0) for _ in range(min(SLOTS_PER_COMPANY, len(uses)))]
        relay = Relay(company=company, name=name, uses=mine, dice=Random(desk.dice.random()))  # noqa: S311 - samples
        for place in range(PEOPLE_PER_SLOT * len(mine)):
            relay.people.append(_plan_person(desk, relay, place))
        relays.append(relay)
    return relays


def _plan_person(desk: Desk, relay: Relay, place: int) -> Seeker:
    came = desk.first + DAY * (12 + 5 * place)
    person = desk.people.next()
    fact = SeekerFact(
        name=person.full_name,
        accepted_on=came + DAY * 2,
        occupation=person.wishes["occupation"],
        is_relay=True,
    )
    desk.log.seekers.append(fact)
    seeker = Seeker(
        fact=fact,
        person=person,
        dice=Random(desk.dice.random()),  # noqa: S311 - samples
        fate="stays",
        asks=True,
    )
    desk.plan(came, partial(_register, desk, relay, seeker))
    return seeker


def _register(desk: Desk, relay: Relay, seeker: Seeker) -> None:
    key = relay_steps.begin_registration(
        code=relay.code,
        person=seeker.person,
        stage=SelectionStage.FIRST_INTERVIEW,
        result_month=month_start(desk.today),
        now=desk.now,
    )
    registration = relay_steps.complete_registration(key=key, person=seeker.person, now=desk.now)
    relay.registrations[seeker.person.mail] = registration
    desk.plan(desk.today + DAY * 2, partial(_accept, desk, relay, seeker))


def _accept(desk: Desk, relay: Relay, seeker: Seeker) -> None:
    registration = relay.registrations[seeker.person.mail]
    relay_steps.accept_and_count(clerk=desk.office.clerk, registration=registration, now=desk.now)
    assert registration.talent_record_id is not None
    with bound(desk.office.owner.organisation_id, None):
        row = JobSeeker.objects.get(talent_record_id=registration.talent_record_id)
    seeker.row_id, seeker.record_id, seeker.fact.number = row.id, row.talent_record_id, row.number


@dataclass(slots=True, eq=False)
class SlotUse:
    """What becomes of one granted slot."""

    relay: Relay
    slot: Slot
    kind: str
    seeker: Seeker | None = None
    fact: CaseFact | None = None

    def request(self, desk: Desk) -> None:
        """The company asks for somebody; the agency asks a person who is free."""
        company, now = self.relay.company, desk.now
        opening_id = slot_steps.publish_job(
            company=company, job=slot_steps.ACCOUNTS, recruiter=self.relay.name, now=now
        )
        slots.request_slot(
            actor=company,
            slot_id=self.slot.id,
            opening_id=opening_id,
            conditions={"must": ["実務経験 3年以上"], "want": []},
            now=now,
        )
        with bound(desk.office.owner.organisation_id, None):
            order = JobOrder.objects.get(slot_id=self.slot.id, closed_on=None)
        told = OrderFact(
            number=order.number,
            employer=self.relay.name,
            company_id=company.organisation_id,
            received_on=desk.today,
            valid_to=desk.today + DAY * 30,
            occupation=slot_steps.ACCOUNTS.occupation,
            fate="slot",
            is_by_slot=True,
        )
        desk.log.orders.append(told)
        self.seeker = next(
            one
            for one in self.relay.people
            if one.row_id and one.hired_on is None and not one.cases
        )
        self.seeker.cases.append(self)
        self.fact = CaseFact(
            order=told,
            seeker=self.seeker.fact,
            asked_on=desk.today,
            kind=f"slot_{self.kind}",
            is_by_slot=True,
        )
        desk.log.cases.append(self.fact)
        registration = self.relay.registrations[self.seeker.person.mail]
        asked = releases.ask_release(
            actor=desk.office.advisor,
            slot_id=self.slot.id,
            registration_id=registration.id,
            fields=slot_steps.RELEASED,
            now=now,
        )
        desk.plan(desk.today + DAY, partial(self._present, desk, asked.id))

    def _present(self, desk: Desk, release_id: UUID) -> None:
        assert self.seeker is not None
        assert self.fact is not None
        releases.answer_release(
            actor=self.seeker.actor(desk), release_id=release_id, is_yes=True, now=desk.now
        )
        releases.present_candidate(
            actor=desk.office.advisor, slot_id=self.slot.id, release_id=release_id, now=desk.now
        )
        self.fact.introduced_on = desk.today
        if self.kind != "presented":
            desk.plan(desk.today + DAY * 5, partial(self._meet, desk))

    def _meet(self, desk: Desk) -> None:
        hires.hold_interview(
            actor=self.relay.company, slot_id=self.slot.id, interview_at=desk.now, now=desk.now
        )
        act = self._refuse if self.kind == "not_hired" else self._join
        desk.plan(desk.today + DAY * 12, partial(act, desk))

    def _refuse(self, desk: Desk) -> None:
        assert self.fact is not None
        hires.record_result(
            actor=self.relay.company,
            slot_id=self.slot.id,
            reason="求める経験と合わなかったため（架空）",
            now=desk.now,
        )
        self.fact.outcome, self.fact.order.closed_on = "not_hired", desk.today

    def _join(self, desk: Desk) -> None:
        assert self.fact is not None
        assert self.seeker is not None
        hires.join(
            actor=self.relay.company,
            slot_id=self.slot.id,
            hired_on=desk.today,
            theoretical_pay_yen=_PAY_YEN,
            is_indefinite=True,
            is_conditions_notice_sent=True,
            now=desk.now,
        )
        self.seeker.hired_on = desk.today
        self.seeker.fact.ended_on, self.seeker.fact.is_hired = desk.today, True
        self.fact.order.closed_on = desk.today
        self.fact.outcome, self.fact.hired_on = "hired", desk.today
        self.fact.is_indefinite, self.fact.pay_yen = True, _PAY_YEN
        if self.kind == "join_and_leave":
            desk.plan(desk.today + DAY * 45, partial(self._leave, desk))

    def _leave(self, desk: Desk) -> None:
        assert self.fact is not None
        left_on = desk.today - DAY * 3
        hires.record_leaving(
            actor=self.relay.company,
            slot_id=self.slot.id,
            left_on=left_on,
            is_employer_at_fault=False,
            now=desk.now,
        )
        self.fact.checks.append(
            Check(answer="left", method="report", known_on=desk.today, left_on=left_on)
        )

    def introduction_id(self, desk: Desk) -> UUID:
        """Return the row of the books of the hire."""
        with bound(desk.office.owner.organisation_id, None):
            found = Introduction.objects.get(job_order__slot_id=self.slot.id, outcome="hired")
        return found.id
