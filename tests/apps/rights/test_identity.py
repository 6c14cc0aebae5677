"""The person is known before anything is answered (個人情報保護法37条)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.apps.rights.desk import Desk
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.rights.actions import identity
from tasuki.apps.rights.models import RightsRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def request_row(desk):
    request = desk.file_paper(claimant={"name": "架空 花子", "mail": "elsewhere@example.invalid"})
    identity.send_identity_code(actor=desk.hr, request_id=request.pk, now=NOW)
    return request


def try_code(desk, request, code, *, now=NOW):
    return identity.confirm_code(actor=desk.hr, request_id=request.pk, code=code, now=now)


def test_code_goes_to_the_address_on_record_and_not_to_the_one_on_the_paper(desk, request_row):
    assert [mail.to_address for mail in desk.mails("rights_code")] == ["hanako@example.invalid"]


def test_told_code_settles_the_identity_and_the_address_of_the_answer(desk, request_row):
    done = try_code(desk, request_row, desk.code())

    assert (done.state, done.identity_method) == ("identified", "mailed_code")
    assert done.identified_by_name == desk.hr.name
    assert done.claimant_mail == "hanako@example.invalid"


def test_full_width_code_with_spaces_is_read(desk, request_row):
    wide = desk.code().translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert try_code(desk, request_row, f" {wide[:4]} {wide[4:]} ").state == "identified"


def test_used_code_does_not_work_again(desk, request_row):
    code = desk.code()
    try_code(desk, request_row, code)

    with pytest.raises(RefusedError):
        try_code(desk, request_row, code)


def test_code_of_one_request_does_not_open_another(desk, request_row):
    other = desk.file_paper("stop_use")
    identity.send_identity_code(actor=desk.hr, request_id=other.pk, now=NOW)
    first = next(
        mail.text for mail in desk.mails("rights_code") if request_row.number in mail.subject
    )

    with pytest.raises(InvalidInputError):
        try_code(desk, other, first.split("確認コード：")[1][:8])


def test_new_code_ends_the_former_one(desk, request_row):
    old = desk.code()
    identity.send_identity_code(actor=desk.hr, request_id=request_row.pk, now=NOW)

    with pytest.raises(InvalidInputError):
        try_code(desk, request_row, old)


@pytest.mark.parametrize(
    ("after", "works"),
    [(timedelta(hours=24) - timedelta(seconds=1), True), (timedelta(hours=24), False)],
)
def test_code_lives_for_twenty_four_hours(desk, request_row, after, works):
    if works:
        assert try_code(desk, request_row, desk.code(), now=NOW + after).state == "identified"
    else:
        with pytest.raises(InvalidInputError):
            try_code(desk, request_row, desk.code(), now=NOW + after)


def test_five_wrong_codes_end_the_right_one(desk, request_row):
    right = desk.code()
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    for _ in range(5):
        with pytest.raises(InvalidInputError):
            try_code(desk, request_row, wrong)

    with pytest.raises(InvalidInputError):
        try_code(desk, request_row, right)
    assert desk.reload(request_row).code_tries == 5


def test_wrong_used_and_expired_codes_get_one_text(desk, request_row):
    texts = set()
    for code, now in (("00000000", NOW), (desk.code(), NOW + timedelta(days=2))):
        with pytest.raises(InvalidInputError) as caught:
            try_code(desk, request_row, code, now=now)
        texts.add((caught.value.ja, caught.value.en, caught.value.code))

    assert len(texts) == 1


def test_code_itself_is_not_stored(desk, request_row):
    assert desk.code().encode() not in bytes(desk.reload(request_row).code_digest)


def test_person_without_an_address_on_record_is_asked_for_a_document(desk):
    record = desk.add_person(mail="")
    request = desk.file_paper(talent_record_id=record.pk)

    with pytest.raises(RefusedError, match="document"):
        identity.send_identity_code(actor=desk.hr, request_id=request.pk, now=NOW)


def test_agent_is_not_identified_by_the_person_s_code(desk):
    request = desk.file_paper(claimant={"agent_kind": "appointed", "agent_name": "代理 一郎"})

    with pytest.raises(RefusedError):
        identity.send_identity_code(actor=desk.hr, request_id=request.pk, now=NOW)


def test_document_is_named(desk):
    request = desk.file_paper()

    with pytest.raises(InvalidInputError):
        identity.confirm_identity(actor=desk.hr, request_id=request.pk, note=" ", now=NOW)


def test_nothing_is_decided_before_the_identity(desk):
    request = desk.file_paper()

    with pytest.raises(RefusedError):
        desk.grant(request)
    with pytest.raises(InvalidInputError):
        desk.refuse(request, "business")


def test_request_of_somebody_unproven_is_refused_for_that(desk):
    done = desk.refuse(desk.file_paper(), "identity")

    assert (done.state, done.refusal_ground) == ("refused", "identity")


def test_database_refuses_an_answer_without_identity(desk):
    request = desk.file_paper()

    with (
        bound(desk.company.pk, None),
        pytest.raises(IntegrityError, match="request_identity_before_the_answer"),
        transaction.atomic(),
    ):
        RightsRequest.objects.filter(pk=request.pk).update(state="identified")


def test_record_is_chosen_before_the_identity_only(desk):
    request = desk.identify(desk.file_paper())

    with pytest.raises(RefusedError):
        identity.assign_record(actor=desk.hr, request_id=request.pk, talent_record_id=None, now=NOW)


def test_record_of_a_waiting_equal_request_is_not_chosen_twice(desk):
    desk.file_paper()
    second = desk.file_paper(talent_record_id=None, claimant={"name": "架空 花子"})

    with pytest.raises(RefusedError, match="R-00001"):
        identity.assign_record(
            actor=desk.hr, request_id=second.pk, talent_record_id=desk.record.pk, now=NOW
        )


def test_task_confirms_no_identity(desk):
    from tasuki.apps.actor import Actor

    task = Actor.for_task(organisation_id=desk.company.pk, kind=desk.hr.kind)

    with pytest.raises(NotAllowedError):
        identity.confirm_identity(actor=task, request_id=desk.file_paper().pk, note="旅券", now=NOW)


def test_unknown_request_is_not_found(desk):
    with pytest.raises(NotVisibleError):
        identity.send_identity_code(actor=desk.hr, request_id=uuid4(), now=NOW)
