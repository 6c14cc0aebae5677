"""One named user decides; a decision is remembered, undone for thirty days, and never a task's."""

from datetime import timedelta

import pytest
from tests.factories import NOW, make_company, make_member
from tests.model_factories import make_row

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.same_person.deciding import decide_pair, undo_decision
from tasuki.apps.same_person.merging import merge_records
from tasuki.apps.same_person.models import Pair, RecordLink
from tasuki.apps.same_person.queries import count_queue, list_linked_ids, list_pairs
from tasuki.apps.same_person.undoing import undo_merge
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def decide(site, pair, answer, *, actor=None):
    return decide_pair(actor=actor or site.owner, pair_id=pair.pk, answer=answer, now=NOW)


def test_same_links_both_records(site):
    one, other = site.record(), site.record()
    pair = site.pair(one, other)

    decide(site, pair, "same")

    assert (site.read(pair).state, site.read(pair).decided_by_id) == ("same", site.owner.account_id)
    with site.at():
        assert list_linked_ids(talent_record_id=one.id) == {one.id, other.id}
        assert AuditEvent.objects.get(kind="same_person.decide").after == "same"


def test_different_links_nothing_and_leaves_the_queue(site):
    pair = site.pair(site.record(), site.record())

    decide(site, pair, "different")

    with site.at():
        assert RecordLink.objects.count() == 0
        assert list(list_pairs()) == []
        assert [one.pk for one in list_pairs(view="decided")] == [pair.pk]


def test_later_comes_last_and_is_not_counted(site):
    first = site.pair(site.record(), site.record(), probability=0.95)
    second = site.pair(site.record(), site.record(), probability=0.4)

    decide(site, first, "later")

    with site.at():
        assert [one.pk for one in list_pairs()] == [second.pk, first.pk]
        assert count_queue().pairs == 1


def test_undone_decision_is_open_again(site):
    one, other = site.record(), site.record()
    pair = site.pair(one, other)
    decide(site, pair, "same")

    undo_decision(actor=site.second, pair_id=pair.pk, now=LATER)

    found = site.read(pair)
    assert (found.state, found.decided_by_id, found.undone_by_id) == (
        "review",
        None,
        site.second.account_id,
    )
    with site.at():
        assert list_linked_ids(talent_record_id=one.id) == {one.id}
        assert RecordLink.objects.get().undone_at == LATER
        assert [row.pk for row in list_pairs(view="undone")] == [pair.pk]


def test_decision_is_not_undone_after_thirty_days(site):
    pair = site.pair(site.record(), site.record())
    decide(site, pair, "different")

    with pytest.raises(RefusedError) as refused:
        undo_decision(actor=site.owner, pair_id=pair.pk, now=NOW + timedelta(days=31))

    assert refused.value.code == "too_late"


def test_open_question_has_nothing_to_undo(site):
    pair = site.pair(site.record(), site.record())

    with pytest.raises(RefusedError) as refused:
        undo_decision(actor=site.owner, pair_id=pair.pk, now=NOW)

    assert refused.value.code == "nothing_to_undo"


def test_link_under_a_merge_is_undone_after_the_merge(site):
    one, other = site.record(), site.record()
    pair = site.pair(one, other)
    made = merge_records(actor=site.owner, survivor_id=one.id, absorbed_id=other.id, now=NOW)

    with pytest.raises(RefusedError) as refused:
        undo_decision(actor=site.owner, pair_id=pair.pk, now=LATER)
    undo_merge(actor=site.owner, merge_id=made.id, now=LATER)
    undo_decision(actor=site.owner, pair_id=pair.pk, now=LATER)

    assert refused.value.code == "merged"
    assert site.read(pair).state == "review"


def test_second_decision_is_a_conflict(site):
    pair = site.pair(site.record(), site.record())
    decide(site, pair, "different")

    with pytest.raises(ConflictError):
        decide(site, pair, "same", actor=site.second)


def test_word_that_is_no_answer_is_refused(site):
    pair = site.pair(site.record(), site.record())

    with pytest.raises(InvalidInputError) as refused:
        decide(site, pair, "auto")

    assert refused.value.field == "answer"
    assert site.read(pair).state == Pair.State.REVIEW


def test_task_never_decides(site):
    pair = site.pair(site.record(), site.record())

    with pytest.raises(RefusedError) as refused:
        decide(site, pair, "same", actor=site.task)

    assert refused.value.code == "named_person"


@pytest.mark.parametrize("role", [Role.COMPANY_MANAGER, Role.COMPANY_VIEWER])
def test_only_hr_and_owner_decide(site, role):
    pair = site.pair(site.record(), site.record())

    with pytest.raises(NotAllowedError):
        decide(site, pair, "same", actor=make_member(site.company, role))


def test_pair_of_another_organisation_is_not_there(site):
    foreign = make_row(Pair, make_company())

    with pytest.raises(NotVisibleError):
        decide(site, foreign, "same")


def test_open_applications_come_before_probability(site):
    likely = site.pair(site.record(), site.record(), probability=0.97)
    record = site.record()
    urgent = site.pair(record, site.record(), probability=0.4)
    site.apply(record, outcome="running")

    with site.at():
        found = [one.pk for one in list_pairs()]

    assert found == [urgent.pk, likely.pk]
