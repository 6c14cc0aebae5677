"""A merge keeps what its rules say, leaves ledgers alone, and can be taken back exactly."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.same_person.conftest import all_values
from tests.factories import NOW, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import ConflictError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.people.actions import edit_person
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.same_person.merging import merge_records
from tasuki.apps.same_person.models import Merge, Pair, RecordLink
from tasuki.apps.same_person.undoing import undo_merge
from tasuki.apps.upkeep.models import LegalHold
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def merge(site, survivor, absorbed, *, actor=None, now=NOW, **more):
    return merge_records(
        actor=actor or site.owner,
        survivor_id=survivor.id,
        absorbed_id=absorbed.id,
        now=now,
        **more,
    )


def test_other_record_leads_to_the_surviving_one_and_keeps_its_row(site):
    survivor, absorbed = site.record(phone=""), site.record(mail="second@example.invalid")
    application = site.apply(absorbed)
    before = all_values(absorbed)

    merge(site, survivor, absorbed)

    after = all_values(site.read(absorbed))
    assert after == before | {"merged_into_id": survivor.id}
    assert site.read(application).talent_record_id == absorbed.id
    with site.at():
        assert list_record_ids(talent_record_id=survivor.id) == {survivor.id, absorbed.id}


def test_empty_field_is_filled_and_a_correction_beats_a_file(site):
    survivor, absorbed = site.record(phone="", mail="old@example.invalid"), site.record()
    values = {"mail": "true@example.invalid"}
    edit_person(actor=site.owner, talent_record_id=absorbed.id, values=values, now=NOW)

    made = merge(site, survivor, absorbed)

    found = site.read(survivor)
    assert (found.phone, found.mail) == ("09000000001", "true@example.invalid")
    assert made.choices["mail"] == {"side": "other", "test": "checked"}
    assert made.choices["phone"] == {"side": "other", "test": "filled"}


def test_what_the_person_said_beats_what_a_member_wrote_later(site):
    survivor, absorbed = site.record(), site.record()
    for record, phone, is_own, at in (
        (absorbed, "090-0000-0002", True, NOW),
        (survivor, "090-0000-0003", False, LATER),
    ):
        edit_person(
            actor=site.owner,
            talent_record_id=record.id,
            values={"phone": phone},
            is_own_statement=is_own,
            now=at,
        )

    made = merge(site, survivor, absorbed)

    assert site.read(survivor).phone == "09000000002"
    assert made.choices["phone"]["test"] == "own_statement"


def test_address_that_came_back_never_survives(site):
    survivor, absorbed = site.record(mail="dead@example.invalid"), site.record()
    with site.at():
        suppress_address(address="dead@example.invalid", reason="bounce")

    merge(site, survivor, absorbed)

    assert site.read(survivor).mail == "hanako@example.invalid"
    with site.at():
        assert set(find_suppressions(addresses=["hanako@example.invalid"])) == set()


def test_choice_by_hand_wins_and_is_written_down(site):
    survivor, absorbed = site.record(), site.record(address="みなと市9-9")

    made = merge(site, survivor, absorbed, chosen={"address": "kept"})

    assert site.read(survivor).address == "みなと市1-2-3"
    assert made.choices["address"] == {"side": "kept", "test": "by_hand"}


def test_longer_name_stays_as_the_person_wrote_it_and_is_found(site):
    survivor = site.record(given_name="花", family_name="髙橋")
    absorbed = site.record(given_name="花子", family_name="高橋")

    merge(site, survivor, absorbed)

    found = site.read(survivor)
    assert (found.full_name, found.name_key) == ("高橋 花子", "高橋花子")


def test_stop_of_one_holds_for_both_and_ends_with_the_undo(site):
    survivor, absorbed = site.record(), site.record(mail="second@example.invalid", stopped_at=NOW)
    with site.at():
        suppress_address(address="second@example.invalid", reason="opt_out")

    made = merge(site, survivor, absorbed)

    addresses = ["hanako@example.invalid", "second@example.invalid"]
    with site.at():
        assert find_suppressions(addresses=addresses) == dict.fromkeys(addresses, "opt_out")
    assert site.read(survivor).stopped_at == NOW
    undo_merge(actor=site.owner, merge_id=made.id, now=LATER)
    with site.at():
        assert find_suppressions(addresses=addresses) == {"second@example.invalid": "opt_out"}
    assert site.read(survivor).stopped_at is None


def test_stop_that_the_person_said_anew_outlives_the_undo(site):
    survivor, absorbed = site.record(), site.record(mail="second@example.invalid")
    with site.at():
        suppress_address(address="second@example.invalid", reason="opt_out")
    made = merge(site, survivor, absorbed)
    with site.at():
        suppress_address(address="hanako@example.invalid", reason="opt_out")

    undo_merge(actor=site.owner, merge_id=made.id, now=LATER)

    with site.at():
        assert find_suppressions(addresses=["hanako@example.invalid"]) != {}


def test_undo_keeps_what_was_corrected_since(site):
    survivor, absorbed = site.record(phone="", address=""), site.record()
    made = merge(site, survivor, absorbed)
    values = {"phone": "090-0000-0009"}
    edit_person(actor=site.owner, talent_record_id=survivor.id, values=values, now=LATER)

    undo_merge(actor=site.owner, merge_id=made.id, now=LATER)

    found = site.read(survivor)
    assert (found.phone, found.address) == ("09000000009", "")


def test_undo_ends_after_thirty_days(site):
    survivor, absorbed = site.record(), site.record()
    made = merge(site, survivor, absorbed)

    with pytest.raises(RefusedError) as refused:
        undo_merge(actor=site.owner, merge_id=made.id, now=NOW + timedelta(days=31))

    assert refused.value.code == "too_late"
    assert site.read(absorbed).merged_into_id == survivor.id


def test_later_merge_is_undone_first(site):
    first, second, third = site.record(), site.record(), site.record()
    early = merge(site, first, second)
    merge(site, third, first, now=LATER)

    with pytest.raises(RefusedError) as refused:
        undo_merge(actor=site.owner, merge_id=early.id, now=LATER)

    assert refused.value.code == "later_merge"


def test_merge_decides_the_pair_and_links_it(site):
    survivor, absorbed = site.record(), site.record()
    pair = site.pair(survivor, absorbed)

    merge(site, survivor, absorbed)

    assert (site.read(pair).state, site.read(pair).decided_by_id) == (
        Pair.State.SAME,
        site.owner.account_id,
    )
    with site.at():
        assert RecordLink.objects.get().pair_id == pair.pk


def test_merge_stands_in_the_chain_of_both_records(site):
    survivor, absorbed = site.record(), site.record()

    merge(site, survivor, absorbed)

    with site.at():
        events = AuditEvent.objects.filter(kind="same_person.merge")
        assert {event.object_id for event in events} == {str(survivor.id), str(absorbed.id)}


def test_copies_for_the_undo_are_sealed(site):
    survivor, absorbed = site.record(phone=""), site.record(mail="second@example.invalid")

    made = merge(site, survivor, absorbed)

    assert site.read(made).after_values["phone"] == "09000000001"
    with site.at(), connection.cursor() as cursor:
        cursor.execute("select m::text, m.after_values from same_person_merge m")
        [(text, blob)] = cursor.fetchall()
    assert "09000000001" not in text
    assert b"09000000001" not in bytes(blob)


def test_two_persons_are_not_merged(site):
    survivor, absorbed = site.record(), site.record()
    site.pair(survivor, absorbed, state="different", decided_by_id=1, decided_at=NOW)

    with pytest.raises(RefusedError) as refused:
        merge(site, survivor, absorbed)

    assert refused.value.code == "different"


def test_record_under_a_legal_hold_is_not_merged(site):
    survivor, absorbed = site.record(), site.record()
    make_row(LegalHold, site.company, subject_id=absorbed.id)

    with pytest.raises(RefusedError) as refused:
        merge(site, survivor, absorbed)

    assert refused.value.code == "held"
    with site.at():
        assert Merge.objects.count() == 0


def test_record_is_merged_once(site):
    survivor, absorbed, third = site.record(), site.record(), site.record()
    merge(site, survivor, absorbed)

    with pytest.raises(ConflictError):
        merge(site, third, absorbed)


@pytest.mark.parametrize("role", [Role.COMPANY_MANAGER, Role.COMPANY_VIEWER])
def test_only_hr_and_owner_merge(site, role):
    survivor, absorbed = site.record(), site.record()

    with pytest.raises(NotAllowedError):
        merge(site, survivor, absorbed, actor=make_member(site.company, role))


def test_agency_does_not_merge_here(site):
    with pytest.raises(NotAllowedError):
        merge(
            site, site.record(), site.record(), actor=make_member(make_agency(), Role.AGENCY_OWNER)
        )


def test_task_never_merges(site):
    survivor, absorbed = site.record(), site.record()

    with pytest.raises(RefusedError) as refused:
        merge(site, survivor, absorbed, actor=site.task)

    assert refused.value.code == "named_person"


def test_record_of_another_organisation_is_not_there(site):
    other = make_company()
    foreign = make_row(TalentRecord, other)

    with pytest.raises(NotVisibleError):
        merge(site, site.record(), foreign)

    with bound(other.id, None):
        assert TalentRecord.objects.get(pk=foreign.pk).merged_into_id is None


def test_merge_is_refused_with_itself(site):
    record = site.record()

    with pytest.raises(NotVisibleError):
        merge(site, record, record)


FIELDS = st.fixed_dictionaries(
    {
        "family_name": st.sampled_from(["架空", "髙橋", "高橋"]),
        "given_name": st.sampled_from(["花", "花子", ""]),
        "name_kana": st.sampled_from(["", "カクウ ハナ"]),
        "mail": st.sampled_from(["", "a@example.invalid", "b@example.invalid"]),
        "phone": st.sampled_from(["", "09000000001", "09000000002"]),
        "birth_date": st.sampled_from([None, TODAY]),
        "address": st.sampled_from(["", "みなと市1", "みなと市1-2"]),
        "stopped_at": st.sampled_from([None, NOW]),
    }
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(FIELDS, min_size=3, max_size=4),
    order=st.randoms(use_true_random=False),
    stop=st.sampled_from([None, "opt_out", "stop_use", "bounce"]),
)
def test_undoing_all_merges_restores_every_record_exactly(site, rows, order, stop):
    records = [site.record(**fields) for fields in rows]
    with site.at():
        if stop and records[0].mail:
            suppress_address(address=records[0].mail, reason=stop)
        addresses = [one.mail for one in records if one.mail]
        stops = find_suppressions(addresses=addresses)
    before = [all_values(site.read(one)) for one in records]
    standing, made = list(records), []
    while len(standing) > 1:
        survivor, absorbed = order.sample(standing, 2)
        now = NOW + timedelta(minutes=len(made))
        made.append(merge(site, survivor, absorbed, now=now))
        standing.remove(absorbed)

    for one in reversed(made):
        undo_merge(actor=site.owner, merge_id=one.id, now=LATER)

    assert [all_values(site.read(one)) for one in records] == before
    with site.at():
        assert find_suppressions(addresses=addresses) == stops
        Application.objects.all().delete()
        TalentRecord.objects.all().delete()
