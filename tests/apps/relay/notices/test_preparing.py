"""One draft for everybody who was not selected; only X-codes drop out."""

from datetime import timedelta

import pytest
from tests.apps.relay.notices.notice_world import NoticeWorld
from tests.factories import NOW, TODAY, make_member

from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import NotAllowedError, RefusedError
from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.relay.actions import notices
from tasuki.apps.relay.models import Invite
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return NoticeWorld()


def test_everybody_not_selected_gets_one_draft(world):
    chosen = [world.applicant(), world.applicant("山田", "太郎")]
    world.applicant("採用", "子", outcome="hired")
    world.applicant("辞退", "子", outcome="withdrew")
    world.applicant("途中", "子", outcome="running")

    prepared = world.prepare()
    again = world.prepare()

    assert {invite.application_id for invite in prepared.drafts} == {row.id for row in chosen}
    assert again.drafts == []
    assert world.states() == ["draft", "draft"]


def test_draft_names_the_human_and_the_reason(world):
    imported = world.applicant()
    decided = world.applicant(
        "山田",
        "太郎",
        decided_by_id=7,
        decided_at=NOW,
        decision_reason="要件の経験が不足",
    )

    world.prepare()

    first, second = world.invite_of(imported), world.invite_of(decided)
    assert (first.result_decided_by_name, first.result_reason) == (world.hr.name, "不採用")
    assert (second.result_decided_by_id, second.result_reason) == (7, "要件の経験が不足")


def test_every_step_is_in_the_audit_chain(world):
    world.applicant()
    world.applicant("山田", "太郎", mail="")

    world.prepare()

    with world.at_company():
        kinds = sorted(AuditEvent.objects.values_list("kind", "before", "after"))
    assert kinds == [
        ("invite.approve_result", "", "draft"),
        ("invite.approve_result", "", "draft"),
        ("invite.skip", "draft", "not_invited"),
    ]


def test_leaving_weak_candidates_out_is_refused(world):
    world.applicant()

    with pytest.raises(RefusedError) as caught:
        world.prepare(is_by_merit=True)

    assert caught.value.code == "H3"
    assert world.states() == []


@pytest.mark.parametrize("code", ["weak", "X7", "", "N1"])
def test_leaving_out_for_anything_but_an_x_code_is_refused(world, code):
    application = world.applicant()

    with pytest.raises(RefusedError) as caught:
        world.prepare(left_out={application.id: code})

    assert caught.value.code == "H3"


def test_named_x_code_leaves_one_out(world):
    application = world.applicant()

    prepared = world.prepare(left_out={application.id: "X1"})

    invite = world.invite_of(application)
    assert (invite.state, invite.skip_code) == ("not_invited", "X1")
    assert prepared.skipped == {application.id: "X1"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mail": ""}, "X2"),
        ({"stopped_at": NOW}, "X1"),
        ({"birth_date": TODAY.replace(year=TODAY.year - 15)}, "X4"),
    ],
)
def test_own_side_of_the_person_is_found(world, fields, code):
    application = world.applicant(**fields)

    world.prepare()

    assert world.invite_of(application).skip_code == code


def test_sixteenth_birthday_counts_as_sixteen(world):
    application = world.applicant(birth_date=TODAY.replace(year=TODAY.year - 16))

    world.prepare()

    assert world.invite_of(application).state == "draft"


def test_address_that_bounced_is_x2_and_without_mail_paper_remains(world):
    bounced = world.applicant(mail="dead@example.invalid")
    paper = world.applicant("紙", "子", mail="", address="みなと市1-1")
    with world.at_company():
        suppress_address(address="dead@example.invalid", reason="bounce")

    world.prepare()

    assert world.invite_of(bounced).skip_code == "X2"
    assert world.invite_of(paper).state == "draft"


def test_no_program_approves_results(world):
    world.applicant()
    task = Actor.for_task(organisation_id=world.company.id, kind=OrganisationKind.COMPANY)

    with pytest.raises(RefusedError) as caught:
        notices.prepare_notices(actor=task, now=NOW)

    assert caught.value.code == "H12"


def test_result_without_any_reason_is_refused_until_one_is_given(world):
    application = world.applicant(end_reason="")

    with pytest.raises(RefusedError) as caught:
        world.prepare()
    world.prepare(reason="募集人数に達したため")

    assert caught.value.code == "H12"
    assert world.invite_of(application).result_reason == "募集人数に達したため"


def test_old_selections_can_stay_alone_by_their_day_only(world):
    world.applicant(ended_on=TODAY - timedelta(days=100))
    fresh = world.applicant("山田", "太郎", ended_on=TODAY)

    prepared = world.prepare(ended_since=TODAY - timedelta(days=30))

    assert [invite.application_id for invite in prepared.drafts] == [fresh.id]


def test_change_to_hired_withdraws_the_draft(world):
    application = world.applicant()
    world.prepare()

    notices.change_to_hired(
        actor=world.hr, application_id=application.id, reason="欠員のため", now=NOW
    )

    assert world.invite_of(application).state == "cancelled"


def test_skip_takes_x_codes_only(world):
    application = world.applicant()
    world.prepare()
    invite = world.invite_of(application)

    with pytest.raises(RefusedError) as caught:
        notices.skip_invite(actor=world.hr, invite_id=invite.id, code="low", now=NOW)
    notices.skip_invite(actor=world.hr, invite_id=invite.id, code="X3", now=NOW)

    assert caught.value.code == "H3"
    assert world.invite_of(application).state == "not_invited"
    with pytest.raises(RefusedError) as again:
        notices.skip_invite(actor=world.hr, invite_id=invite.id, code="X3", now=NOW)
    assert again.value.code == "state"


def test_viewer_may_not_prepare(world):
    viewer = make_member(world.company, Role.COMPANY_VIEWER)

    with pytest.raises(NotAllowedError):
        notices.prepare_notices(actor=viewer, now=NOW)


def test_no_row_of_a_notice_can_tell_who_registered():
    fields = {field.name for field in Invite._meta.get_fields()}

    assert not {name for name in fields if "regist" in name or "open" in name or "click" in name}
