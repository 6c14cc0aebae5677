"""Pages of the pool: the member writes and takes back, the person answers with one tap."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.apps.pool.members import Members
from tests.factories import NOW, make_member

from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.pool.models import PoolContact
from tasuki.apps.rights.models import RightsRequest
from tasuki.core.access import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_ten_in_tokyo")]
KEY = re.compile(r"/pool/([^/\s]+)/")


@pytest.fixture
def _at_ten_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def members(db):
    return Members()


@pytest.fixture
def entry(members):
    return members.agree(members.applicant())


@pytest.fixture
def browser(members, client_of):
    return client_of(members.hr)


def mailed(members):
    with members.at():
        [mail] = OutboxMail.objects.filter(kind="job_mail")
    return reverse("own_pool:answer", args=[KEY.search(mail.text)[1]])


def test_list_shows_reasons_without_ranking_and_writes_after_a_question(
    members, entry, browser, read_strictly
):
    opening = members.opening()
    page = read_strictly(browser.get(reverse("pool:entries"), {"opening": str(opening.pk)}))
    assert "「営業職」に応募したことがあります" in page
    assert "今の希望と条件" in page

    values = {"act": "contact", "row": [str(entry.pk)]}
    asked = browser.post(reverse("pool:entries"), values)
    assert "3つの回答" in read_strictly(asked)
    confirmed = values | {"confirmed": "yes", "opening_id": str(opening.pk)}
    done = browser.post(reverse("pool:entries"), confirmed, follow=True)
    assert "10分後に1名に送信します" in done.content.decode()
    with members.at():
        batch = PoolContact.objects.get().batch_id
    back = browser.post(reverse("pool:back", args=[batch]), follow=True)
    assert "1名への送信を取り消しました" in back.content.decode()


def test_bulk_without_an_opening_asks_again(members, entry, browser):
    values = {"act": "contact", "row": [str(entry.pk)], "confirmed": "yes", "opening_id": ""}
    assert browser.post(reverse("pool:entries"), values).status_code == 422


def test_entry_is_edited_with_words_of_the_lists_only(members, entry, browser, read_strictly):
    url = reverse("pool:edit", args=[entry.pk])
    read_strictly(browser.get(url))

    assert browser.post(url, {"tags": ["young"]}).status_code == 422
    done = browser.post(url, {"tags": ["other_job"], "end_reason": "timing"}, follow=True)

    page = read_strictly(done)
    assert "別の職種" in page
    assert "時期" in page


def test_opening_the_mailed_page_answers_nothing_and_one_tap_does(
    members, entry, browser, read_strictly
):
    members.contact(entry)
    phone, path = Client(), mailed(members)
    first = phone.get(path)
    assert first["Cache-Control"] == "no-store"
    assert "開いただけでは回答になりません" in read_strictly(first)
    assert members.entry(entry.talent_record).state == "re_contacted"

    done = phone.post(path, {"answer": "yes"}, follow=True)

    assert "会社からご連絡します" in done.content.decode()
    assert members.entry(entry.talent_record).state == "interested"
    browser.post(reverse("pool:select", args=[entry.pk]))
    result = reverse("pool:result", args=[entry.pk])
    read_strictly(browser.get(result))
    browser.post(result, {"is_hired": "yes"})
    assert members.entry(entry.talent_record).state == "hired"


def test_delete_me_ends_the_use_and_files_the_request(members, entry):
    members.contact(entry)
    path = mailed(members)

    page = Client().post(path, {"answer": "delete_me"}, follow=True).content.decode()

    assert "同意を終了し" in page
    assert "今、回答していただくことはありません" in page
    with members.at():
        [request] = RightsRequest.objects.all()
    assert (request.kind, request.talent_record_id) == ("erasure", entry.talent_record_id)


def test_a_word_that_is_no_answer_changes_nothing(members, entry):
    members.contact(entry)
    page = Client().post(mailed(members), {"answer": "maybe"}, follow=True)

    assert "3つの回答から1つ選んでください" in page.content.decode()
    assert members.entry(entry.talent_record).state == "re_contacted"


def test_unknown_key_opens_nothing(db):
    assert Client().get(reverse("own_pool:answer", args=["x" * 32])).status_code in {404, 410}


def test_manager_of_a_department_sees_no_pool(members, entry, client_of):
    manager = client_of(make_member(members.company, Role.COMPANY_MANAGER))
    assert manager.get(reverse("pool:entry", args=[entry.pk])).status_code == 403
