"""A person comes to the agency without a code."""

from datetime import date, timedelta

import pytest
from tests.factories import TODAY, actor_of

from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement import receiving
from tasuki.apps.placement.models import JobSeeker, SeekerWishes, WorkRequest
from tasuki.apps.placement.seekers import close_search
from tasuki.core.access import Role
from tasuki.core.identity.normalise import name_key


def test_application_becomes_a_row_of_the_book(desk):
    row = desk.receive()

    kept = desk.read(row)
    assert (kept.number, kept.name, kept.address) == ("S-00001", "北村 花", "みなと市1-2-3")
    assert (kept.birth_date, kept.wished_occupation) == (date(1990, 4, 2), "一般事務")
    assert (kept.accepted_on, kept.valid_to) == (TODAY, date(2027, 11, 22))
    assert (kept.state, kept.received_way) == ("received", "visit")
    assert kept.in_charge_id == desk.clerk.account_id
    with desk.at():
        assert SeekerWishes.objects.get().job_seeker_id == row.id


def test_application_is_the_persons_own_request_for_work(desk):
    row = desk.receive(received_way="phone")

    with desk.at():
        asked = WorkRequest.objects.get()
    assert (asked.talent_record_id, asked.way) == (row.talent_record_id, "phone")
    assert (asked.requested_on, asked.noted_by_id) == (TODAY, desk.clerk.account_id)


def test_exact_occupation_brings_no_barred_work_through(desk):
    with pytest.raises(RefusedError) as refused:
        desk.receive(wished_occupation="建設作業員")

    assert refused.value.code == "H1"
    with desk.at():
        assert not TalentRecord.objects.exists()


def test_nobody_is_received_without_a_licence(desk):
    with desk.at():
        Licence.objects.update(valid_to=TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        desk.receive()

    assert refused.value.code == "H1"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"family_name": " "}, "family_name"),
        ({"mail": "", "phone": ""}, "mail"),
        ({"mail": "hana"}, "mail"),
        ({"birth_date": None}, "birth_date"),
        ({"birth_date": date(2012, 1, 1)}, "birth_date"),
        ({"birth_date": TODAY + timedelta(days=1)}, "birth_date"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"received_way": "registration"}, "received_way"),
        ({"occupation_code": "no-such"}, "occupation_code"),
        ({"wished_occupation": "あ" * 121}, "wished_occupation"),
    ],
)
def test_what_cannot_be_stored_is_refused_beside_its_field(desk, values, field):
    with pytest.raises(InvalidInputError) as refused:
        desk.receive(**values)

    assert refused.value.field == field
    with desk.at():
        assert not JobSeeker.objects.exists()


def test_forbidden_data_in_the_occupation_is_refused(desk):
    with pytest.raises(RefusedError) as refused:
        desk.receive(wished_occupation="事務（支持政党：無所属）")

    assert refused.value.code == "H5"


def test_same_mail_and_birth_date_keep_the_record(desk):
    first = desk.active()
    close_search(actor=desk.clerk, job_seeker_id=first.id, reason="own_wish", now=desk.now)
    again = desk.receive(family_name="木村")

    assert again.talent_record_id == first.talent_record_id
    assert again.number == "S-00002"


def test_open_search_is_not_received_twice(desk):
    desk.receive()

    with pytest.raises(RefusedError) as refused:
        desk.receive()

    assert refused.value.code == "duplicate"


def test_same_name_and_birth_date_is_asked_about(desk):
    desk.receive()

    with pytest.raises(RefusedError) as refused:
        desk.receive(mail="other@example.jp")
    other = desk.receive(mail="other@example.jp", is_another=True)

    assert "T-00001" in refused.value.ja
    with desk.at():
        assert TalentRecord.objects.get(id=other.talent_record_id).number == "T-00002"


def test_nobody_but_the_agencys_deciders_receives(desk):
    desk.clerk = actor_of(desk.agency, Role.PERSON)

    with pytest.raises(NotAllowedError):
        desk.receive()


def test_correction_reaches_book_and_record(desk):
    row = desk.receive()

    receiving.correct_job_seeker(
        actor=desk.clerk,
        job_seeker_id=row.id,
        family_name="北川",
        given_name="花",
        birth_date=date(1990, 4, 3),
        mail="new@example.jp",
        now=desk.now,
    )

    kept = desk.read(row)
    with desk.at():
        record = TalentRecord.objects.get(id=row.talent_record_id)
    assert (kept.name, kept.birth_date, kept.address) == (
        "北川 花",
        date(1990, 4, 3),
        "みなと市1-2-3",  # the book keeps what it holds
    )
    assert (record.full_name, record.mail, record.name_key) == (
        "北川 花",
        "new@example.jp",
        name_key("北川 花"),
    )


def test_what_the_person_registered_is_not_corrected_here(desk):
    row = desk.receive()
    with desk.at():
        JobSeeker.objects.update(received_way="registration")

    with pytest.raises(RefusedError) as refused:
        receiving.correct_job_seeker(
            actor=desk.clerk,
            job_seeker_id=row.id,
            family_name="北川",
            birth_date=date(1990, 4, 2),
            mail="new@example.jp",
            now=desk.now,
        )

    assert refused.value.code == "own_entry"
