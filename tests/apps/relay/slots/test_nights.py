"""The nightly run: everything that is due, once, however often it runs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import resolve
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.relay.counting_world import World
from tests.apps.relay.intake import make_relay
from tests.factories import TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError
from tasuki.apps.messages.models import Notification
from tasuki.apps.relay import journal, tasks
from tasuki.apps.relay.actions import nightly
from tasuki.apps.relay.actions.nightly import NightReport, run_night
from tasuki.apps.relay.models import Credit, RelayContract, Release
from tasuki.apps.relay.queries.slots import list_slot_events
from tasuki.apps.relay.queries.statements import list_statements
from tasuki.core.access import OrganisationKind

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 18, 20, tzinfo=UTC) - timedelta(days=1)


def night(world: World, day: date) -> NightReport:
    actor = Actor.for_task(organisation_id=world.agency.id, kind=OrganisationKind.AGENCY)
    return run_night(actor=actor, now=at(day))


def done(report: NightReport) -> dict[str, int]:
    assert report.refused == []
    return {name: count for name, count in report.counts.items() if count}


def test_quiet_night_does_nothing():
    world = World()
    world.count(3)
    world.issue(date(2026, 10, 1))

    assert done(night(world, date(2026, 11, 24))) == {}


def test_silent_person_means_no():
    world = World()
    world.show_slots()
    world.request()
    world.ask()

    report = night(world, date(2026, 12, 1))

    with world.at_agency():
        state = Release.objects.get().state
    assert (done(report)["releases_expired"], state) == (1, "no")


def test_missed_deadline_and_expiry_come_in_their_order():
    world = World(slot_expiry_months=1)
    world.show_slots()
    world.request()
    world.issue(date(2026, 11, 1))

    first = night(world, date(2026, 12, 24))  # the slot is over since the 22nd, the request too

    slot = world.slot()
    assert done(first).get("slots_expired") is None
    assert done(first)["deadlines_missed"] == 1
    assert (slot.state, slot.expires_on) == ("granted", date(2027, 1, 22))


def test_slot_expires_in_the_night_after_its_last_day():
    world = World()
    world.show_slots()

    before = night(world, date(2027, 11, 22))
    after = night(world, date(2027, 11, 23))

    assert before.counts.get("slots_expired") is None
    assert after.counts["slots_expired"] == 1
    assert world.slot().state == "expired"


def test_guarantee_passes_on_the_ninety_first_day():
    world = World()
    world.show_slots()
    world.hire(now=datetime(2026, 12, 1, 1, 0, tzinfo=UTC))

    before = night(world, date(2027, 2, 28))
    after = night(world, date(2027, 3, 1))

    assert before.counts.get("guarantees_passed") is None
    assert after.counts["guarantees_passed"] == 1
    assert (world.slot().state, world.slot().avoided_fee_on) == (
        "guarantee_passed",
        date(2027, 3, 1),
    )


def test_both_sides_are_warned_once_at_sixty_thirty_and_seven_days():
    world = World()
    world.show_slots()
    last_day = date(2027, 11, 22)

    for days in (61, 60, 59, 30, 29, 7, 6, 1):
        night(world, last_day - timedelta(days=days))

    with world.at_agency():
        story = [event.code for event in list_slot_events(slot_id=world.slot().id)]
    with world.at_company():
        warned = Notification.objects.filter(text__contains="期限は2027/11/22").count()
    assert [code for code in reversed(story) if code.startswith("W")] == ["W60", "W30", "W7"]
    assert warned == 3


def test_warning_of_thirty_days_comes_on_2027_10_23():
    world = World()
    world.show_slots()
    night(world, date(2027, 10, 22))

    with world.at_agency():
        before = {event.code for event in list_slot_events(slot_id=world.slot().id)}
    night(world, date(2027, 10, 23))

    with world.at_agency():
        after = {event.code for event in list_slot_events(slot_id=world.slot().id)}
    assert ("W30" in before, "W30" in after) == (False, True)


def test_credits_expire_at_night():
    world = World(credit_expiry_months=1)
    world.count(2)

    night(world, date(2026, 12, 23))

    with world.at_agency():
        assert set(Credit.objects.values_list("state", flat=True)) == {"expired"}


def test_slots_due_are_granted_when_a_contract_resumed():
    world = World()
    with world.at_agency():
        RelayContract.objects.update(state="paused")
    world.count(10)
    with world.at_agency():
        RelayContract.objects.update(state="running")

    night(world, date(2026, 11, 24))

    assert [slot.number for slot in world.slots()] == [1]


def test_statement_of_the_last_month_is_issued_on_its_day():
    world = World()
    world.inform(5)
    world.count(2)

    early = night(world, date(2026, 12, 4))
    due = night(world, date(2026, 12, 5))
    again = night(world, date(2026, 12, 6))

    with world.at_company():
        months = [statement.month for statement in list_statements()]
    assert early.counts.get("statements_issued") is None
    assert due.counts["statements_issued"] == 1
    assert again.counts.get("statements_issued") is None
    assert months == [date(2026, 11, 1)]


def test_ended_and_quiet_contract_gets_no_more_statements():
    world = World()
    world.issue(date(2026, 10, 1))
    with world.at_agency():
        RelayContract.objects.update(state="ended")

    report = night(world, date(2026, 12, 5))

    assert report.counts.get("statements_issued") is None


def test_repeated_night_changes_nothing():
    world = World(slot_expiry_months=1, credit_expiry_months=2)
    world.show_slots(12)
    world.request()
    night(world, date(2027, 3, 1))
    balances, slots = world.balances(), [(s.state, s.expires_on) for s in world.slots()]

    second = night(world, date(2027, 3, 1))

    assert done(second) == {}
    assert world.balances() == balances
    assert [(s.state, s.expires_on) for s in world.slots()] == slots


def test_task_runs_the_night_of_one_agency():
    world, other = World(), World()
    for each in (world, other):
        each.inform(5)
        each.count(1)

    tasks.run_night_of.call(
        organisation_id=world.agency.id, now_text=at(date(2026, 12, 5)).isoformat()
    )

    with world.at_agency():
        issued = len(list_statements())
    with other.at_agency():
        untouched = len(list_statements())
    assert (issued, untouched) == (1, 0)


def test_night_of_all_enqueues_one_task_for_each_agency():
    worlds = [World(), World()]

    tasks.run_night_of_all.call()

    wanted = {world.agency.id for world in worlds}
    jobs = ProcrastinateJob.objects.filter(args__path="tasuki.apps.relay.tasks.run_night_of")
    assert {job.args["kwargs"]["organisation_id"] for job in jobs} >= wanted


def told(side, text: str) -> list[str]:
    with side:
        rows = Notification.objects.filter(text__contains=text).order_by("created_at")
        return list(rows.values_list("text", flat=True))


def test_agency_is_warned_once_sixty_days_before_people_expire():
    world = World(credit_expiry_months=3)  # last day 2027-02-22
    world.count(2)

    for day in (date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 25)):
        night(world, day)

    assert told(world.at_agency(), "期限切れ") == [
        f"{world.company.name}：数えた2名が60日以内に期限切れになります（最初は2027/02/22）。"
    ]
    assert told(world.at_company(), "期限切れ") == []
    with world.at_agency():
        url = Notification.objects.get(text__contains="期限切れ").url
    assert resolve(url).view_name == "agency:ledger"


def test_both_sides_are_reminded_once_of_a_late_answer():
    world = World()
    world.show_slots()
    world.request()
    slot = world.present()
    late = slot.answer_by + timedelta(days=1)

    for day in (slot.answer_by, late, late + timedelta(days=1)):
        night(world, day)

    day = f"{slot.answer_by:%Y/%m/%d}"
    assert told(world.at_agency(), "過ぎています") == [
        f"枠 R-01：{world.company.name}の回答が期限（{day}）を過ぎています。"
    ]
    assert told(world.at_company(), "過ぎています") == [
        f"枠 R-01：候補者への回答が期限（{day}）を過ぎています。回答してください。"
    ]


@pytest.mark.parametrize(
    "step",
    [
        "pause_contracts_without_licence",
        "expire_links",
        "rotate_due_links",
        "abandon_idle",
        "forget_risk_data",
        "delete_old_proofs",
        "decide_waiting_counts",
    ],
)
def test_one_refused_step_does_not_end_the_night(step, monkeypatch):
    world = World()
    world.inform(5)
    world.count(1)

    def refuse(**_: object) -> int:
        raise ConflictError

    monkeypatch.setattr(nightly, step, refuse)

    report = night(world, date(2026, 12, 5))

    assert [line.partition(": ")[2] for line in report.refused] == ["conflict"]
    assert report.counts["statements_issued"] == 1


def test_one_refused_count_does_not_stop_the_others():
    relay = make_relay(parameters={"monthly_cap_credits": 1})
    relay.count(relay.accept(relay.register()))
    first, second = (relay.accept(relay.register()) for _ in range(2))
    for waiting in (first, second):
        relay.count(waiting)
    with bound(relay.agency.id, None):
        journal.drop_credit(registration=relay.reload(first), code="N4", now=at(TODAY))
    actor = Actor.for_task(organisation_id=relay.agency.id, kind=OrganisationKind.AGENCY)

    report = run_night(actor=actor, now=at(date(2026, 12, 2)))

    assert report.counts["counts_decided"] == 1
    assert (relay.reload(first).state, relay.reload(first).count_code) == ("accepted", "N8")
    assert relay.reload(second).state == "counted"
