"""Job seekers on the agency's pages, from a direct application to the end of the search."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from tests.factories import NOW, TODAY
from tests.web.agency.office import Office

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import RecordView
from tasuki.apps.placement.models import (
    InterviewNote,
    Introduction,
    JobOrder,
    JobSeeker,
    TermsDelivery,
)
from tasuki.apps.placement.terms import open_terms
from tasuki.core.law.solicitation import solicit_block_until

pytestmark = pytest.mark.django_db
FORM = {
    "family_name": "髙﨑",
    "given_name": "𠮷乃",
    "name_kana": "たかさき よしの",
    "birth_date": "1990-04-02",
    "mail": "yoshino@example.jp",
    "phone": "",
    "address": "みなと市1-2-3",
    "received_on": "2026-11-23",
    "received_way": "visit",
    "wished_occupation": "一般事務",
}


@pytest.fixture
def row(office, clerk) -> JobSeeker:
    """A person who came to the office, not told the terms yet."""
    assert clerk.post(reverse("agency:seeker_receive"), FORM).status_code == 302
    with bound(office.relay.agency.id, None):
        return JobSeeker.objects.get(name="髙﨑 𠮷乃")


def _text(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def _at(name: str, row: JobSeeker) -> str:
    return reverse(f"agency:{name}", args=[row.pk])


def _place(office, seeker: JobSeeker, *, hired_on: date) -> None:
    """The agency placed the person for good."""
    agency = office.relay.agency
    with bound(agency.id, None):
        order = JobOrder.objects.create(
            organisation=agency,
            number="J-9",
            company_id=1,
            employer_name="みさき食品",
            received_on=TODAY,
            valid_to=TODAY,
            occupation="事務",
            workplace="みなと市",
            term="無期",
            wage="月給",
        )
        Introduction.objects.create(
            organisation=agency,
            job_order=order,
            job_seeker=seeker,
            introduced_on=TODAY,
            outcome="hired",
            hired_on=hired_on,
            is_indefinite=True,
            solicitation_ban_until=solicit_block_until(hired_on),
        )


def test_direct_application_goes_on_by_paper_to_a_search(office, clerk, row, read_strictly):
    fresh = read_strictly(clerk.get(_at("seeker", row)))
    clerk.post(_at("seeker_hand_terms", row), {"handed_on": "2026-11-23", "language": "ja"})
    told = clerk.get(_at("seeker", row)).content.decode()
    clerk.post(_at("seeker_start", row))

    assert "取扱職種の範囲等の明示書を交付" in fresh
    assert _at("seeker_mail_terms", row) in fresh
    assert _at("seeker_start", row) not in fresh
    assert _at("seeker_start", row) in told
    with bound(office.relay.agency.id, None):
        assert JobSeeker.objects.get(pk=row.pk).state == "active"


def test_form_that_is_refused_keeps_what_was_typed(office, clerk):
    answer = clerk.post(
        reverse("agency:seeker_receive"), FORM | {"wished_occupation": "建設作業員"}
    )

    assert answer.status_code == 409
    assert "髙﨑" in answer.content.decode()
    assert "H1" in _text(answer)
    with bound(office.relay.agency.id, None):
        assert not JobSeeker.objects.exists()


def test_occupation_written_as_in_the_vocabulary_gets_its_code(office, clerk, row):
    words = {"pay_unit": "month", "wished_occupation": "豆腐製造、豆腐職人"}

    clerk.post(_at("seeker_wishes", row), words)
    with bound(office.relay.agency.id, None):
        exact = JobSeeker.objects.get(pk=row.pk).occupation_code
    clerk.post(_at("seeker_wishes", row), words | {"wished_occupation": "豆腐を作る仕事"})

    with bound(office.relay.agency.id, None):
        assert (exact, JobSeeker.objects.get(pk=row.pk).occupation_code) == ("072-06", "")


def test_mailed_terms_are_confirmed_by_the_person_and_by_nobody_who_only_opens(
    office, clerk, row, client
):
    clerk.post(_at("seeker_mail_terms", row), {"wished_on": "2026-11-23", "language": "ja"})
    with bound(office.relay.agency.id, None):
        mail = OutboxMail.objects.get(kind="terms_of_service")
    key = re.search(r"/terms/([\w-]+)/", mail.text)[1]
    address = reverse("person:terms", args=[key])

    opened = client.get(address)
    with bound(office.relay.agency.id, None):
        before = TermsDelivery.objects.get(job_seeker=row).arrived_on
    said = client.post(address, follow=True)
    paper = client.get(reverse("person:terms_paper", args=[key]))

    assert "手数料を一切いただきません" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert before is None
    assert "届いたことを記録しました" in said.content.decode()
    assert paper.content[:5] == b"%PDF-"
    with bound(office.relay.agency.id, None):
        kept = TermsDelivery.objects.get(job_seeker=row)
        assert (kept.arrival, kept.arrived_on) == ("confirmed", TODAY)
        assert JobSeeker.objects.get(pk=row.pk).state == "disclosed"
    assert "本人が確認ページで受領を確認" in clerk.get(_at("seeker", row)).content.decode()


def test_unknown_key_opens_the_page_for_links_that_are_over(client, db):
    assert client.get(reverse("person:terms", args=["no-such-key"])).status_code == 404


def test_acceptance_of_a_registration_carries_the_terms_and_their_key(office, clerk):
    [registration] = office.accept(1)

    with bound(office.relay.agency.id, None):
        terms = TermsDelivery.objects.get(talent_record_id=registration.talent_record_id)
        mail = OutboxMail.objects.get(id=terms.mail_id)
        seeker = JobSeeker.objects.get(id=terms.job_seeker_id)
    key = re.search(r"/terms/([\w-]+)/", mail.text)[1]
    assert "取扱職種の範囲" in mail.text
    assert (terms.way, terms.mail_wished_on, terms.arrived_on) == ("mail", TODAY, None)
    assert open_terms(key=key, now=NOW).terms_id == terms.id
    page = clerk.get(_at("seeker", seeker)).content.decode()
    assert "到達の確認待ち" in page
    assert reverse("agency:seeker_arrival", args=[terms.pk]) in page


def test_note_of_a_talk_on_the_page_refuses_forbidden_data_and_keeps_it_typed(office, clerk, row):
    address = _at("seeker_interview", row)
    given = {"held_on": "2026-11-23", "way": "visit"}

    refused = clerk.post(address, given | {"text": "家族構成は両親と妹"})
    done = clerk.post(address, given | {"text": "土日休みを希望"})

    assert (refused.status_code, done.status_code) == (409, 302)
    assert "家族構成は両親と妹" in refused.content.decode()
    with bound(office.relay.agency.id, None):
        [note] = InterviewNote.objects.all()
    assert note.text == "土日休みを希望"
    remove = reverse("agency:seeker_interview_remove", args=[note.pk])
    assert remove in clerk.get(_at("seeker", row)).content.decode()
    assert clerk.post(remove).status_code == 302
    with bound(office.relay.agency.id, None):
        assert not InterviewNote.objects.exists()


def test_card_preview_names_nobody(clerk, row):
    clerk.post(
        _at("seeker_wishes", row),
        {
            "wished_occupation": "経理",
            "pay_unit": "year",
            "prefectures": ["13"],
            "card_text": "経理を8年。",
        },
    )

    page = clerk.get(_at("seeker_card", row)).content.decode()
    main = page[page.index("<main") :]

    assert "30代" in main
    assert "経理を8年。" in main
    assert not [one for one in ("髙﨑", "𠮷乃", "たかさき", "1990", "yoshino") if one in main]


def test_ban_is_shown_in_the_list_and_on_the_page(office, clerk, row):
    _place(office, row, hired_on=date(2026, 11, 23))

    listed = _text(clerk.get(reverse("agency:seekers")))
    page = _text(clerk.get(_at("seeker", row)))

    assert "転職勧奨の禁止" in listed
    assert "転職を勧めることはできません" in page
    assert "みさき食品" in page


def test_person_under_the_ban_is_not_offered_for_a_slot(office, advisor):
    office.grant()
    slot = office.request()
    [free, placed] = office.accept(2)
    with bound(office.relay.agency.id, None):
        seeker = JobSeeker.objects.get(talent_record_id=placed.talent_record_id)
    _place(office, seeker, hired_on=date(2026, 11, 23))

    page = advisor.get(reverse("agency:slot", args=[slot.id])).content.decode()

    assert reverse("agency:release_ask", args=[slot.id, free.id]) in page
    assert reverse("agency:release_ask", args=[slot.id, placed.id]) not in page
    assert reverse("agency:registration", args=[placed.id]) in page
    assert page.count("転職勧奨の禁止") == 1


def test_list_is_narrowed_by_state_place_and_charge(office, clerk, owner, row):
    office.accept(1)
    clerk.post(
        _at("seeker_wishes", row),
        {"wished_occupation": "経理", "pay_unit": "year", "prefectures": ["13", "27"]},
    )
    address = reverse("agency:seekers")

    def names(query: str, client=clerk) -> bool:
        return "髙﨑" in client.get(f"{address}?{query}").content.decode()

    assert names("state=received")
    assert not names("state=active")
    assert names("prefecture=27")
    assert not names("prefecture=1")
    assert names("mine=on")
    assert not names("mine=on", owner)
    assert not names("open=no")
    assert names("q=経理")


def test_queries_of_list_and_page_do_not_grow_with_rows(office, clerk, row, count_queries):
    office.accept(1)
    few = count_queries(clerk, reverse("agency:seekers"))
    page = count_queries(clerk, _at("seeker", row))
    office.accept(6)
    for number in range(4):
        clerk.post(
            _at("seeker_interview", row),
            {"held_on": "2026-11-23", "way": "phone", "text": f"連絡 {number}"},
        )
        clerk.post(_at("seeker_mail_terms", row), {"wished_on": "2026-11-23", "language": "ja"})

    assert count_queries(clerk, reverse("agency:seekers")) == few
    assert count_queries(clerk, _at("seeker", row)) == page


def test_papers_are_pdf_and_the_person_sees_that_one_was_printed(office, clerk, row):
    clerk.post(_at("seeker_hand_terms", row), {"handed_on": "2026-11-23", "language": "ja"})
    with bound(office.relay.agency.id, None):
        terms = TermsDelivery.objects.get(job_seeker=row)

    for address in (
        _at("seeker_sheet", row),
        reverse("agency:seeker_blank_sheet"),
        reverse("agency:seeker_blank_terms"),
        reverse("agency:seeker_terms_file", args=[terms.pk]),
    ):
        assert clerk.get(address).content[:5] == b"%PDF-", address
    with bound(office.relay.agency.id, None):
        views = RecordView.objects.filter(talent_record_id=row.talent_record_id)
        assert list(views.values_list("way", flat=True)) == ["printed"]


def test_search_is_closed_with_a_reason(office, clerk, row):
    wrong = clerk.post(_at("seeker_close", row), {"reason": "stop_of_use"})
    done = clerk.post(_at("seeker_close", row), {"reason": "found_work"})

    assert (wrong.status_code, done.status_code) == (422, 302)
    assert "ほかで就職" in clerk.get(_at("seeker", row)).content.decode()


def test_other_agency_finds_nobody(client_of, row):
    stranger = client_of(Office.make().relay.clerk)

    for name in ("seeker", "seeker_card", "seeker_sheet", "seeker_wishes", "seeker_close"):
        assert stranger.get(_at(name, row)).status_code == 404, name
