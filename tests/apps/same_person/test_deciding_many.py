"""One answer for many pairs: what speaks against it is left for a look of its own."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories import NOW, make_member

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.messages.models import Notification
from tasuki.apps.same_person.deciding_many import (
    PAIRS_MAX,
    Many,
    decide_pairs,
    undo_decisions,
)
from tasuki.apps.same_person.models import Pair, RecordLink
from tasuki.apps.same_person.telling import tell_doubles
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def pairs_of(site, *fields):
    return [site.pair(site.record(), site.record(), **one) for one in fields]


def states(site, pairs):
    return [site.read(one).state for one in pairs]


def test_only_what_nothing_speaks_against_becomes_one_person(site):
    pairs = pairs_of(
        site,
        {"probability": 0.95, "guards": []},
        {"probability": 0.97, "guards": ["family_name"]},
        {"probability": 0.94, "guards": []},
        {"probability": 0.999, "guards": ["given_name"]},
        {"probability": 0.999, "guards": ["birth_date", "family_name"]},
    )
    done = decide_pairs(
        actor=site.owner, pair_ids=[one.id for one in pairs], answer="same", now=NOW
    )

    assert done == Many(2, 3)
    assert states(site, pairs) == ["same", "same", "review", "review", "review"]
    with site.at():
        assert RecordLink.objects.filter(made_by_id=site.owner.account_id).count() == 2
        assert AuditEvent.objects.filter(kind="same_person.decide").count() == 2


def test_two_persons_may_be_said_of_any_pair_that_waits(site):
    pairs = pairs_of(
        site, {"probability": 0.4, "guards": []}, {"probability": 0.999, "guards": ["given_name"]}
    )
    ids = [one.id for one in pairs]

    assert decide_pairs(actor=site.owner, pair_ids=ids, answer="different", now=NOW) == Many(2, 0)
    assert decide_pairs(actor=site.owner, pair_ids=ids, answer="same", now=NOW) == Many(0, 2)
    assert states(site, pairs) == ["different", "different"]


def test_many_are_undone_and_what_cannot_be_is_left(site):
    pairs = pairs_of(site, {"probability": 0.96, "guards": []}, {"probability": 0.96, "guards": []})
    ids = [one.id for one in pairs]
    decide_pairs(actor=site.owner, pair_ids=ids[:1], answer="same", now=NOW)

    assert undo_decisions(actor=site.second, pair_ids=ids, now=NOW) == Many(1, 1)
    assert states(site, pairs) == ["review", "review"]
    with site.at():
        assert RecordLink.objects.filter(undone_at=None).count() == 0


def test_after_thirty_days_nothing_is_undone(site):
    pairs = pairs_of(site, {"probability": 0.96, "guards": []})
    ids = [one.id for one in pairs]
    decide_pairs(actor=site.owner, pair_ids=ids, answer="same", now=NOW)
    later = NOW + timedelta(days=31)

    assert undo_decisions(actor=site.owner, pair_ids=ids, now=later) == Many(0, 1)
    assert states(site, pairs) == ["same"]


def test_too_many_at_once_are_refused(site):
    ids = [uuid4() for _ in range(PAIRS_MAX + 1)]

    with pytest.raises(InvalidInputError):
        decide_pairs(actor=site.owner, pair_ids=ids, answer="same", now=NOW)


def test_a_machine_and_a_member_without_the_right_decide_nothing(site):
    pairs = pairs_of(site, {"probability": 0.96, "guards": []})
    ids = [one.id for one in pairs]
    manager = make_member(site.company, Role.COMPANY_VIEWER)

    with pytest.raises(RefusedError):
        decide_pairs(actor=site.task, pair_ids=ids, answer="same", now=NOW)
    with pytest.raises(NotAllowedError):
        decide_pairs(actor=manager, pair_ids=ids, answer="same", now=NOW)
    assert states(site, pairs) == ["review"]


def test_the_night_tells_what_the_day_found_and_is_silent_otherwise(site):
    assert not tell_doubles(actor=site.task, now=NOW)
    (pair,) = pairs_of(site, {"probability": 0.96, "guards": []})
    with site.at():
        found_at = Pair.objects.get(id=pair.id).created_at

    assert tell_doubles(actor=site.task, now=found_at + timedelta(hours=1))
    assert not tell_doubles(actor=site.task, now=found_at + timedelta(days=2))
    with site.at():
        told = Notification.objects.get()
    assert "新しく1組" in told.text
    assert (told.url, told.needs) == ("/company/same-person/", "same_person.decide")
