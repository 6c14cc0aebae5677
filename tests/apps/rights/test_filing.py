"""Requests come in: clocks, joining, and nothing about anybody else (個人情報保護法32条-35条)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.rights.desk import Desk
from tests.factories import NOW, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.rights import actions
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries.requests import find_own_request, list_own_requests
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def test_own_request_needs_no_further_identity_check(desk):
    request = desk.file()

    assert (request.state, request.identity_method) == ("identified", "sign_in")
    assert request.number == "R-00001"


def test_request_by_a_mailed_key_says_so(desk):
    request = desk.file(actor=desk.person_of(desk.record, account_id=None))

    assert request.identity_method == "mailed_key"


def test_receipt_is_mailed_to_the_address_on_record(desk):
    request = desk.file()

    [mail] = desk.mails("rights_received")
    assert mail.to_address == "hanako@example.invalid"
    assert request.number in mail.subject
    assert "2026年12月7日" in mail.text


@pytest.mark.parametrize(
    ("received_at", "answer_by"),
    [
        (datetime(2026, 11, 2, 3, 0, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 2, 14, 59, 59, tzinfo=UTC), date(2026, 11, 16)),  # 23:59:59 in Tokyo
        (datetime(2026, 11, 2, 15, 0, tzinfo=UTC), date(2026, 11, 17)),  # midnight in Tokyo
        (datetime(2024, 2, 15, 14, 59, tzinfo=UTC), date(2024, 2, 29)),  # leap day
        (datetime(2024, 2, 15, 15, 0, tzinfo=UTC), date(2024, 3, 1)),
    ],
)
def test_answer_is_due_fourteen_days_after_the_day_in_tokyo(desk, received_at, answer_by):
    request = desk.file_paper(received_at=received_at)

    assert request.answer_by == answer_by


def test_second_request_of_the_same_kind_joins_the_waiting_one(desk):
    first = desk.file(scope="応募の記録")

    second = desk.file(scope="メールの記録", now=NOW + timedelta(days=3))

    assert (second.pk, second.joined_count) == (first.pk, 1)
    assert second.scope == "応募の記録\n---\nメールの記録"
    assert second.answer_by == first.answer_by


def test_request_of_another_kind_stands_for_itself(desk):
    assert desk.file("disclosure").pk != desk.file("stop_use").pk


def test_request_after_the_decision_is_a_new_one(desk):
    first = desk.file()
    desk.grant(first)

    assert desk.file().pk != first.pk


def test_own_request_joins_a_paper_one_and_settles_the_identity(desk):
    paper = desk.file_paper()

    joined = desk.file()

    assert (joined.pk, joined.state, joined.identity_method) == (
        paper.pk,
        "identified",
        "sign_in",
    )


def test_database_holds_one_waiting_request_of_a_kind(desk):
    request = desk.file()
    request.pk, request.number = uuid4(), "R-99999"

    with (
        bound(desk.company.pk, None),
        pytest.raises(IntegrityError, match="one_waiting"),
        transaction.atomic(),
    ):
        request.save(force_insert=True)


def answer_to(desk, record_id):
    with pytest.raises(NotVisibleError) as caught:
        desk.file(talent_record_id=record_id)
    return caught.value.as_problem()


def test_request_for_somebody_else_is_answered_like_one_for_nobody(desk):
    other = desk.add_person(mail="other@example.invalid")

    assert answer_to(desk, other.pk) == answer_to(desk, uuid4())


def statements_of(desk, record_id):
    """The shapes of the statements that a refused request sends; names of savepoints count up."""
    seen: list[str] = []

    def note(execute, sql, *rest):
        seen.append("savepoint" if "SAVEPOINT" in sql else sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer_to(desk, record_id)
    return seen


def test_request_for_somebody_else_takes_the_same_statements_as_one_for_nobody(desk):
    other = desk.add_person(mail="other@example.invalid")

    assert statements_of(desk, other.pk) == statements_of(desk, uuid4())


def test_request_for_somebody_else_leaves_no_row_and_no_mail(desk):
    other = desk.add_person(mail="other@example.invalid")

    answer_to(desk, other.pk)

    with bound(desk.company.pk, None):
        assert RightsRequest.objects.count() == 0
    assert desk.mails("rights_received") == []


def test_person_reads_own_requests_only(desk):
    request = desk.file()
    stranger = desk.person_of(desk.add_person(mail="other@example.invalid"), account_id=77_002)

    with bound(desk.company.pk, None):
        assert [one.pk for one in list_own_requests(actor=desk.person)] == [request.pk]
        assert list_own_requests(actor=stranger) == []
        with pytest.raises(NotVisibleError):
            find_own_request(actor=stranger, request_id=request.pk)


def test_other_organisation_sees_no_request(desk):
    desk.file()

    with bound(make_company().pk, None):
        assert RightsRequest.objects.count() == 0


def test_person_withdraws_the_own_request(desk):
    request = actions.withdraw_request(actor=desk.person, request_id=desk.file().pk, now=NOW)

    assert (request.state, request.ended_at) == ("withdrawn", NOW)


def test_stranger_cannot_withdraw_it(desk):
    request = desk.file()
    stranger = desk.person_of(desk.add_person(mail="other@example.invalid"), account_id=77_002)

    with pytest.raises(NotVisibleError):
        actions.withdraw_request(actor=stranger, request_id=request.pk, now=NOW)


def test_decided_request_cannot_be_withdrawn(desk):
    request = desk.grant(desk.file())

    with pytest.raises(RefusedError):
        actions.withdraw_request(actor=desk.person, request_id=request.pk, now=NOW)


def test_paper_request_of_an_unknown_person_is_kept(desk):
    request = desk.file_paper(talent_record_id=None, claimant={"name": "未知 太郎"})

    assert (request.talent_record_id, request.claimant_name, request.state) == (
        None,
        "未知 太郎",
        "received",
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "nothing"}, "kind"),
        ({"scope": "あ" * 2_001}, "scope"),
        ({"form_wanted": "fax"}, "form_wanted"),
        ({"kind": "correction"}, "scope"),
        ({"kind": "correction", "wanted": {"number": "1"}}, "wanted"),
        ({"received_at": NOW + timedelta(minutes=1)}, "received_at"),
        ({"talent_record_id": None}, "claimant_name"),
        ({"claimant": {"agent_kind": "legal"}}, "agent_name"),
        ({"channel": "own_page"}, "channel"),
    ],
)
def test_unreadable_paper_request_names_the_field(desk, more, field):
    with pytest.raises(InvalidInputError) as caught:
        desk.file_paper(**({"kind": "disclosure"} | more))

    assert caught.value.field == field


def test_company_viewer_cannot_file_for_a_person(desk):
    viewer = make_member(desk.company, Role.COMPANY_VIEWER)

    with pytest.raises(NotAllowedError):
        actions.file_request(
            actor=viewer, kind="disclosure", talent_record_id=desk.record.pk, now=NOW
        )
