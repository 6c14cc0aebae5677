"""Questions about a statement: totals only, a due day, an entry instead of an edit."""

from datetime import timedelta

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY

from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.relay.actions import disputes
from tasuki.apps.relay.models import Dispute
from tasuki.apps.relay.queries.slots import find_dispute, list_disputes
from tasuki.apps.relay.queries.statements import list_statements

pytestmark = pytest.mark.django_db


def asked(world: World, *, now=NOW) -> Dispute:
    with world.at_company():
        (statement,) = list_statements()
    return disputes.open_dispute(
        actor=world.hr, statement_id=statement.id, note="N4が多い理由を教えてください", now=now
    )


def issued_world() -> World:
    world = World()
    world.inform(5)
    world.people = world.count(3)
    world.issue()
    return world


def test_question_reaches_the_agency_with_a_due_day():
    world = issued_world()

    dispute = asked(world)

    with world.at_agency():
        (line,) = list_disputes(today=TODAY)
    assert (line.dispute.id, line.dispute.state, line.is_overdue) == (dispute.id, "opened", False)
    assert line.dispute.due_on == TODAY + timedelta(days=14)


def test_unanswered_question_is_overdue_after_fourteen_days():
    world = issued_world()
    asked(world)

    with world.at_company():
        on_the_day = list_disputes(today=TODAY + timedelta(days=14))[0].is_overdue
        after = list_disputes(today=TODAY + timedelta(days=15))[0].is_overdue

    assert (on_the_day, after) == (False, True)


def test_answer_and_keep():
    world = issued_world()
    dispute = asked(world)

    disputes.answer_dispute(actor=world.owner, dispute_id=dispute.id, answer="N4は2名です", now=NOW)
    kept = disputes.keep_dispute(actor=world.owner, dispute_id=dispute.id, now=NOW)

    with world.at_company():
        seen = find_dispute(dispute_id=dispute.id)
    assert (kept.state, seen.state, seen.answer) == ("kept", "kept", "N4は2名です")


def test_upheld_question_names_the_new_entry():
    world = issued_world()
    dispute = asked(world)
    disputes.answer_dispute(actor=world.owner, dispute_id=dispute.id, answer="訂正します", now=NOW)
    world.reverse(world.people[0])

    with pytest.raises(InvalidInputError):
        disputes.uphold_dispute(
            actor=world.owner, dispute_id=dispute.id, journal_key="reverse:0", now=NOW
        )
    upheld = disputes.uphold_dispute(
        actor=world.owner,
        dispute_id=dispute.id,
        journal_key=f"reverse:{world.people[0].id}",
        now=NOW,
    )

    assert (upheld.state, upheld.journal_key) == ("upheld", f"reverse:{world.people[0].id}")


def test_question_is_answered_before_it_is_decided():
    world = issued_world()
    dispute = asked(world)

    with pytest.raises(RefusedError) as refused:
        disputes.keep_dispute(actor=world.owner, dispute_id=dispute.id, now=NOW)

    assert refused.value.code == "state"


def test_company_takes_its_question_back():
    world = issued_world()
    dispute = asked(world)

    withdrawn = disputes.withdraw_dispute(actor=world.hr, dispute_id=dispute.id, now=NOW)

    assert withdrawn.state == "withdrawn"


def test_days_for_questions_end():
    world = issued_world()
    last = asked(world, now=NOW + timedelta(days=30))
    disputes.withdraw_dispute(actor=world.hr, dispute_id=last.id, now=NOW)

    with pytest.raises(RefusedError) as refused:
        asked(world, now=NOW + timedelta(days=31))

    assert (last.state, refused.value.code) == ("opened", "dispute_over")


def test_second_open_question_is_refused():
    world = issued_world()
    asked(world)

    with pytest.raises(RefusedError) as refused:
        asked(world)

    assert refused.value.code == "dispute_open"


def test_empty_question_and_answer_name_their_field():
    world = issued_world()
    dispute = asked(world)
    with world.at_company():
        (statement,) = list_statements()

    with pytest.raises(InvalidInputError) as question:
        disputes.open_dispute(actor=world.hr, statement_id=statement.id, note=" ", now=NOW)
    with pytest.raises(InvalidInputError) as answer:
        disputes.answer_dispute(actor=world.owner, dispute_id=dispute.id, answer="", now=NOW)

    assert (question.value.field, answer.value.field) == ("note", "answer")


def test_others_see_and_do_nothing():
    world, other = issued_world(), World()
    dispute = asked(world)

    with other.at_company():
        assert list_disputes(today=TODAY) == []
    with pytest.raises(NotVisibleError):
        disputes.withdraw_dispute(actor=other.hr, dispute_id=dispute.id, now=NOW)
    with pytest.raises(NotVisibleError):
        disputes.answer_dispute(actor=other.owner, dispute_id=dispute.id, answer="x", now=NOW)
    with pytest.raises(NotAllowedError):
        disputes.answer_dispute(actor=world.hr, dispute_id=dispute.id, answer="x", now=NOW)
