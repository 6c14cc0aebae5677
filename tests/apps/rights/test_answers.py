"""Requests are decided by a named human, carried out, and answered (33条-36条)."""

import json

import pytest
from tests.apps.rights.desk import Desk
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.messages.models import Suppression
from tasuki.apps.orgs.queries import find_door
from tasuki.apps.rights import letters
from tasuki.apps.rights.actions import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def data_of(desk, request):
    with bound(desk.company.pk, None):
        return json.loads(letters.write_json(desk.reload(request), now=NOW))["data"]


def test_disclosure_counts_what_was_found(desk):
    done = desk.grant(desk.file())

    assert (done.state, done.outcome) == ("disclosed", "disclosed")
    assert done.found_counts["records"] == 1
    assert done.found_counts["applications"] == 1
    assert (done.decided_by_id, done.decided_by_name) == (desk.hr.account_id, desk.hr.name)


def test_disclosure_shows_record_application_and_notes(desk):
    data = data_of(desk, desk.grant(desk.file()))

    assert data["records"][0]["family_name"] == "架空"
    assert data["applications"][0]["note"] == "慎重な方"
    assert data["applications"][0]["raw"] == {"志望": "製造"}


def test_assessments_are_left_out_on_a_ground_that_the_answer_names(desk):
    request = desk.grant(desk.file(), withheld_ground="business")

    assert "note" not in data_of(desk, request)["applications"][0]
    assert "33条2項2号" in request.answer_text


def test_disclosure_holds_nobody_else_s_rows(desk):
    desk.add_person(family_name="別人", mail="other@example.invalid")

    assert "別人" not in json.dumps(data_of(desk, desk.grant(desk.file())), ensure_ascii=False)


def test_correction_changes_the_record_and_keeps_before_and_after(desk):
    request = desk.file("correction", wanted={"family_name": "改姓"}, scope="姓が変わりました")

    done = desk.grant(request)

    assert done.changes == {"family_name": ["架空", "改姓"]}
    assert desk.reload(desk.record).family_name == "改姓"


def test_correction_that_changes_nothing_is_not_an_answer(desk):
    request = desk.file("correction", wanted={"family_name": "架空"})

    with pytest.raises(InvalidInputError):
        desk.grant(request)


def test_stop_of_use_silences_every_mail_but_the_answer(desk):
    request = desk.grant(desk.file("stop_use"))
    desk.send(request)

    with bound(desk.company.pk, None):
        assert Suppression.objects.get().reason == "stop_use"
    assert desk.reload(desk.record).stopped_at == NOW
    assert desk.mails("rights_answered")[0].to_address == "hanako@example.invalid"


def test_erasure_may_be_answered_by_a_stop(desk):
    done = desk.grant(desk.file("erasure"), is_stop_instead=True)

    assert done.state == "stopped"
    assert desk.reload(desk.record).stopped_at == NOW


def test_erasure_is_recorded_with_what_stays(desk):
    done = desk.grant(desk.file("erasure"))

    assert done.state == "erased"
    assert done.kept == []  # no book of the law names this person
    assert done.found_counts["people.TalentRecord"] == 1
    assert desk.reload(desk.record).full_name == ""


def test_erasure_is_told_by_mail_and_the_contact_goes_with_it(desk):
    request = desk.grant(desk.file("erasure"))

    told = desk.send(request)

    [mail] = desk.mails("rights_answered")
    assert mail.to_address == "hanako@example.invalid"
    assert "架空 花子" in mail.text
    left = desk.reload(told)
    assert (left.state, left.claimant_name, left.claimant_mail) == ("notified", "", "")


@pytest.mark.parametrize("how", ["post", "hand"])
def test_erasure_is_told_on_paper_with_name_and_address(desk, how):
    claimant = {"name": "架空 花子", "address": "みなと市1-2-3"}
    request = desk.grant(desk.identify(desk.file_paper("erasure", claimant=claimant)))

    waiting = desk.reload(request)
    told = desk.reload(desk.send(request, how=how))

    assert (waiting.claimant_name, waiting.claimant_address) == ("架空 花子", "みなと市1-2-3")
    assert (told.sent_how, told.claimant_name, told.claimant_address) == (how, "", "")


def test_erasure_closes_the_links_of_earlier_answers(desk):
    desk.send(desk.grant(desk.file()))
    key = desk.mails("rights_answered")[0].text.split("/privacy/answers/")[1].split("/")[0]
    before = find_door(kind="rights_answer", key=key, now=NOW)

    desk.grant(desk.file("erasure"))

    assert before is not None
    assert find_door(kind="rights_answer", key=key, now=NOW) is None


def test_other_open_request_of_an_erased_person_can_still_be_answered(desk):
    waiting = desk.file()
    desk.grant(desk.file("erasure"))

    assert desk.reload(waiting).claimant_mail == "hanako@example.invalid"
    assert desk.send(desk.refuse(waiting, "not_held")).state == "notified"


def test_disclosure_is_not_mailed_to_an_address_that_only_the_paper_names(desk):
    claimant = {"name": "架空 花子", "mail": "elsewhere@example.invalid"}
    request = desk.grant(desk.identify(desk.file_paper(claimant=claimant)))

    with pytest.raises(RefusedError) as caught:
        desk.send(request)

    assert caught.value.code == "address_not_on_record"
    assert desk.mails("rights_answered") == []
    assert desk.send(request, how="post").state == "notified"


def test_address_on_a_paper_leads_to_nobody_s_data(desk):
    desk.add_person(family_name="別人", mail="other@example.invalid")
    claimant = {"name": "架空 花子", "mail": "other@example.invalid"}

    request = desk.grant(desk.identify(desk.file_paper(claimant=claimant)))

    assert "other@example.invalid" not in json.dumps(
        {name: rows for name, rows in data_of(desk, request).items() if name != "requests"}
    )


def test_mails_of_a_request_are_sealed_under_the_person_s_key(desk):
    desk.send(desk.grant(desk.file()))

    [answer] = desk.mails("rights_answered")
    [receipt] = desk.mails("rights_received")
    assert {answer.person_id, receipt.person_id} == {desk.record.pk}
    desk.grant(desk.file("erasure"))
    assert desk.mails("rights_answered") == []  # erased with the person


def test_refusal_needs_a_ground_that_fits_the_kind(desk):
    request = desk.file("disclosure")

    with pytest.raises(InvalidInputError):
        desk.refuse(request, "content_true")


def test_refusal_needs_an_explanation(desk):
    with pytest.raises(RefusedError) as caught:
        answers.refuse_request(
            actor=desk.hr, request_id=desk.file().pk, ground="business", note=" ", now=NOW
        )

    assert caught.value.code == "H12"


def test_refusal_states_ground_and_explanation(desk):
    done = desk.refuse(desk.file("correction", scope="評価が低い"), "not_a_fact")

    assert done.state == "refused"
    assert "34条1項" in done.answer_text
    assert "調査の内容" in done.answer_text


def test_task_decides_nothing(desk):
    task = Actor.for_task(organisation_id=desk.company.pk, kind=desk.hr.kind)

    with pytest.raises(NotAllowedError):
        answers.grant_request(actor=task, request_id=desk.file().pk, now=NOW)


def test_request_about_nobody_on_record_is_answered_as_not_held(desk):
    request = desk.identify(desk.file_paper(talent_record_id=None, claimant={"name": "未知 太郎"}))

    with pytest.raises(RefusedError, match="held"):
        desk.grant(request)
    assert desk.refuse(request, "not_held").state == "refused"


def test_answer_by_mail_carries_a_link_of_thirty_days(desk):
    desk.send(desk.grant(desk.file()))

    [mail] = desk.mails("rights_answered")
    key = mail.text.split("/privacy/answers/")[1].split("/")[0]
    door = find_door(kind="rights_answer", key=key, now=NOW)
    assert door is not None
    assert "2026年12月23日" in mail.text


def test_answer_leaves_once(desk):
    request = desk.send(desk.grant(desk.file()))

    with pytest.raises(RefusedError):
        desk.send(request)


def test_undecided_request_is_not_answered(desk):
    with pytest.raises(RefusedError):
        desk.send(desk.file())


def test_answer_without_an_address_goes_by_post(desk):
    request = desk.grant(
        desk.identify(desk.file_paper(talent_record_id=desk.add_person(mail="").pk))
    )

    with pytest.raises(InvalidInputError):
        desk.send(request)
    assert desk.send(request, how="post").state == "notified"


def test_every_step_is_in_the_audit_chain_without_names(desk):
    desk.send(desk.grant(desk.file()))

    with bound(desk.company.pk, None):
        events = list(AuditEvent.objects.filter(object_kind="rights_request").order_by("number"))
    assert [one.kind for one in events] == ["request.file", "request.rq2", "request.rq7"]
    assert "架空" not in json.dumps([one.data for one in events], ensure_ascii=False)


@pytest.mark.parametrize("name", ["form", "answer", "data"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_papers_are_printed_as_pdf(desk, name, language):
    request = desk.grant(desk.file(scope="すべて"))

    with bound(desk.company.pk, None):
        data = letters.print_paper(
            desk.reload(request), name, language=language, printed_by="北村 花", now=NOW
        )
    assert data.startswith(b"%PDF-")


def test_notice_of_a_refusal_is_printed(desk):
    request = desk.refuse(desk.file(), "business")

    with bound(desk.company.pk, None):
        assert letters.can_print(request, "refusal")
        assert not letters.can_print(request, "data")
        data = letters.print_paper(request, "refusal", language="ja", printed_by="北村 花", now=NOW)
    assert data.startswith(b"%PDF-")
