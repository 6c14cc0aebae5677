"""Nothing of a person reaches a company before that person says yes to that company (H2)."""

from datetime import date, timedelta
from re import findall

import pgtrigger
import pytest
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY

from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import ProvisionRecord, ReceiptRecord
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Door, Licence
from tasuki.apps.orgs.queries import find_door
from tasuki.apps.placement.models import Introduction, JobOrder, JobSeeker
from tasuki.apps.relay import candidates
from tasuki.apps.relay.actions import hires, releases, slot_ends, slots
from tasuki.apps.relay.models import Registration, Release, Slot, SlotCandidate
from tasuki.apps.relay.policy import person_actor
from tasuki.apps.relay.queries.slots import find_candidate, find_release, list_releases
from tasuki.core.access import OrganisationKind

pytestmark = pytest.mark.django_db


def requested_world(**parameters) -> World:
    world = World(**parameters)
    world.show_slots()
    world.request()
    return world


def present(world: World, release: Release):
    return releases.present_candidate(
        actor=world.owner, slot_id=world.slot().id, release_id=release.id, now=NOW
    )


def test_person_is_asked_by_mail_about_one_company_and_named_fields():
    world = requested_world()

    release, _ = world.ask(fields=["name", "occupation"])

    with world.at_agency():
        mail = OutboxMail.objects.get(kind="release")
        (listed,) = list_releases(slot_id=world.slot().id)
    assert (release.state, release.answer_by) == ("asked", TODAY + timedelta(days=7))
    assert listed.id == release.id
    assert mail.to_address == "hina@example.invalid"
    for text in (world.company.name, "「生産管理」", "氏名、希望の職種", "2026/11/30"):
        assert text in mail.text


def test_mailed_key_opens_this_release_and_nothing_else():
    world = requested_world()
    release, _ = world.ask()

    with world.at_agency():
        text = OutboxMail.objects.get(kind="release").text
    (key,) = findall(r"/release/([^/\s]+)/", text)
    door = find_door(kind=Door.Kind.RELEASE, key=key, now=NOW)

    assert (door.organisation_id, door.subject) == (world.agency.id, release.id)
    assert find_door(kind=Door.Kind.REGISTRATION, key=key, now=NOW) is None


def test_english_reader_gets_an_english_question():
    world = requested_world()
    registration = world.register()
    with world.at_agency():
        registration.language = "en"
        registration.save()

    world.ask(registration=registration)

    with world.at_agency():
        mail = OutboxMail.objects.get(kind="release")
    assert mail.subject.startswith("May we introduce you to")
    assert "name, wished occupation" in mail.text


def test_yes_hands_over_the_listed_fields_and_no_others():
    world = requested_world()
    release, person = world.ask(fields=["name", "occupation"])
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)

    present(world, release)

    with world.at_company():
        candidate = find_candidate(slot_id=world.slot().id)
        receipt = ReceiptRecord.objects.get()
    with world.at_agency():
        provision = ProvisionRecord.objects.get()
        sent = find_release(release_id=release.id)
    assert candidate.released == {"name": "鈴原 陽菜", "occupation": "生産管理"}
    assert (provision.items, provision.recipient_id) == (["name", "occupation"], world.company.id)
    assert (receipt.provision_record_id, receipt.provider_name) == (
        provision.id,
        world.agency.name,
    )
    assert (sent.state, sent.provision_record_id) == ("sent", provision.id)


@pytest.mark.parametrize("answer", [None, False])
def test_without_a_yes_nothing_leaves_the_agency(answer):
    world = requested_world()
    release, person = world.ask()
    if answer is not None:
        releases.answer_release(actor=person, release_id=release.id, is_yes=answer, now=NOW)

    with pytest.raises(RefusedError) as refused:
        present(world, release)

    with world.at_company():
        seen = (SlotCandidate.objects.count(), ReceiptRecord.objects.count())
    with world.at_agency():
        written = (ProvisionRecord.objects.count(), Introduction.objects.count())
    assert refused.value.code == "H2"
    assert (seen, written, world.slot().state) == ((0, 0), (0, 0), "requested")


def test_yes_for_one_slot_does_not_serve_another():
    world = World()
    world.show_slots(20)
    world.request(1)
    world.request(2)
    release, person = world.ask(1)
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)

    with pytest.raises(RefusedError) as refused:
        releases.present_candidate(
            actor=world.owner, slot_id=world.slot(2).id, release_id=release.id, now=NOW
        )

    assert refused.value.code == "H2"


def test_provision_and_receipt_are_written_both_or_none(monkeypatch):
    world = requested_world()
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    # The last row on the company's side fails after all others were written.
    monkeypatch.setattr(candidates, "SlotCandidate", None)

    with pytest.raises(AttributeError):
        present(world, release)

    with world.at_agency():
        assert ProvisionRecord.objects.count() == 0
    with world.at_company():
        assert ReceiptRecord.objects.count() == 0
    assert world.slot().state == "requested"


def test_no_answer_in_seven_days_is_a_no():
    world = requested_world()
    release, person = world.ask()
    task = Actor.for_task(organisation_id=world.agency.id, kind=OrganisationKind.AGENCY)

    with pytest.raises(RefusedError) as early:
        releases.expire_release(actor=task, release_id=release.id, now=NOW + timedelta(days=7))
    expired = releases.expire_release(
        actor=task, release_id=release.id, now=NOW + timedelta(days=8)
    )
    with pytest.raises(RefusedError) as late:
        releases.answer_release(
            actor=person, release_id=release.id, is_yes=True, now=NOW + timedelta(days=8)
        )

    assert (early.value.code, expired.state, late.value.code) == ("too_early", "no", "release_over")


def test_nobody_answers_for_the_person():
    world = requested_world()
    release, _ = world.ask()
    stranger = person_actor(organisation_id=world.agency.id, registration_id=world.register().id)

    with pytest.raises(NotAllowedError):
        releases.answer_release(actor=world.owner, release_id=release.id, is_yes=True, now=NOW)
    with pytest.raises(NotVisibleError):
        releases.answer_release(actor=stranger, release_id=release.id, is_yes=True, now=NOW)

    with world.at_agency():
        assert find_release(release_id=release.id).state == "asked"


def test_second_answer_is_refused():
    world = requested_world()
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=False, now=NOW)

    with pytest.raises(RefusedError) as refused:
        releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)

    assert refused.value.code == "state"


def test_withdrawal_ends_the_candidacy_and_empties_the_copy():
    world = requested_world()
    world.present()
    with world.at_agency():
        release = Release.objects.get()
    person = person_actor(
        organisation_id=world.agency.id, talent_record_id=release.talent_record_id
    )

    releases.withdraw_release(actor=person, release_id=release.id, now=NOW)

    with world.at_company():
        candidate = SlotCandidate.objects.get()
    assert (candidate.released, candidate.withdrawn_at, candidate.outcome) == ({}, NOW, "withdrew")
    assert (world.slot().state, world.slot().return_count) == ("requested", 0)


def test_withdrawn_yes_can_no_longer_be_sent():
    world = requested_world()
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    releases.withdraw_release(actor=person, release_id=release.id, now=NOW)

    with pytest.raises(RefusedError) as refused:
        present(world, release)

    assert refused.value.code == "H2"


def test_person_cannot_be_asked_twice_about_one_job():
    world = requested_world()
    registration = world.register()
    world.ask(registration=registration)

    with pytest.raises(RefusedError) as refused:
        world.ask(registration=registration)

    assert refused.value.code == "asked_already"


@pytest.mark.parametrize("state", ["held", "refused", "withdrawn", "paused"])
def test_only_people_the_agency_serves_are_asked(state):
    world = requested_world()
    registration = world.register()
    # An accepted person never gets into two of these states; here it is the state that counts.
    with world.at_agency(), pgtrigger.ignore("relay.Registration:state_guard"):
        Registration.objects.filter(id=registration.id).update(
            state=state, decision_code="L5", decided_by_id=world.owner.account_id, decided_at=NOW
        )

    with pytest.raises(RefusedError) as refused:
        world.ask(registration=registration)

    assert refused.value.code == "not_served"


@pytest.mark.parametrize("fields", [[], ["score"], ["name", "reason"]])
def test_only_fields_of_the_list_can_be_asked_for(fields):
    world = requested_world()

    with pytest.raises(InvalidInputError) as refused:
        releases.ask_release(
            actor=world.owner,
            slot_id=world.slot().id,
            registration_id=world.register().id,
            fields=fields,
            now=NOW,
        )

    assert refused.value.field == "fields"


def test_slot_without_a_request_asks_nobody():
    world = World()
    world.show_slots()

    with pytest.raises(RefusedError) as refused:
        world.ask()

    assert refused.value.code == "state"


def test_person_placed_by_this_agency_is_not_approached_for_two_years():
    world = requested_world()
    registration = world.register()
    with world.at_agency():
        Introduction.objects.create(
            organisation=world.agency,
            job_order=JobOrder.objects.get(),
            job_seeker=JobSeeker.objects.get(talent_record_id=registration.talent_record_id),
            introduced_on=date(2026, 1, 10),
            outcome="hired",
            hired_on=TODAY,
            is_indefinite=True,
            solicitation_ban_until=date(2028, 11, 23),
        )

    with pytest.raises(RefusedError) as refused:
        world.ask(registration=registration)

    assert refused.value.code == "H7"


def test_job_that_went_stale_is_not_introduced_to():
    world = requested_world()
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    with world.at_company():
        Opening.objects.update(as_of=TODAY - timedelta(days=31))

    with pytest.raises(RefusedError) as refused:
        present(world, release)

    assert refused.value.code == "H6"


def test_agency_without_a_licence_introduces_nobody():
    world = requested_world()
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    with world.at_agency():
        Licence.objects.update(valid_to=TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        present(world, release)

    assert refused.value.code == "H1"


def agreed(world: World, number: int = 1, *, now=NOW):
    """A person who said yes; returns the release and the person's actor."""
    release, person = world.ask(number, now=now)
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=now)
    return release, person


def test_withdrawal_of_a_former_candidate_leaves_the_present_one_alone():
    world = requested_world()
    former, first = agreed(world)
    present(world, former)
    slots.decline_candidate(actor=world.hr, slot_id=world.slot().id, reason_code="timing", now=NOW)
    second, _ = agreed(world)
    present(world, second)

    releases.withdraw_release(actor=first, release_id=former.id, now=NOW)

    with world.at_company():
        copies = {one.release_id: one for one in SlotCandidate.objects.all()}
    assert (copies[former.id].released, copies[former.id].outcome) == ({}, "declined")
    assert copies[second.id].released == {"name": "鈴原 陽菜", "occupation": "生産管理"}
    assert (copies[second.id].outcome, world.slot().state) == ("", "candidate_presented")


@pytest.mark.parametrize("way", ["returned", "declined", "suspended"])
def test_withdrawal_empties_the_copy_after_the_slot_has_moved_on(way):
    world = requested_world()
    release, person = agreed(world)
    present(world, release)
    slot_id = world.slot().id
    if way == "returned":
        world.interview()
        hires.record_result(actor=world.hr, slot_id=slot_id, reason="経験が足りない", now=NOW)
    elif way == "declined":
        slots.decline_candidate(actor=world.hr, slot_id=slot_id, reason_code="timing", now=NOW)
    else:
        slot_ends.suspend_slot(actor=world.owner, slot_id=slot_id, reason="確認中", now=NOW)

    releases.withdraw_release(actor=person, release_id=release.id, now=NOW)

    with world.at_company():
        copy = SlotCandidate.objects.get()
    assert (copy.released, copy.withdrawn_at) == ({}, NOW)


def test_copy_of_a_hired_person_stays_with_the_employer():
    world = requested_world()
    release, person = agreed(world)
    present(world, release)
    world.interview()
    world.join()

    releases.withdraw_release(actor=person, release_id=release.id, now=NOW)

    with world.at_company():
        copy = SlotCandidate.objects.get()
    assert (copy.released["name"], copy.withdrawn_at) == ("鈴原 陽菜", None)


def test_yes_for_one_job_does_not_serve_another_job_of_the_same_name():
    world = requested_world()
    release, _ = agreed(world)
    with world.at_agency():
        Slot.objects.update(opening_id=world.make_opening(title="生産管理").id)

    with pytest.raises(RefusedError) as refused:
        present(world, release)

    assert refused.value.code == "H2"


def test_questions_close_with_the_request():
    world = requested_world()
    waiting, person = world.ask()
    yes, _ = agreed(world)

    slots.cancel_request(actor=world.hr, slot_id=world.slot().id, now=NOW)

    with world.at_agency():
        states = {one.id: one.state for one in Release.objects.all()}
    with pytest.raises(RefusedError) as refused:
        releases.answer_release(actor=person, release_id=waiting.id, is_yes=True, now=NOW)
    assert states == {waiting.id: "closed", yes.id: "closed"}
    assert refused.value.code == "state"


def test_person_who_said_no_is_not_asked_again_about_the_same_job():
    world = requested_world()
    registration = world.register()
    release, person = world.ask(registration=registration)
    releases.answer_release(actor=person, release_id=release.id, is_yes=False, now=NOW)

    with pytest.raises(RefusedError) as refused:
        world.ask(registration=registration)

    assert refused.value.code == "asked_already"


def test_purpose_is_told_in_the_language_of_the_reader():
    world = requested_world()
    registration = world.register()
    with world.at_agency():
        registration.language = "en"
        registration.save()

    release, _ = world.ask(registration=registration)

    with world.at_agency():
        mail = OutboxMail.objects.get(kind="release")
    assert "Purpose: introduction to the job “生産管理”" in mail.text
    assert release.purpose == ""
    assert release.purpose_words.ja == f"{world.company.name}の求人「生産管理」への紹介"
