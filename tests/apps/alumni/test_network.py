"""The network: only by consent given at leaving, the person's own acts, and a real end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.apps.alumni.network import Network
from tests.factories import NOW, TODAY, make_company

from tasuki.apps.alumni import actions, own, queries
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.alumni.tasks import keep_all_in_step
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import OutboxMail
from tasuki.core.access import Role
from tasuki.core.alumni.leavers import write_failed
from tasuki.core.alumni.rules import is_hidden_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(db):
    return Network()


def test_clock_invites_thirty_days_after_leaving_to_the_private_address(network):
    member = network.leaver(days=0)

    keep_all_in_step(now=NOW + timedelta(days=29))
    assert network.read(member).state == "planned"
    keep_all_in_step(now=NOW + timedelta(days=30))

    assert network.read(member).state == "invited"
    [mail] = network.mails()
    assert mail.to_address == "taro1@home.invalid"
    assert "不利益はありません" in mail.text


def test_without_the_wish_nobody_writes_and_the_record_is_emptied_h8(network):
    member = network.leaver(wishes_contact=False)

    with pytest.raises(RefusedError) as refused:
        network.invite(member)
    assert refused.value.code == "H8"
    keep_all_in_step(now=NOW + timedelta(days=91))

    ended = network.read(member)
    assert (ended.state, ended.person_name, ended.leave_words) == ("expired", "", "")
    assert network.mails() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"person_mail": ""}, "person_mail"),
        ({"leave_code": "illness"}, "leave_code"),
        ({"person_name": " "}, "person_name"),
        ({"joined_company_on": TODAY}, "left_on"),
    ],
)
def test_interview_names_what_is_wrong(network, values, field):
    with pytest.raises(InvalidInputError) as error:
        network.leaver(**values)
    assert error.value.field == field


def test_interview_keeps_nothing_about_health_h5(network):
    with pytest.raises(RefusedError) as refused:
        network.leaver(leave_words="持病の治療のため退職")
    assert refused.value.code == "H5"


def test_company_address_is_no_private_one(network):
    domain = network.company.contact_mail.rpartition("@")[2]
    with pytest.raises(InvalidInputError) as error:
        network.leaver(person_mail=f"someone@{domain}")
    assert error.value.field == "person_mail"


def test_bulk_invitation_leaves_out_and_is_taken_back(network):
    ready, early = network.leaver(), network.leaver(2, days=3)

    sent = network.invite(ready, early)

    assert (sent.count, sent.left_out_count) == (1, 1)
    assert actions.take_back_invitations(actor=network.hr, batch_id=sent.batch_id, now=NOW) == 1
    assert network.read(ready).state == "planned"
    keep_all_in_step(now=NOW)
    assert network.read(ready).state == "planned"  # what a human took back stays back
    with pytest.raises(NotAllowedError):
        actions.invite_members(actor=network.task, member_ids=[ready.pk], now=NOW)


def test_file_takes_good_rows_and_gives_back_the_others(network):
    text = (
        "氏名,社員番号,私用メール,退職日,同意日,部署\n"
        "架空 一郎,1,ichi@home.invalid,2026-01-31,2026-01-31,営業部\n"
        "架空 二郎,2,ni@home.invalid,2026/1/31,,営業部\n"
        "架空 三郎,3,san,2026-01-31,2026-01-31,\n"
        "架空 四郎,4,ichi@home.invalid,2026-01-31,2026-01-31,\n"
    )

    done = actions.import_leavers(actor=network.hr, text=text, now=NOW)

    assert (done.count, [one.line for one in done.failed]) == (1, [3, 4, 5])
    assert "同意のない方は招待できません" in write_failed(done.failed)
    with pytest.raises(InvalidInputError):
        actions.import_leavers(actor=network.hr, text="氏名\n架空", now=NOW)


def test_person_joins_with_the_box_only_and_for_twelve_months(network):
    member = network.leaver()
    person = network.person(member)
    with pytest.raises(RefusedError):
        own.join_network(actor=person, member_id=member.pk, is_agreed=True, now=NOW)
    network.invite(member)
    with pytest.raises(InvalidInputError) as error:
        own.join_network(actor=person, member_id=member.pk, is_agreed=False, now=NOW)
    assert error.value.field == "is_agreed"
    with pytest.raises(NotAllowedError):
        own.join_network(actor=network.hr, member_id=member.pk, is_agreed=True, now=NOW)

    own.join_network(actor=person, member_id=member.pk, is_agreed=True, now=NOW)

    joined = network.read(member)
    assert joined.state == "active"
    assert joined.ends_on == TODAY.replace(year=TODAY.year + 1) - timedelta(days=1)
    assert (joined.visible_fields, len(joined.consent_hash)) == ([], 64)


def test_renewal_never_goes_past_24_months(network):
    member = network.joined()
    person = network.person(member)
    own.renew_membership(actor=person, member_id=member.pk, now=NOW + timedelta(days=340))
    own.renew_membership(actor=person, member_id=member.pk, now=NOW + timedelta(days=600))

    cap = TODAY.replace(year=TODAY.year + 2) - timedelta(days=1)
    assert network.read(member).ends_on == cap
    with pytest.raises(RefusedError) as refused:
        own.renew_membership(actor=person, member_id=member.pk, now=NOW + timedelta(days=700))
    assert refused.value.code == "alumni_cap"


def test_year_ends_with_one_question_silence_and_an_empty_row(network):
    member = network.joined()
    keep_all_in_step(now=NOW + timedelta(days=340))
    keep_all_in_step(now=NOW + timedelta(days=341))
    assert network.read(member).state == "silent"
    assert len(network.mails()) == 2  # the invitation and one question

    keep_all_in_step(now=NOW + timedelta(days=366))

    ended = network.read(member)
    assert ended.state == "expired"
    assert not any(getattr(ended, name) for name in AlumniMember.personal_fields)


def test_silent_member_is_in_touch_again_with_the_own_act(network):
    member = network.joined()
    keep_all_in_step(now=NOW + timedelta(days=340))
    person = network.person(member)

    own.save_profile(
        actor=person, member_id=member.pk, skills="設計", now=NOW + timedelta(days=341)
    )

    assert network.read(member).state == "active"


def test_leaving_empties_the_row_and_keeps_a_hash_against_later_mails(network):
    member = network.joined()
    own.leave_network(actor=network.person(member), member_id=member.pk, now=NOW)

    left = network.read(member)
    assert left.state == "left"
    assert not any(getattr(left, name) for name in AlumniMember.personal_fields)
    with pytest.raises(InvalidInputError) as error:
        network.leaver()
    assert error.value.field == "person_mail"
    with network.at():
        assert queries.find_own_door(key=network.last_key(), now=NOW) is None
        assert OutboxMail.objects.filter(kind="alumni").exists()


def test_members_see_what_each_one_chose_and_never_the_reason(network):
    viewer = network.joined(1)
    network.joined(2, visible=("name", "units"))
    network.joined(3, visible=("units",))
    hidden = network.joined(4)
    own.save_profile(
        actor=network.person(hidden),
        member_id=hidden.pk,
        visible_fields=["name"],
        hidden_from="株式会社みなと商事",
        now=NOW,
    )
    own.save_profile(
        actor=network.person(viewer), member_id=viewer.pk, current_company="みなと商事", now=NOW
    )

    with network.at():
        peers = queries.list_peers(viewer=network.read(viewer))

    assert [(one.name, one.units, one.skills) for one in peers] == [("架空 太郎2", "営業部", "")]
    assert "挑戦" not in repr([vars(one) if hasattr(one, "__dict__") else one for one in peers])


def test_part_of_an_employers_name_is_enough_to_hide():
    assert is_hidden_from(["ミナト商事"], "株式会社 ﾐﾅﾄ商事 東京支店")
    assert not is_hidden_from(["ミナト商事"], "")
    assert not is_hidden_from([""], "ミナト商事")


def test_coordinator_keeps_facts_and_nothing_after_the_end(network):
    member = network.joined()
    kept = actions.edit_relation(
        actor=network.hr,
        member_id=member.pk,
        last_contact_on=TODAY,
        next_action="近況を聞く",
        next_action_on=TODAY,
        is_coordinator=True,
        now=NOW,
    )
    assert kept.coordinator_id == network.hr.account_id
    with network.at():
        assert list(queries.list_members(due_by=TODAY, willing="rehire", is_member=True)) == [kept]
    with pytest.raises(InvalidInputError):
        actions.edit_relation(
            actor=network.hr,
            member_id=member.pk,
            last_contact_on=TODAY + timedelta(days=1),
            now=NOW,
        )
    own.leave_network(actor=network.person(member), member_id=member.pk, now=NOW)
    with pytest.raises(RefusedError):
        actions.edit_relation(actor=network.hr, member_id=member.pk, now=NOW)


def test_nobody_acts_for_another_person_or_company(network):
    member, other = network.joined(1), network.joined(2)
    with pytest.raises(NotVisibleError):
        own.leave_network(actor=network.person(other), member_id=member.pk, now=NOW)
    elsewhere = Network(make_company())
    with pytest.raises(NotVisibleError):
        elsewhere.invite(member)
    viewer = replace(network.hr, role=Role.COMPANY_VIEWER)
    with pytest.raises(NotAllowedError):
        actions.edit_relation(actor=viewer, member_id=member.pk, now=NOW)
