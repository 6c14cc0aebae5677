"""Result notices on paper are under the same law as mailed ones, and nobody is picked."""

from datetime import timedelta

import pytest
from tests.apps.relay.notices.notice_world import BODY
from tests.factories import NOW, TODAY

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.actions.paper_notices import record_paper_notices
from tasuki.apps.relay.queries.paper_notices import find_paper_sending
from tasuki.core.access import OrganisationKind

pytestmark = pytest.mark.django_db


def on_paper(world, **fields):
    return world.applicant(mail="", address="みなと市1-1", **fields)


def record(world, template, **fields):
    return record_paper_notices(actor=world.hr, template_id=template.id, now=NOW, **fields)


def sheets(world, template, **fields):
    with world.at_company():
        return find_paper_sending(template_id=template.id, on=TODAY, **fields).sheets


def test_everybody_without_mail_gets_the_line_and_mailed_people_wait(world):
    world.cover()
    first, second, mailed = on_paper(world), on_paper(world), world.applicant()
    world.prepare()
    template = world.template()

    count = record(world, template)

    invite = world.invite_of(first)
    assert count == 2
    assert (invite.state, invite.channel, invite.code) == ("invited", "paper", "MINATO-A1B2")
    assert (invite.template_id, invite.purpose_notice_version) == (template.id, 1)
    assert world.invite_of(second).state == "invited"
    assert world.invite_of(mailed).state == "draft"


def test_sheet_has_no_line_where_the_purpose_notice_does_not_cover_it(world):
    world.cover(shown_from=TODAY - timedelta(days=10))
    application = on_paper(world, applied_on=TODAY - timedelta(days=11))
    world.prepare()
    template = world.template()

    [sheet] = sheets(world, template)
    record(world, template)

    assert "あおば人材" not in sheet.text
    invite = world.invite_of(application)
    assert (invite.state, invite.code, invite.invited_at) == ("result_notified", "", None)


def test_person_who_stopped_after_the_preparation_gets_the_result_alone(world):
    world.cover()
    application = on_paper(world)
    world.prepare()
    template = world.template()
    with world.at_company():
        TalentRecord.objects.filter(id=application.talent_record_id).update(stopped_at=NOW)

    [sheet] = sheets(world, template)
    record(world, template)

    assert "MINATO-A1B2" not in sheet.text
    invite = world.invite_of(application)
    assert (invite.state, invite.skip_code, invite.code) == ("not_invited", "X1", "")


def test_picked_people_get_the_result_alone(world):
    world.cover()
    application, other = world.applicant(), on_paper(world)
    world.prepare()
    template = world.template()
    ids = [world.invite_of(application).id]

    [sheet] = sheets(world, template, invite_ids=ids)
    record(world, template, invite_ids=ids)

    assert (sheet.code, "あおば人材" in sheet.text) == ("", False)
    invite = world.invite_of(application)
    assert (invite.state, invite.book_id) == ("result_notified", None)
    assert world.invite_of(other).state == "draft"


def test_opted_out_address_stays_without_a_line_when_picked(world):
    world.cover()
    application = world.applicant(mail="stop@example.invalid")
    world.prepare()
    with world.at_company():
        suppress_address(address="stop@example.invalid", reason="opt_out")
    ids = [world.invite_of(application).id]

    [sheet] = sheets(world, world.template(), invite_ids=ids)

    assert (sheet.is_stopped, sheet.code) == (True, "")


def test_picking_people_without_mail_is_refused_so_that_nobody_loses_the_guidance(world):
    world.cover()
    application = on_paper(world)
    world.prepare()
    ids = [world.invite_of(application).id]

    with pytest.raises(NotVisibleError):
        record(world, world.template(), invite_ids=ids)


def test_line_without_its_elements_is_refused_on_paper_too(world):
    world.cover()
    on_paper(world)
    world.prepare()
    template = world.template(relay_line="{agency}（許可番号{licence}）の案内：{url}")

    with pytest.raises(RefusedError) as refusal:
        record(world, template)

    assert refusal.value.code == "elements"


def test_with_two_running_contracts_one_must_be_named(world):
    world.cover()
    application = on_paper(world)
    world.prepare()
    first = world.book_id
    world.book_id = type(first)(int=first.int ^ 1)
    world.run_contract()
    template = world.template()

    with pytest.raises(InvalidInputError) as refusal:
        record(world, template)
    record(world, template, book_id=first)

    assert refusal.value.field == "book_id"
    assert world.invite_of(application).book_id == first


def test_nobody_waiting_for_paper_is_said(world):
    world.applicant()
    world.prepare()

    with pytest.raises(InvalidInputError) as refusal:
        record(world, world.template())

    assert refusal.value.field == "invites"


def test_empty_field_of_one_person_stops_the_printing(world):
    on_paper(world, job_title="")
    world.prepare()

    with pytest.raises(RefusedError) as refusal:
        sheets(world, world.template(body=BODY))

    assert refusal.value.code == "empty_field"


def test_program_records_no_paper_notice(world):
    on_paper(world)
    world.prepare()
    template = world.template()
    task = Actor.for_task(organisation_id=world.company.id, kind=OrganisationKind.COMPANY)

    with pytest.raises(RefusedError) as refusal:
        record_paper_notices(actor=task, template_id=template.id, now=NOW)

    assert refusal.value.code == "H12"
