"""A company, and an agency, that hold rounds; short ways to act for everybody in them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from tests.apps.introductions.desk import Desk
from tests.factories import NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import Employment, TalentRecord
from tasuki.apps.rounds import job
from tasuki.apps.rounds.actions import deciding, entries, lists, planning, running
from tasuki.apps.rounds.models import Round, RoundDecision, RoundPerson, RoundPlace
from tasuki.core.access import OrganisationKind, Role

_numbers = count(1)
DAY = timedelta(days=1)
DEADLINE = NOW + 14 * DAY
AFTER = DEADLINE + DAY
REASON = "業務の経験と本人の希望にもとづく提案のため"


@dataclass
class House:
    """One operator with a member who may do everything, and one round of it."""

    organisation: Organisation
    hr: Actor
    places: dict[str, RoundPlace] = field(default_factory=dict)
    people: dict[str, RoundPerson] = field(default_factory=dict)
    row: Round | None = None

    @classmethod
    def company(cls) -> "House":
        company = make_company()
        return cls(company, make_member(company, Role.COMPANY_HR))

    @classmethod
    def agency(cls, desk: Desk) -> "House":
        return cls(desk.agency, desk.advisor)

    @property
    def round_id(self) -> UUID:
        assert self.row is not None
        return self.row.id

    @property
    def task(self) -> Actor:
        kind = OrganisationKind(self.organisation.kind)
        return Actor.for_task(organisation_id=self.organisation.id, kind=kind)

    # --- before the deadline ---------------------------------------------------------------

    def employee(self, name: str = "花") -> UUID:
        number = next(_numbers)
        with bound(self.organisation.id, None):
            record = TalentRecord.objects.create(
                organisation=self.organisation,
                number=f"T-{number:05d}",
                family_name="北村",
                given_name=name,
                mail=f"employee{number}@mail.example",
                birth_date=datetime(1990, 4, 1).date(),  # noqa: DTZ001 - a day
            )
            Employment.objects.create(
                organisation=self.organisation, talent_record=record, number=f"E-{number}"
            )
        return record.id

    def guest(self) -> UUID:
        """A record made for the exchange: somebody of another company."""
        number = next(_numbers)
        with bound(self.organisation.id, None):
            record = TalentRecord.objects.create(
                organisation=self.organisation,
                number=f"G-{number:05d}",
                family_name="浜辺",
                given_name="凛",
                mail=f"guest{number}@mail.example",
            )
        return record.id

    def plan(self, kind: str = "internal", **fields: Any) -> Round:
        given = {"title": "秋の社内公募", "kind": kind, "deadline_at": DEADLINE}
        self.row = planning.plan_round(actor=self.hr, **given | fields, now=NOW)
        return self.row

    def place(self, name: str, **fields: Any) -> RoundPlace:
        found = entries.add_place(
            actor=self.hr, round_id=self.round_id, name=name, **fields, now=NOW
        )
        self.places[name] = found
        return found

    def person(self, name: str, *, unit: str = "", record: UUID | None = None, **more: Any):
        [found] = entries.add_people(
            actor=self.hr,
            round_id=self.round_id,
            talent_record_ids=[record or self.employee(name)],
            place_id=self.places[unit].id if unit else None,
            **more,
            now=NOW,
        )
        self.people[name] = found
        return found

    def open(self) -> Round:
        self.row = planning.open_round(actor=self.hr, round_id=self.round_id, now=NOW)
        return self.row

    def actor_of(self, name: str) -> Actor:
        return Actor(
            organisation_id=self.organisation.id,
            kind=OrganisationKind(self.organisation.kind),
            role=Role.PERSON,
            case_id=self.people[name].id,
        )

    def agree(self, name: str, *, now: datetime = NOW) -> RoundPerson:
        return lists.agree_to_round(
            actor=self.actor_of(name), person_id=self.people[name].id, now=now
        )

    def submit(self, name: str, *wanted: str, now: datetime = NOW) -> RoundPerson:
        return lists.submit_list(
            actor=self.actor_of(name),
            person_id=self.people[name].id,
            place_ids=[self.places[one].id for one in wanted],
            now=now,
        )

    def rank(self, name: str, *wanted: str) -> None:
        self.agree(name)
        self.submit(name, *wanted)

    def score(self, name: str, place: str, number: int, **more: Any):
        given = {"actor": self.hr, "reason": "経理の経験が5年ある"}
        return running.score_person(
            person_id=self.people[name].id,
            place_id=self.places[place].id,
            priority=number,
            **given | more,
            now=NOW,
        )

    # --- after it --------------------------------------------------------------------------

    def lock(self, *, now: datetime = AFTER) -> Round:
        self.row = running.lock_round(actor=self.hr, round_id=self.round_id, now=now)
        return self.row

    def work(self, name: str, *, now: datetime = AFTER) -> Round | None:
        """What the worker does with the job that waits."""
        found = job.run_job(actor=self.task, round_id=self.round_id, job=name, clock=lambda: now)
        self.row = found or self.row
        return found

    def compare(self) -> Round:
        running.compare_round(actor=self.hr, round_id=self.round_id, now=AFTER)
        return self.work("compare")

    def clear(self) -> Round:
        running.clear_round(actor=self.hr, round_id=self.round_id, now=AFTER)
        return self.work("clear")

    def verify(self) -> Round:
        running.verify_round(actor=self.hr, round_id=self.round_id, now=AFTER)
        return self.work("verify")

    def decide(self, *names: str, is_confirmed: bool = True, **more: Any):
        given = {"actor": self.hr, "reason": REASON, "now": AFTER}
        found = deciding.decide_lines(
            round_id=self.round_id,
            line_ids=[self.line(one).id for one in names],
            is_confirmed=is_confirmed,
            **given | more,
        )
        self.row = self.reload()
        return found

    def publish(self) -> Round:
        self.row = deciding.publish_round(actor=self.hr, round_id=self.round_id, now=AFTER)
        return self.row

    def until_verified(self) -> Round:
        self.lock()
        self.clear()
        return self.verify()

    # --- looking ---------------------------------------------------------------------------

    def reload(self) -> Round:
        with bound(self.organisation.id, None):
            return Round.objects.get(id=self.round_id)

    def line(self, name: str) -> RoundDecision:
        with bound(self.organisation.id, None):
            return RoundDecision.objects.get(participant_id=self.people[name].id)

    def results(self) -> dict[str, tuple[str, int | None]]:
        found = {name: self.line(name) for name in self.people if self.has_line(name)}
        return {name: (one.place_name, one.rank) for name, one in found.items()}

    def has_line(self, name: str) -> bool:
        with bound(self.organisation.id, None):
            return RoundDecision.objects.filter(participant_id=self.people[name].id).exists()

    def mails(self, kind: str) -> list[OutboxMail]:
        with bound(self.organisation.id, None):
            return list(OutboxMail.objects.filter(kind=kind).order_by("created_at", "id"))

    def notices(self) -> list[str]:
        with bound(self.organisation.id, None):
            return list(Notification.objects.order_by("created_at").values_list("text", flat=True))


def posting() -> House:
    """Three people, two places, all lists in and all scores given."""
    house = House.company()
    house.plan()
    house.place("経理部", capacity=1)
    house.place("総務部", capacity=2)
    for name in ("蓮", "凛", "湊"):
        house.person(name)
    house.open()
    house.rank("蓮", "経理部", "総務部")
    house.rank("凛", "経理部", "総務部")
    house.rank("湊", "総務部", "経理部")
    for name, first, second in (("蓮", 70, 65), ("凛", 80, 10), ("湊", 5, 40)):
        house.score(name, "経理部", first)
        house.score(name, "総務部", second)
    return house


def rotation() -> House:
    """Two people who want each other's unit, and one who stays."""
    house = House.company()
    house.plan("rotation", title="春のローテーション")
    for name in ("営業部", "製造部", "広報部"):
        house.place(name)
    house.person("蓮", unit="営業部", own_priority=5)
    house.person("凛", unit="製造部", own_priority=7)
    house.person("湊", unit="広報部", own_priority=7)
    house.open()
    house.rank("蓮", "製造部")
    house.rank("凛", "営業部")
    house.rank("湊", "営業部")
    return house


def swap(**fields: Any) -> House:
    """An own employee and somebody of another company who want each other's seat."""
    house = House.company()
    given = {"purpose": "skills", "is_party": True, "agreed_on": TODAY, "balance": 1}
    house.plan("swap", title="出向の交換", **given | fields)
    house.place("設計課")
    house.place("研究所", company_name="はまべ食品")
    house.person("蓮", unit="設計課")
    house.person("凛", unit="研究所", record=house.guest())
    house.open()
    house.rank("蓮", "研究所")
    house.rank("凛", "設計課")
    return house


def introductions(desk: Desk) -> House:
    """Two people who look for work, and two orders of employers."""
    house = House.agency(desk)
    house.plan("introductions", title="11月のご紹介")
    orders = {"品質管理": desk.order, "検査": desk.outside()}
    rows = entries.add_orders(
        actor=house.hr,
        round_id=house.round_id,
        job_order_ids=[one.id for one in orders.values()],
        now=NOW,
    )
    house.places = dict(zip(orders, rows, strict=True))
    for name in ("蓮", "凛"):
        house.person(name, record=desk.register().talent_record_id)
    house.open()
    house.rank("蓮", "品質管理", "検査")
    house.rank("凛", "品質管理", "検査")
    return house
