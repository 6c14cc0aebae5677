"""The law on the day of the question and on the day of the hire, at the side of the agency."""

from datetime import timedelta

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import TODAY
from tests.model_factories import make_row

from tasuki.apps.errors import RefusedError
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Licence
from tasuki.apps.placement.models import FeeEntry
from tasuki.apps.relay.models import FeeTable, Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = World()
    made.show_slots()
    made.request()
    return made


def end_licence(world):
    with world.at_agency():
        Licence.objects.update(valid_to=TODAY - timedelta(days=1))


def refusal_of(act):
    with pytest.raises(RefusedError) as refused:
        act()
    return refused.value


# --- A person is asked about a job -----------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"occupation": "建設作業員"}, "H1"),
        ({"as_of": TODAY - timedelta(days=400)}, "H6"),
        ({"state": "closed"}, "opening_not_open"),
    ],
)
def test_nobody_is_asked_about_a_job_that_may_no_longer_be_recommended(world, change, code):
    registration = world.register()
    with world.at_company():
        opening = Opening.objects.get()
        for name, value in change.items():
            setattr(opening, name, value)
        opening.save()

    refusal = refusal_of(lambda: world.ask(registration=registration))

    assert refusal.code == code
    with world.at_agency():
        assert not Release.objects.exists()


# --- A hire is charged -----------------------------------------------------------------------
def test_h1_hire_is_not_charged_after_the_licence_ended(world):
    world.present()
    world.interview()
    end_licence(world)

    refusal = refusal_of(world.join)

    assert refusal.code == "H1"
    assert "有効ではありません" in refusal.ja
    assert world.slot().state == "interview_held"
    with world.at_agency():
        assert not FeeEntry.objects.exists()


def test_h1_hire_is_charged_once_the_new_licence_is_on_file(world):
    world.present()
    world.interview()
    end_licence(world)
    make_row(Licence, world.agency, valid_from=TODAY)

    world.join()

    with world.at_agency():
        assert FeeEntry.objects.get().charged_on == TODAY


@pytest.mark.parametrize("change", [{"filed_on": TODAY + timedelta(days=1)}, {"version": 99}])
def test_h1_hire_is_not_charged_by_a_table_that_the_contract_does_not_name(world, change):
    world.present()
    world.interview()
    with world.at_agency():
        FeeTable.objects.update(**change)

    refusal = refusal_of(world.join)

    assert refusal.code == "H1"
    assert "届出済みの手数料表" in refusal.ja
