"""Questions about a statement: totals only, a due day, an entry instead of an edit."""

from datetime import timedelta

import pytest
from django.urls import resolve
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres import ledger
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import Notification
from tasuki.apps.relay.actions import disputes
from tasuki.apps.relay.models import Dispute, Registration
from tasuki.apps.relay.queries.disputes import draft_answer
from tasuki.apps.relay.queries.slots import find_dispute, list_disputes
from tasuki.apps.relay.queries.statements import list_statements

pytestmark = pytest.mark.django_db


def asked(world: World, *, now=NOW) -> Dispute:
    with world.at_company():
        (statement,) = list_statements()
    return disputes.open_dispute(
        actor=world.hr, statement_id=statement.id, note="N4が多い理由を教えてください", now=now
    )


def issued_world(*, reversed_count: int = 0) -> World:
    world = World()
    world.inform(5)
    world.people = world.count(3)
    for person in world.people[:reversed_count]:
        world.reverse(person)
    world.issue()
    return world


def last_number(world: World) -> int:
    with world.at_agency():
        return ledger.list_entries(contract_id=world.book_id)[-1].number


def uphold(world: World, dispute: Dispute, number: int) -> Dispute:
    return disputes.uphold_dispute(
        actor=world.owner, dispute_id=dispute.id, journal_number=number, now=NOW
    )


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
    number = last_number(world)

    with pytest.raises(InvalidInputError):
        uphold(world, dispute, number + 1)
    upheld = uphold(world, dispute, number)

    assert (upheld.state, upheld.journal_number) == ("upheld", number)


def test_entry_that_the_statement_covers_corrects_nothing():
    world = issued_world(reversed_count=1)
    dispute = asked(world)
    disputes.answer_dispute(actor=world.owner, dispute_id=dispute.id, answer="訂正します", now=NOW)

    with pytest.raises(InvalidInputError) as refused:
        uphold(world, dispute, last_number(world))

    assert refused.value.field == "journal_number"


def test_later_entry_that_is_no_decision_corrects_nothing():
    world = issued_world()
    dispute = asked(world)
    disputes.answer_dispute(actor=world.owner, dispute_id=dispute.id, answer="訂正します", now=NOW)
    world.register()

    with pytest.raises(InvalidInputError) as refused:
        uphold(world, dispute, last_number(world))

    assert refused.value.field == "journal_number"


@pytest.mark.parametrize(
    "answer",
    [
        "N4は鈴原 陽菜さんです",
        "鈴原陽菜の件です",
        "陽菜 鈴原",
        "鈴原さんは登録済みでした",
        "林様は登録済みでした",
        "ﾊﾔｼ ﾊﾅ",
        "HINA@EXAMPLE.INVALID に連絡しました",
        "電話 090 0000 0000 の方",
        "０９０－００００－００００",
    ],
)
def test_answer_that_points_at_a_person_is_refused(answer):
    world = issued_world()
    with world.at_agency():
        person = world.people[0]
        Registration.objects.filter(id=person.id).update(
            family_name="林", given_name="花", name_kana="ハヤシ ハナ", phone=""
        )
    dispute = asked(world)

    with pytest.raises(RefusedError) as refused:
        disputes.answer_dispute(actor=world.owner, dispute_id=dispute.id, answer=answer, now=NOW)

    with world.at_company():
        assert find_dispute(dispute_id=dispute.id).answer == ""
    assert (refused.value.code, refused.value.field) == ("answer_names_person", "answer")


def test_answer_may_hold_a_name_within_other_words():
    world = issued_world()
    with world.at_agency():
        Registration.objects.update(family_name="森", given_name="正")
    dispute = asked(world)

    answered = disputes.answer_dispute(
        actor=world.owner, dispute_id=dispute.id, answer="森林の求人は正しい範囲外です", now=NOW
    )

    assert answered.state == "answered"


def test_draft_of_the_answer_gives_the_totals_by_reason():
    world = issued_world(reversed_count=2)
    dispute = asked(world)

    with world.at_agency():
        draft = draft_answer(dispute_id=dispute.id)

    assert draft.ja == "N3 虚偽または試験用の登録：2名"
    assert draft.en == "N3 false or test data: 2"


def test_notifications_of_a_question_lead_to_its_pages():
    world = issued_world()
    dispute = asked(world)
    disputes.answer_dispute(actor=world.owner, dispute_id=dispute.id, answer="訂正します", now=NOW)

    with world.at_agency():
        urls = set(Notification.objects.values_list("url", flat=True))
    with world.at_company():
        urls |= set(Notification.objects.values_list("url", flat=True))
    names = {resolve(url).view_name for url in urls}
    assert {"agency:dispute", "company:dispute", "company:statement"} <= names


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
