"""What a person does: agree, rank, take it back; by a mailed key or signed in."""

from datetime import timedelta

import pytest
from tests.apps.rounds.house import AFTER, DEADLINE, House, posting
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rounds.actions import lists, running
from tasuki.apps.rounds.locking import build_input
from tasuki.apps.rounds.models import Round, RoundChoice, RoundScore
from tasuki.apps.rounds.queries import own
from tasuki.apps.rounds.reminders import remind_of_lists
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.rounds.instance import write_instance

pytestmark = pytest.mark.django_db


def key_in(mail) -> str:
    return mail.text.split("/round/")[1].split("/")[0]


def waiting() -> House:
    """One place, one person who was invited and did nothing."""
    house = House.company()
    house.plan()
    house.place("経理部")
    house.place("総務部")
    house.person("蓮")
    house.open()
    return house


def test_the_key_of_the_invitation_opens_the_own_list_and_nothing_else(open_house):
    mail = open_house.mails("round_receipt")[0]
    opened = lists.open_list(key=key_in(mail), now=NOW)

    assert opened is not None
    with bound(opened.actor.organisation_id, None):
        mine = own.find_own_round(actor=opened.actor, person_id=opened.person_id, now=NOW)
        others = [one.id for one in open_house.people.values() if one.id != opened.person_id]
        with pytest.raises(NotVisibleError):
            own.find_own_round(actor=opened.actor, person_id=others[0], now=NOW)
    assert mine.can_edit
    assert len(mine.choices) == 2
    assert mine.result is None


def test_the_key_of_an_earlier_mail_opens_until_ninety_days_after_the_deadline(open_house):
    key = key_in(open_house.mails("round_invitation")[0])

    assert lists.open_list(key=key, now=DEADLINE + timedelta(days=89)) is not None
    assert lists.open_list(key=key, now=DEADLINE + timedelta(days=90)) is None


def test_a_signed_in_person_reads_and_ranks_by_the_own_record():
    house = waiting()
    person = house.people["蓮"]
    actor = Actor(
        organisation_id=house.organisation.id,
        kind=OrganisationKind.COMPANY,
        role=Role.PERSON,
        account_id=1,
        talent_record_id=person.talent_record_id,
    )

    lists.agree_to_round(actor=actor, person_id=person.id, now=NOW)

    with bound(house.organisation.id, None):
        [mine] = own.list_own_rounds(actor=actor, now=NOW)
    assert mine.own_state == "ready"


def test_a_list_without_consent_is_refused_by_h2():
    house = waiting()

    with pytest.raises(RefusedError) as failure:
        house.submit("蓮", "経理部")

    assert failure.value.code == "H2"


@pytest.mark.parametrize("wanted", [(), ("経理部", "経理部")])
def test_an_empty_or_doubled_list_is_no_list(wanted):
    house = waiting()
    house.agree("蓮")

    with pytest.raises(InvalidInputError):
        house.submit("蓮", *wanted)


def test_a_later_list_replaces_the_earlier_one_and_each_gets_a_receipt():
    house = waiting()
    house.rank("蓮", "経理部", "総務部")
    house.submit("蓮", "総務部")

    with bound(house.organisation.id, None):
        kept = RoundChoice.objects.filter(person=house.people["蓮"])
        assert [one.place.name for one in kept] == ["総務部"]
    first, second = house.mails("round_receipt")
    assert "1. 経理部\n2. 総務部" in first.text
    assert "1. 総務部" in second.text


def test_nothing_is_taken_after_the_deadline():
    house = waiting()

    with pytest.raises(RefusedError) as failure:
        house.agree("蓮", now=DEADLINE + timedelta(seconds=1))

    assert failure.value.code == "deadline_over"


def test_the_present_unit_is_not_listed(db):
    house = House.company()
    house.plan("rotation")
    house.place("営業部")
    house.person("蓮", unit="営業部")
    house.open()
    house.agree("蓮")

    with pytest.raises(InvalidInputError):
        house.submit("蓮", "営業部")


def test_a_withdrawn_consent_gives_the_digest_of_a_round_without_the_person():
    house = posting()
    ren = house.people["蓮"]
    with bound(house.organisation.id, None):
        row = Round.objects.get(id=house.round_id)
        with_ren = build_input(row).digest
    lists.withdraw_from_round(actor=house.actor_of("蓮"), person_id=ren.id, now=NOW)
    with bound(house.organisation.id, None):
        withdrawn = build_input(row).digest
        left = RoundChoice.objects.filter(person=ren), RoundScore.objects.filter(person=ren)
        assert not left[0].exists()
        assert not left[1].exists()
        row.people.filter(id=ren.id).delete()
        never_there = build_input(row).digest

    assert withdrawn == never_there
    assert withdrawn != with_ren


def test_who_withdrew_before_the_lock_gets_no_line():
    house = posting()
    lists.withdraw_from_round(actor=house.actor_of("蓮"), person_id=house.people["蓮"].id, now=NOW)
    house.lock()
    house.clear()

    assert set(house.results()) == {"凛", "湊"}
    assert str(house.people["蓮"].id) not in house.row.instance


def test_a_stop_of_use_takes_a_person_out_of_the_input_by_h8():
    house = posting()
    ren = house.people["蓮"]
    with bound(house.organisation.id, None):
        TalentRecord.objects.filter(id=ren.talent_record_id).update(stopped_at=NOW)
        text = write_instance(build_input(Round.objects.get(id=house.round_id)))

    assert str(ren.id) not in text
    assert str(house.people["凛"].id) in text


def test_a_place_ranks_only_who_agreed_and_gives_a_reason():
    house = waiting()

    with pytest.raises(NotVisibleError):
        house.score("蓮", "経理部", 50)
    house.agree("蓮")
    with pytest.raises(RefusedError) as failure:
        house.score("蓮", "経理部", 50, reason="")
    assert failure.value.code == "H12"


def test_a_reason_that_touches_a_forbidden_matter_is_refused_by_h5():
    house = waiting()
    house.agree("蓮")

    with pytest.raises(RefusedError) as failure:
        house.score("蓮", "経理部", 50, reason="本籍地が近いため")

    assert failure.value.code == "H5"


def test_a_program_ranks_nobody():
    house = waiting()
    house.agree("蓮")

    with pytest.raises(RefusedError) as failure:
        house.score("蓮", "経理部", 50, actor=house.task)

    assert failure.value.code == "H12"


def test_reminders_go_out_seven_three_and_one_day_before_to_who_is_missing():
    house = waiting()
    sent = [
        remind_of_lists(actor=house.task, now=DEADLINE - timedelta(days=days, hours=1))
        for days in (8, 7, 6, 3, 2, 1, 0)
    ]

    assert sent == [0, 1, 0, 1, 0, 1, 0]


def test_a_reminder_is_not_sent_twice_on_one_day_nor_to_who_submitted():
    house = waiting()
    day = DEADLINE - timedelta(days=3)

    assert remind_of_lists(actor=house.task, now=day) == 1
    assert remind_of_lists(actor=house.task, now=day + timedelta(minutes=5)) == 0
    house.rank("蓮", "経理部")
    assert remind_of_lists(actor=house.task, now=DEADLINE - timedelta(days=1)) == 0


def test_fits_say_their_parts_and_leave_the_number_of_a_human_alone():
    house = posting()
    house.person("葵")
    house.agree("葵")
    running.fit_round(actor=house.hr, round_id=house.round_id, now=NOW)
    house.work("fit", now=NOW)

    with bound(house.organisation.id, None):
        fit = RoundScore.objects.get(person=house.people["葵"], place=house.places["経理部"])
        human = RoundScore.objects.get(person=house.people["蓮"], place=house.places["経理部"])
    assert fit.source == "fit"
    assert fit.priority == max(sum(fit.parts.values()), 0)
    assert "skills:person" in fit.missing or "skills:opening" in fit.missing
    assert fit.input_hash.startswith("sha256:")
    assert fit.shown_order >= 1
    assert (human.source, human.priority, human.scored_by_name) == ("unit", 70, house.hr.name)
    assert house.reload().model_version.startswith("fit-1-")
    assert sum(house.reload().weights.values()) == 1_000_000


def test_who_holds_no_key_and_is_nobody_reads_nothing(open_house):
    assert lists.open_list(key="wrong", now=NOW) is None
    assert lists.open_list(key="", now=AFTER) is None
