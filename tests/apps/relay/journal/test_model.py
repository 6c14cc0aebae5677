"""Random sequences of all events against a small model that shares no code with the product."""

from dataclasses import dataclass, field

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.apps.relay.counting_world import World
from tests.factories import NOW

from tasuki.adapters.postgres import chain, ledger
from tasuki.apps.errors import ActionError
from tasuki.apps.relay.actions import slot_ends
from tasuki.apps.relay.actions import slots as slot_actions
from tasuki.apps.relay.actions.hires import record_result
from tasuki.apps.relay.ledger_check import check_book

pytestmark = pytest.mark.django_db(transaction=False)

OPEN = ("granted", "requested", "presented", "met", "suspended")


@dataclass
class Model:
    """The relay as a child would play it with stones; ``slots``: [state, stones, returns]."""

    ratio: int
    cap: int
    people: dict[int, str] = field(default_factory=dict)  # person -> earned, waiting, dropped, slot
    queue: list[int] = field(default_factory=list)
    slots: list[list] = field(default_factory=list)

    def fill(self) -> None:
        for slot in self.slots:
            while slot[0] == "suspended" and len(slot[1]) < self.ratio and self.queue:
                slot[1].append(self.queue.pop(0))
        is_open = sum(slot[0] in OPEN for slot in self.slots)
        while len(self.queue) >= self.ratio and is_open < self.cap:
            self.slots.append(["granted", self.queue[: self.ratio], 0])
            self.queue, is_open = self.queue[self.ratio :], is_open + 1

    def confirm(self, person: int) -> None:
        if self.people[person] == "earned":
            self.people[person] = "in"
            self.queue.append(person)
            self.fill()

    def drop(self, person: int) -> None:
        if self.people[person] == "earned":
            self.people[person] = "out"

    def reverse(self, person: int) -> None:
        if self.people[person] != "in":
            return
        self.people[person] = "out"
        self.queue = [one for one in self.queue if one != person]
        for slot in self.slots:
            if person in slot[1]:
                slot[1].remove(person)
                if slot[0] in OPEN and self.queue:
                    slot[1].append(self.queue.pop(0))
                elif slot[0] in OPEN:
                    slot[0] = "suspended"

    def step(self, number: int, before: str, after: str) -> None:
        if number < len(self.slots) and self.slots[number][0] == before:
            self.slots[number][0] = after
            self.fill()

    def fail(self, number: int) -> None:
        if number < len(self.slots) and self.slots[number][0] == "met":
            is_last = self.slots[number][2] >= 1
            self.slots[number][2] += 1
            self.step(number, "met", "closed" if is_last else "granted")

    def restore(self, number: int) -> None:
        if number < len(self.slots) and len(self.slots[number][1]) == self.ratio:
            self.step(number, "suspended", "granted")


PEOPLE, SLOTS = st.integers(0, 11), st.integers(0, 2)
STEPS = ("request", "cancel", "present", "decline", "withdraw", "meet", "join", "fail", "suspend")
STEPS += ("restore", "undo")
EVENTS = st.one_of(
    st.tuples(st.just("confirm"), PEOPLE),
    st.tuples(st.sampled_from(["drop", "reverse"]), PEOPLE),
    st.tuples(
        st.sampled_from(STEPS),
        SLOTS,
    ),
)
NAMES = {"candidate_presented": "presented", "interview_held": "met", "closed_unused": "closed"}


def play(model: Model, event: str, number: int) -> None:
    """Let the model do one event."""
    if event in {"confirm", "drop", "reverse"} or event in {"fail", "restore"}:
        getattr(model, event)(number)
    elif event == "suspend":
        for state in ("granted", "requested", "presented", "met"):
            if number < len(model.slots) and model.slots[number][0] == state:
                model.step(number, state, "suspended")
                break
    else:
        before, after = {
            "request": ("granted", "requested"),
            "cancel": ("requested", "granted"),
            "present": ("requested", "presented"),
            "decline": ("presented", "requested"),
            "withdraw": ("presented", "requested"),
            "meet": ("presented", "met"),
            "join": ("met", "hired"),
            "undo": ("suspended", "reversed"),
        }[event]
        model.step(number, before, after)


def act(world: World, people: list, event: str, number: int) -> None:
    """Let the product do the same event; a refusal is an answer like any other."""
    try:
        if event in {"confirm", "drop", "reverse"}:
            getattr(world, event)(people[number])
            return
        slots = world.slots()
        if number >= len(slots):
            return
        place, one = number + 1, {"slot_id": slots[number].id, "now": NOW}
        reason = {"reason": "契約違反"}
        calls = {
            "request": lambda: world.request(place),
            "cancel": lambda: slot_actions.cancel_request(actor=world.hr, **one),
            "present": lambda: world.present(place),
            "decline": lambda: slot_actions.decline_candidate(
                actor=world.hr, reason_code="timing", **one
            ),
            "withdraw": lambda: slot_actions.candidate_withdraws(actor=world.owner, **one),
            "meet": lambda: world.interview(place),
            "join": lambda: world.join(place),
            "fail": lambda: _fail(world, one),
            "suspend": lambda: slot_ends.suspend_slot(actor=world.owner, **reason, **one),
            "restore": lambda: slot_ends.restore_slot(actor=world.owner, **reason, **one),
            "undo": lambda: slot_ends.reverse_slot(actor=world.owner, **reason, **one),
        }
        calls[event]()
    except ActionError:
        return


def _fail(world: World, one: dict) -> None:
    record_result(actor=world.hr, reason="経験", **one)


def show_all(world: World) -> None:
    """Let the company see every slot, as a statement would."""
    with world.at_agency(), connection.cursor() as cursor:
        for slot in world.slots():
            cursor.execute("select tasuki.show_relay_slot(%s, %s)", [slot.id, world.company.id])


@settings(
    max_examples=25,
    deadline=None,
    # Each example is a relay of its own in the database: shrinking would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    ratio=st.integers(1, 4),
    cap=st.integers(1, 3),
    events=st.lists(EVENTS, min_size=15, max_size=40),
)
def test_random_events_agree_with_the_model(ratio, cap, events, db):
    world = World(ratio=ratio, max_open_slots=cap)
    people = [world.register() for _ in range(12)]
    model = Model(ratio, cap, people=dict.fromkeys(range(12), "earned"))

    for event, number in events:
        play(model, event, number)
        act(world, people, event, number)
        show_all(world)

    slots = world.slots()
    balances = world.balances()
    with world.at_agency():
        broken = ledger.find_broken()
        (book,) = chain.read_books(connections["default"])
        disagreements = check_book(book, alias="default")
    assert [NAMES.get(slot.state, slot.state) for slot in slots] == [s[0] for s in model.slots]
    assert balances.get("confirmed", 0) == len(model.queue)
    assert balances.get("bundled", 0) == sum(len(slot[1]) for slot in model.slots)
    assert balances.get("slot_open", 0) == sum(slot[0] in OPEN for slot in model.slots)
    assert balances.get("held", 0) == sum(
        slot[0] in ("requested", "presented", "met") for slot in model.slots
    )
    assert balances.get("reversed", 0) == sum(v == "out" for v in model.people.values())
    assert broken == []
    assert disagreements == []
