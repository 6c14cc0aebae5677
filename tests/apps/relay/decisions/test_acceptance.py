"""R5-R8: accept, take back, refuse, hold, review, and many at once."""

from datetime import timedelta

import pytest
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay()


def job_seekers(relay):
    with bound(relay.agency.id, None):
        return list(JobSeeker.objects.order_by("number"))


def decide(relay, action, registration, actor=None, version=None, now=NOW, **fields):
    return action(
        actor=actor or relay.clerk,
        registration_id=registration.id,
        expected_version=version or relay.reload(registration).row_version,
        now=now,
        **fields,
    )


def test_r5_writes_the_row_of_the_book_and_tells_the_person_the_terms_later(relay):
    registration = relay.register(mail="hana@mail.example")

    accepted = relay.accept(registration)

    [row] = job_seekers(relay)
    assert (accepted.state, accepted.decided_by_id) == ("accepted", relay.clerk.account_id)
    assert (row.number, row.name, row.wished_occupation) == ("S-00001", "北村 花", "事務")
    assert (row.accepted_on, row.state) == (TODAY, "active")
    mail = relay.mails("hana@mail.example", "own_registration")[-1]
    assert "■ 取扱職種の範囲その他業務の範囲\n事務、製造" in mail.text
    assert "求職者の方からは、手数料を一切いただきません" in mail.text
    assert "3か月以内の退職は50%" in mail.text
    assert mail.send_after == NOW + timedelta(minutes=10)
    with bound(relay.agency.id, None):
        event = AuditEvent.objects.get(kind="registration.accept")
    assert (event.before, event.after, event.data) == (
        "agency_queue",
        "accepted",
        {"contract_version": 1},
    )


def test_r5_on_a_day_without_a_licence_is_refused_and_changes_nothing(relay):
    registration = relay.register()
    relay.end_licence(TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        relay.accept(registration)

    assert refused.value.code == "H1"
    assert "2026/11/23に有効ではありません" in refused.value.ja
    assert "not valid on 2026-11-23" in refused.value.en
    assert relay.reload(registration).state == "agency_queue"
    assert job_seekers(relay) == []


def test_r5_on_the_last_day_of_the_licence_is_possible(relay):
    registration = relay.register()
    relay.end_licence(TODAY)

    assert relay.accept(registration).state == "accepted"


def test_r5_after_the_days_to_answer_is_possible_and_was_shown_as_late(relay):
    registration = relay.register()
    late = NOW + timedelta(days=8)
    with bound(relay.agency.id, None):
        on_time = queries.count_queue(on=TODAY + timedelta(days=7)).overdue
        overdue = queries.count_queue(on=TODAY + timedelta(days=8)).overdue
    assert (on_time, overdue) == (0, 1)
    assert relay.reload(registration).state == "agency_queue"

    relay.accept(registration, now=late)
    outcome = relay.count(registration, now=late)

    assert outcome.is_counted


def test_the_second_clerk_is_told_who_decided_first(relay):
    registration = relay.register()
    seen = relay.reload(registration).row_version
    relay.accept(registration)

    with pytest.raises(ConflictError) as conflict:
        decide(
            relay,
            actions.refuse_registration,
            registration,
            actor=relay.owner,
            version=seen,
            code="N1",
        )

    assert conflict.value.ja == (
        f"{relay.clerk.name}さんが先に変更しました。入力した内容は残っています。"
        "最新の状態を確認してから、もう一度操作してください。"
    )
    assert conflict.value.en.startswith(f"This was changed by {relay.clerk.name} first.")
    assert relay.reload(registration).state == "accepted"


def test_r5_is_refused_while_nobody_said_whether_it_is_a_known_person(relay):
    relay.register(phone="090-9999-0001")
    registration = relay.register(phone="090-9999-0001")

    with pytest.raises(RefusedError) as refused:
        relay.accept(registration)

    assert refused.value.code == "duplicate"
    assert "まとめる" in refused.value.ja
    assert "One person" in refused.value.en


def test_undo_takes_the_acceptance_and_its_mail_back(relay):
    registration = relay.register(mail="undo@mail.example")
    relay.accept(registration)

    undone = decide(relay, actions.undo_acceptance, registration, now=NOW + timedelta(minutes=10))

    assert (undone.state, undone.decided_by_id, undone.decided_at) == ("agency_queue", None, None)
    assert relay.mails("undo@mail.example")[-1].state == "cancelled"
    assert [row.state for row in job_seekers(relay)] == ["cancelled"]
    relay.accept(registration)
    assert [row.number for row in job_seekers(relay)] == ["S-00001", "S-00002"]
    assert relay.count(registration).is_counted


@pytest.mark.parametrize("reason", ["late", "counted"])
def test_undo_is_refused_when_it_is_late_or_a_count_followed(relay, reason):
    registration = relay.register()
    relay.accept(registration)
    if reason == "counted":
        relay.count(registration)
    minutes = 11 if reason == "late" else 1

    with pytest.raises(RefusedError):
        decide(relay, actions.undo_acceptance, registration, now=NOW + timedelta(minutes=minutes))

    assert relay.reload(registration).state == ("accepted" if reason == "late" else "counted")


@pytest.mark.parametrize("code", ["N1", "N2", "N3", "N9"])
def test_r6_refuses_with_a_code_and_mails_the_person(relay, code):
    registration = relay.register(mail="no@mail.example")

    refused = decide(relay, actions.refuse_registration, registration, code=code)

    assert (refused.state, refused.decision_code) == ("refused", code)
    credit = relay.credit(registration)
    assert (credit.state, credit.reversal_code) == ("reversed", code)
    mail = relay.mails("no@mail.example")[-1]
    assert mail.subject == "登録についてのお知らせ"
    assert "応募先の会社には通知されません" in mail.text
    assert "虚偽" not in mail.text


@pytest.mark.parametrize("code", ["N4", "N8", "X1", ""])
def test_r6_takes_no_other_code(relay, code):
    registration = relay.register()

    with pytest.raises(InvalidInputError) as refused:
        decide(relay, actions.refuse_registration, registration, code=code)

    assert refused.value.field == "code"
    assert refused.value.ja == "理由コードを選んでください（N1、N2、N3、N9）。"
    assert refused.value.en == "Choose a reason code (N1, N2, N3, N9)."
    assert relay.reload(registration).state == "agency_queue"


def test_r6_a_program_never_refuses(relay):
    registration = relay.register()
    task = type(relay.clerk).for_task(organisation_id=relay.agency.id, kind=relay.clerk.kind)

    with pytest.raises(RefusedError) as refused:
        decide(relay, actions.refuse_registration, registration, actor=task, code="N1")

    assert refused.value.code == "H12"
    assert relay.reload(registration).state == "agency_queue"


def test_r7_hold_gives_a_reviewer_fourteen_days(relay):
    registration = relay.register()

    held = decide(relay, actions.hold_registration, registration, note="氏名を確認する")

    assert (held.state, held.due_on) == ("held", TODAY + timedelta(days=14))
    with pytest.raises(RefusedError) as refused:
        relay.accept(registration)
    assert refused.value.code == "held"


def test_r8_a_reviewer_accepts_or_refuses(relay):
    first, second = relay.register(), relay.register()
    for registration in (first, second):
        decide(relay, actions.hold_registration, registration, note="確認")

    yes = decide(
        relay,
        actions.review_registration,
        first,
        actor=relay.advisor,
        is_accepted=True,
        note="本人と電話で確認した",
    )
    no = decide(
        relay,
        actions.review_registration,
        second,
        actor=relay.advisor,
        is_accepted=False,
        code="N3",
        note="試験用の登録だった",
    )

    assert (yes.state, no.state, no.decision_code) == ("accepted", "refused", "N3")
    assert len(job_seekers(relay)) == 1


def test_r8_a_clerk_does_not_review_and_the_account_manager_neither():
    managed = make_relay()
    registration = managed.register()
    decide(managed, actions.hold_registration, registration, note="確認")
    given = {"is_accepted": True, "note": "確認した"}

    with pytest.raises(NotAllowedError):
        decide(managed, actions.review_registration, registration, **given)
    with pytest.raises(RefusedError) as refused:
        decide(managed, actions.review_registration, registration, actor=managed.owner, **given)

    assert refused.value.code == "account_manager"
    assert "ほかの担当者に依頼してください" in refused.value.ja
    assert "Ask another reviewer" in refused.value.en
    assert managed.reload(registration).state == "held"


def test_many_clean_rows_are_accepted_and_the_others_say_why(relay):
    clean = [relay.register() for _ in range(3)]
    suspected = relay.register(phone="090-9999-0001"), relay.register(phone="090-9999-0001")
    risky = relay.register(mail="x@mailinator.com")
    stale = relay.register()
    rows = [*clean, *suspected, risky, stale]
    versions = {row.id: relay.reload(row).row_version for row in rows}
    decide(relay, actions.hold_registration, stale, actor=relay.advisor, note="確認")

    outcome = actions.accept_clean(actor=relay.clerk, versions=versions, now=NOW)

    assert set(outcome.accepted) == {row.id for row in (*clean, suspected[0])}
    assert set(outcome.skipped) == {suspected[1].id, risky.id, stale.id}
    assert outcome.skipped[suspected[1].id].en.startswith("This one needs a look")
    assert relay.advisor.name in outcome.skipped[stale.id].ja
    assert len(job_seekers(relay)) == 4


def test_the_company_cannot_decide_or_see_a_registration(relay):
    registration = relay.register()

    with pytest.raises(RefusedError) as refused:
        decide(relay, actions.accept_registration, registration, actor=relay.company_owner)
    assert refused.value.code == "H1"
    with bound(relay.company.id, None), pytest.raises(NotVisibleError):
        queries.find_registration(registration_id=registration.id)


def test_another_agency_sees_no_such_registration(relay):
    other = make_relay()
    registration = relay.register()

    with pytest.raises(NotVisibleError):
        decide(relay, actions.accept_registration, registration, actor=other.clerk)

    assert relay.reload(registration).state == "agency_queue"


def test_r5_work_that_may_not_be_placed_is_not_accepted(relay):
    barred = relay.register(wishes={"occupation": "建設現場の土木作業"})
    fine = relay.register(wishes={"occupation": "建設会社の経理事務"})

    with pytest.raises(RefusedError) as refused:
        relay.accept(barred)
    outcome = actions.accept_clean(
        actor=relay.clerk,
        versions={one.id: relay.reload(one).row_version for one in (barred, fine)},
        now=NOW,
    )

    assert refused.value.code == "H1"
    assert "N1 取扱職種・地域の範囲外" in refused.value.ja
    assert "refuse with N1" in refused.value.en
    assert outcome.accepted == [fine.id]
    assert "建設の仕事は紹介できません" in outcome.skipped[barred.id].ja
