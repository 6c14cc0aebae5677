"""Searching links by machine behind its guards, asks for the rest, and never asks twice."""

from datetime import date
from uuid import uuid4

import pytest
from tests.apps.same_person.conftest import HANAKO, ids_of
from tests.factories import NOW, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import ConflictError, InvalidInputError, NotAllowedError
from tasuki.apps.people.models import PersonContact, PersonName, TalentRecord
from tasuki.apps.same_person import finding, job, scoring
from tasuki.apps.same_person.deciding import decide_pair, undo_decision
from tasuki.apps.same_person.explaining import explain
from tasuki.apps.same_person.merging import merge_records
from tasuki.apps.same_person.models import LinkageRun, Pair, RecordLink
from tasuki.apps.same_person.queries import find_pair_of
from tasuki.apps.same_person.scoring import Found
from tasuki.apps.same_person.searching import check_new_records, open_search, start_search
from tasuki.apps.same_person.tasks import sweep_arrivals
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
STRANGER = {
    "family_name": "別府",
    "given_name": "次郎",
    "name_kana": "ベップ ジロウ",
    "mail": "jiro@example.invalid",
    "phone": "09000000077",
    "birth_date": date(1971, 1, 5),
    "address": "",
}


def search(site):
    with site.at():
        run = open_search(actor=site.owner, is_training=False, now=NOW)
    job.run_search(actor=site.task, run_id=run.id, clock=lambda: NOW)
    return site.read(run)


def pair_of(site, one, other):
    with site.at():
        return find_pair_of(record_ids=(one.id, other.id))


def write(site, *found, guarded=None):
    with site.at():
        return finding.write_pairs(
            actor=site.task, found=found, guarded=guarded or {}, version="test-1", now=NOW
        )


def found_of(one, other, probability=0.999, guards=()):
    left, right = ids_of(one, other)
    return Found(
        left, right, probability, guards, ({"field": "mail", "level": "same", "bits": 9.0},)
    )


def test_records_that_agree_in_everything_are_linked_by_machine(site):
    one, other = site.record(), site.record()
    site.record(**STRANGER)

    run = search(site)

    pair = pair_of(site, one, other)
    assert (pair.state, pair.decided_by_id, pair.guards) == ("auto", None, [])
    assert (run.state, run.pair_count, run.linked_count, run.review_count) == ("done", 1, 1, 0)
    with site.at():
        assert RecordLink.objects.get().made_by_id is None
        assert AuditEvent.objects.filter(kind="same_person.link").count() == 1


def test_reasons_name_levels_and_no_value(site):
    one, other = site.record(), site.record()

    search(site)

    pair = pair_of(site, one, other)
    stored = str(pair.reasons)
    assert not [value for value in HANAKO.values() if str(value) in stored]
    assert {line.text.ja for line in explain(pair)} >= {"メールアドレスが同じです", "姓が同じです"}


def test_members_of_one_household_are_not_linked_by_machine(site):
    site.record()
    site.record(given_name="太郎", name_kana="カクウ タロウ", birth_date=date(1969, 3, 3))

    search(site)

    with site.at():
        assert RecordLink.objects.count() == 0
        assert not Pair.objects.filter(state="auto").exists()


def test_eight_records_go_to_a_human(site):
    records = [site.record() for _ in range(8)]

    run = search(site)

    assert run.linked_count == 0
    with site.at():
        assert set(Pair.objects.values_list("state", flat=True)) == {"review"}
    assert "cluster_size" in pair_of(site, records[0], records[1]).guards


def test_group_with_two_birth_dates_goes_to_a_human(site):
    first, middle, last = site.record(), site.record(birth_date=None), site.record()
    births = {first.id: date(1990, 1, 1), last.id: date(1991, 2, 2), middle.id: None}
    found = [found_of(first, middle), found_of(middle, last)]
    with site.at():
        guarded = finding.guard_groups(found, births=births)

    write(site, *found, guarded=guarded)

    assert pair_of(site, first, middle).guards == ["cluster_birth_dates"]
    assert pair_of(site, middle, last).state == "review"


@pytest.mark.parametrize(
    ("probability", "guards", "state"),
    [
        (0.99, (), "auto"),
        (0.9899, (), "review"),
        (0.9999, ("given_name",), "review"),
        (0.9999, ("birth_date",), "review"),
        (0.3, (), "review"),
    ],
)
def test_machine_links_from_the_threshold_and_past_all_guards(site, probability, guards, state):
    one, other = site.record(), site.record()

    write(site, found_of(one, other, probability, guards))

    assert pair_of(site, one, other).state == state


@pytest.mark.parametrize("probability", [0.4, 0.999])
def test_different_is_never_asked_again(site, probability):
    one, other = site.record(), site.record()
    write(site, found_of(one, other, 0.5))
    pair = pair_of(site, one, other)
    decide_pair(actor=site.owner, pair_id=pair.pk, answer="different", now=NOW)

    written = write(site, found_of(one, other, probability))

    again = site.read(pair)
    assert (again.state, again.decided_by_id) == ("different", site.owner.account_id)
    assert again.is_contradicted is (probability > 0.99)
    assert (written.asked, written.linked) == (0, 0)


def test_merged_record_takes_along_that_it_is_somebody_else(site):
    one, twin, stranger = site.record(), site.record(), site.record()
    pair = site.pair(twin, stranger)
    decide_pair(actor=site.owner, pair_id=pair.pk, answer="different", now=NOW)
    merge_records(actor=site.owner, survivor_id=one.id, absorbed_id=twin.id, now=NOW)

    write(site, found_of(one, stranger))

    assert pair_of(site, one, stranger) is None


def test_link_that_was_undone_is_not_made_again_by_machine(site):
    one, other = site.record(), site.record()
    write(site, found_of(one, other))
    pair = pair_of(site, one, other)
    undo_decision(actor=site.owner, pair_id=pair.pk, now=NOW)

    write(site, found_of(one, other))

    assert site.read(pair).state == "review"
    with site.at():
        assert RecordLink.objects.filter(undone_at=None).count() == 0


def test_question_that_a_new_search_does_not_ask_goes(site):
    one, other = site.record(), site.record(**STRANGER)
    before = site.pair(one, other, scored_at=NOW.replace(year=2025))

    search(site)

    with site.at():
        assert not Pair.objects.filter(pk=before.pk).exists()


def test_second_search_changes_nothing(site):
    one, other = site.record(), site.record()
    search(site)

    run = search(site)

    assert (run.linked_count, run.review_count) == (0, 0)
    with site.at():
        assert RecordLink.objects.count() == 1
    assert pair_of(site, one, other).state == "auto"


def test_new_record_is_compared_with_all_others_on_arrival(site):
    known = site.record()
    site.record(**STRANGER)
    new = site.record()

    run = job.check_arrivals(actor=site.task, record_ids=[new.id], clock=lambda: NOW)

    assert (run.kind, run.state, run.pair_count) == ("arrivals", "done", 1)
    assert pair_of(site, known, new) is not None


def test_large_organisation_is_asked_by_keys_only(site, monkeypatch):
    known = site.record()
    site.record(**STRANGER)
    new = site.record()
    monkeypatch.setattr(scoring, "ALL_RECORDS_MAX", 1)

    job.check_arrivals(actor=site.task, record_ids=[new.id], clock=lambda: NOW)

    assert pair_of(site, known, new) is not None


def test_record_is_found_by_the_contacts_of_one_that_was_merged(site):
    survivor, absorbed = site.record(), site.record(mail="second@example.invalid")
    merge_records(actor=site.owner, survivor_id=survivor.id, absorbed_id=absorbed.id, now=NOW)
    new = site.record(mail="second@example.invalid", phone="", address="")

    job.check_arrivals(actor=site.task, record_ids=[new.id], clock=lambda: NOW)

    assert pair_of(site, survivor, new) is not None
    assert pair_of(site, absorbed, new) is None


@pytest.mark.parametrize("is_large", [False, True])
def test_further_contact_and_former_name_find_the_person(site, monkeypatch, is_large):
    known = site.record(family_name="林", name_kana="ハヤシ ハナコ", mail="", phone="")
    contact = {"kind": "mail", "mail": "hanako@example.invalid"}
    make_row(PersonContact, site.company, talent_record=known, **contact)
    make_row(PersonName, site.company, talent_record=known, kind="former", family_name="架空")
    new = site.record(phone="", address="")
    if is_large:
        monkeypatch.setattr(scoring, "ALL_RECORDS_MAX", 1)

    job.check_arrivals(actor=site.task, record_ids=[new.id], clock=lambda: NOW)

    levels = {one["field"]: one["level"] for one in pair_of(site, known, new).reasons}
    assert (levels["mail"], levels["family_name"]) == ("same", "former")


def test_records_that_are_gone_are_left_out(site):
    assert job.check_arrivals(actor=site.task, record_ids=[uuid4()], clock=lambda: NOW) is None


def test_records_of_another_organisation_are_never_compared(site):
    other = make_company()
    record = site.record()
    make_row(TalentRecord, other, **{**HANAKO, "name_key": "架空花子"})

    search(site)

    with site.at():
        assert Pair.objects.count() == 0
    with bound(other.id, None):
        assert Pair.objects.count() == 0
    assert record.pk is not None


def test_arrivals_are_queued_in_blocks(site, monkeypatch):
    ids = [site.record().id for _ in range(3)]
    monkeypatch.setattr("tasuki.apps.same_person.searching.ARRIVALS_MAX", 2)

    assert check_new_records(actor=site.owner, record_ids=ids, now=NOW) == 2


def test_many_arrivals_are_one_search_of_all(site, monkeypatch):
    ids = [site.record().id for _ in range(2)]
    monkeypatch.setattr("tasuki.apps.same_person.searching.SEARCH_FROM_ARRIVALS", 2)

    assert check_new_records(actor=site.owner, record_ids=ids, now=NOW) == 1
    with site.at():
        assert LinkageRun.objects.get().kind == "all"


def test_sweep_finds_what_nobody_announced_and_looks_once(site):
    known, new = site.record(), site.record()

    first = sweep_arrivals.call()
    second = sweep_arrivals.call()

    assert (first, second) == (2, 0)
    assert pair_of(site, known, new) is not None


def test_one_search_at_a_time(site):
    start_search(actor=site.owner, now=NOW)

    with pytest.raises(ConflictError):
        start_search(actor=site.second, now=NOW)


def test_search_that_lost_its_worker_is_replaced(site):
    first = start_search(actor=site.owner, now=NOW)

    start_search(actor=site.owner, now=NOW.replace(hour=NOW.hour + 4))

    assert site.read(first).state == LinkageRun.State.FAILED


def test_small_organisation_does_not_train(site):
    with pytest.raises(InvalidInputError) as refused:
        start_search(actor=site.owner, is_training=True, now=NOW)

    assert refused.value.field == "is_training"


def test_viewer_starts_no_search(site):
    viewer = make_member(site.company, Role.COMPANY_VIEWER)

    with pytest.raises(NotAllowedError):
        start_search(actor=viewer, now=NOW)
