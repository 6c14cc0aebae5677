"""After a merge the stricter of both holds: consents, clocks, and two users where a yes is lost."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import NOW, TODAY
from tests.model_factories import make_row

from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.consent.queries import find_live_consent, list_consents
from tasuki.apps.errors import ConflictError, RefusedError
from tasuki.apps.people.models import Application
from tasuki.apps.same_person.merging import confirm_merge, drop_merge, merge_records
from tasuki.apps.same_person.models import Merge
from tasuki.apps.same_person.undoing import undo_merge

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=30)
LATER = NOW + timedelta(hours=1)


def merge(site, survivor, absorbed):
    return merge_records(
        actor=site.owner, survivor_id=survivor.id, absorbed_id=absorbed.id, now=NOW
    )


def live(site, record, *, on=TODAY):
    with site.at():
        return find_live_consent(talent_record_id=record.id, purpose="pool", on=on)


def is_pooled(site, record, *, on=TODAY):
    with site.at(), connection.cursor() as cursor:
        cursor.execute("select retention.has_live_pool_consent(%s, %s)", [record.id, on])
        return cursor.fetchone()[0]


def start_of(site, record, *, on=TODAY):
    with site.at(), connection.cursor() as cursor:
        cursor.execute("select retention.start_of_rejected_person(%s, %s)", [record.id, on])
        return cursor.fetchone()[0]


def no_and_yes(site):
    """One record says no, the other one, later, yes."""
    survivor, absorbed = site.record(), site.record()
    site.answer(absorbed, "refused", at=EARLIER)
    site.answer(survivor, "given", at=NOW - timedelta(days=1))
    return survivor, absorbed


def test_merge_that_ends_a_consent_waits_for_a_second_person(site):
    survivor, absorbed = no_and_yes(site)

    made = merge(site, survivor, absorbed)

    assert (made.state, made.limited_purposes) == (Merge.State.PROPOSED, ["pool"])
    assert site.read(absorbed).merged_into_id is None
    assert live(site, survivor) is not None


def test_first_person_does_not_confirm(site):
    made = merge(site, *no_and_yes(site))

    with pytest.raises(RefusedError) as refused:
        confirm_merge(actor=site.owner, merge_id=made.id, now=LATER)

    assert refused.value.code == "second_person"
    assert site.read(made).state == Merge.State.PROPOSED


def test_database_itself_asks_for_two_names(site):
    with site.at(), pytest.raises(IntegrityError), transaction.atomic():
        make_row(Merge, site.company, limited_purposes=["pool"], proposed_by_id=7, merged_by_id=7)


def test_no_beats_yes_and_the_ledger_stays_as_it_is(site):
    survivor, absorbed = no_and_yes(site)
    made = merge(site, survivor, absorbed)

    confirm_merge(actor=site.second, merge_id=made.id, now=LATER)

    assert (live(site, survivor), is_pooled(site, survivor)) == (None, False)
    with site.at():
        assert [one.kind for one in list_consents(talent_record_id=survivor.id)] == [
            "given",
            "refused",
        ]


def test_undo_gives_the_consent_back(site):
    survivor, absorbed = no_and_yes(site)
    made = merge(site, survivor, absorbed)
    confirm_merge(actor=site.second, merge_id=made.id, now=LATER)

    undo_merge(actor=site.owner, merge_id=made.id, now=LATER)

    assert live(site, survivor) is not None
    assert is_pooled(site, survivor)
    assert live(site, absorbed) is None


def test_yes_after_the_merge_counts_whole(site):
    survivor, absorbed = no_and_yes(site)
    made = merge(site, survivor, absorbed)
    confirm_merge(actor=site.second, merge_id=made.id, now=LATER)

    site.answer(survivor, ConsentEvent.Kind.GIVEN, at=LATER + timedelta(minutes=1))

    assert live(site, survivor) is not None
    assert is_pooled(site, survivor)


def test_earlier_end_of_two_consents_holds(site):
    survivor, absorbed = site.record(), site.record()
    soon = TODAY + timedelta(days=10)
    site.answer(absorbed, "given", at=EARLIER, expires_on=soon)
    site.answer(survivor, "given", at=NOW, expires_on=TODAY + timedelta(days=300))
    made = merge(site, survivor, absorbed)

    confirm_merge(actor=site.second, merge_id=made.id, now=LATER)

    assert live(site, survivor, on=soon) is not None
    assert live(site, survivor, on=soon + timedelta(days=1)) is None
    assert not is_pooled(site, survivor, on=soon + timedelta(days=1))


def test_record_that_was_never_asked_narrows_nothing(site):
    survivor, absorbed = site.record(), site.record()
    site.answer(absorbed, "given")

    made = merge(site, survivor, absorbed)

    assert made.state == Merge.State.DONE
    assert live(site, survivor) is not None


def test_proposal_can_be_dropped_and_is_made_once(site):
    survivor, absorbed = no_and_yes(site)
    made = merge(site, survivor, absorbed)

    with pytest.raises(ConflictError):
        merge(site, absorbed, survivor)
    drop_merge(actor=site.second, merge_id=made.id, now=LATER)

    assert site.read(made).state == Merge.State.DROPPED
    with pytest.raises(ConflictError):
        confirm_merge(actor=site.second, merge_id=made.id, now=LATER)


@pytest.mark.parametrize(
    ("_case", "mine", "yours", "of_survivor", "of_absorbed"),
    [
        ("both ended", date(2026, 9, 1), date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)),
        ("the surviving one runs", None, date(2026, 7, 1), None, date(2026, 7, 1)),
        ("the other one runs", date(2026, 7, 1), None, None, None),
    ],
)
def test_stricter_clock_holds(site, _case, mine, yours, of_survivor, of_absorbed):
    survivor, absorbed = site.record(), site.record()
    for record, ended in ((survivor, mine), (absorbed, yours)):
        outcome = "withdrew" if ended else "running"
        site.apply(record, outcome=outcome, ended_on=ended)

    merge(site, survivor, absorbed)

    assert (start_of(site, survivor), start_of(site, absorbed)) == (of_survivor, of_absorbed)


def test_new_application_after_the_merge_starts_the_clock_anew(site):
    survivor, absorbed = site.record(), site.record()
    for record, day in ((survivor, date(2026, 9, 1)), (absorbed, date(2026, 7, 1))):
        site.apply(record, outcome="withdrew", ended_on=day)
    merge(site, survivor, absorbed)

    site.apply(survivor, outcome="withdrew", ended_on=date(2026, 11, 20))

    assert start_of(site, survivor) == date(2026, 11, 20)
    assert start_of(site, absorbed) == date(2026, 7, 1)


def test_undo_gives_both_clocks_back(site):
    survivor, absorbed = site.record(), site.record()
    for record, day in ((survivor, date(2026, 9, 1)), (absorbed, date(2026, 7, 1))):
        site.apply(record, outcome="withdrew", ended_on=day)
    made = merge(site, survivor, absorbed)

    undo_merge(actor=site.owner, merge_id=made.id, now=LATER)

    assert (start_of(site, survivor), start_of(site, absorbed)) == (
        date(2026, 9, 1),
        date(2026, 7, 1),
    )
    with site.at():
        assert Application.objects.count() == 2
