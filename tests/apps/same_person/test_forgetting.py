"""Pairs go with their person; copies for an undo go with its days; a person is told of merges."""

from datetime import timedelta

import pytest
from tests.factories import NOW, TODAY

from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rights.collectors import collect
from tasuki.apps.rights.subjects import find_subject
from tasuki.apps.same_person.merging import merge_records
from tasuki.apps.same_person.models import Merge, Pair, RecordLink
from tasuki.apps.upkeep.actions import run_disposal
from tasuki.apps.upkeep.erasure import erase_person

pytestmark = pytest.mark.django_db


def merge(site, survivor, absorbed):
    return merge_records(
        actor=site.owner, survivor_id=survivor.id, absorbed_id=absorbed.id, now=NOW
    )


def test_erasure_takes_pairs_links_and_copies(site):
    survivor, absorbed, stranger = site.record(phone=""), site.record(), site.record()
    site.pair(survivor, absorbed)
    site.pair(absorbed, stranger)
    made = merge(site, survivor, absorbed)

    erase_person(actor=site.owner, talent_record_id=absorbed.id, ground="request", now=NOW)

    with site.at():
        assert (Pair.objects.count(), RecordLink.objects.count()) == (0, 0)
    assert (site.read(made).before_values, site.read(made).after_values) == ({}, {})
    assert site.read(stranger).family_name == "架空"


def test_copies_for_an_undo_go_when_its_days_are_over(site):
    made = merge(site, site.record(phone=""), site.record())

    run_disposal(actor=site.task, now=NOW + timedelta(days=40))

    assert site.read(made).after_values == {}
    assert site.read(made).state == Merge.State.DONE


def test_pair_of_an_emptied_record_goes(site):
    one, other = site.record(), site.record()
    pair = site.pair(one, other)
    with site.at():
        TalentRecord.objects.filter(pk=one.pk).update(family_name="", given_name="", name_kana="")

    run_disposal(actor=site.task, now=NOW + timedelta(days=40))

    with site.at():
        assert not Pair.objects.filter(pk=pair.pk).exists()


def test_person_is_told_of_a_merge(site):
    survivor, absorbed = site.record(phone=""), site.record()
    made = merge(site, survivor, absorbed)

    with site.at():
        subject = find_subject(talent_record_id=absorbed.id)
        [found] = collect(subject, names=frozenset({"merges"}))

    [row] = found.rows
    assert (row["id"], row["state"], row["after_values"]["phone"]) == (
        str(made.id),
        "done",
        "09000000001",
    )
    assert "merged_by_id" not in row
    assert TODAY.isoformat() in row["merged_at"]


def test_deleted_record_takes_its_pairs_along(site):
    one, other = site.record(), site.record()
    site.pair(one, other)

    with site.at():
        TalentRecord.objects.filter(pk=one.pk).delete()

    with site.at():
        assert Pair.objects.count() == 0
