"""Pages of the network: interview, file, list, and the person's own page on a phone."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.apps.alumni.network import Network
from tests.factories import NOW, TODAY, make_member

from tasuki.core.access import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_ten_in_tokyo")]


@pytest.fixture
def _at_ten_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def network(db):
    return Network()


@pytest.fixture
def browser(network, client_of):
    return client_of(network.hr)


def test_interview_is_kept_and_listed_and_invited(network, browser, read_strictly):
    url = reverse("alumni:exit")
    read_strictly(browser.get(url))
    values = {"person_name": "架空 一郎", "left_on": "2026-01-31", "wishes_contact": "on"}
    assert browser.post(url, values).status_code == 422
    browser.post(url, values | {"person_mail": "ichi@home.invalid"})
    page = read_strictly(browser.get(reverse("alumni:members")))
    assert "架空 一郎" in page

    member = network.leaver()
    chosen = {"act": "invite", "row": [str(member.pk)], "confirmed": "yes"}
    done = browser.post(reverse("alumni:members"), chosen, follow=True)
    assert "10分後に1名に招待を送信します" in done.content.decode()
    back = reverse("alumni:back", args=[network.read(member).batch_id])
    assert "1名への招待を取り消しました" in browser.post(back, follow=True).content.decode()


def test_rows_that_cannot_be_taken_come_back(browser, read_strictly):
    url = reverse("alumni:import")
    read_strictly(browser.get(url))
    text = (
        "name,mail,left_on,agreed_on\n"
        "架空 一郎,ichi@home.invalid,2026-01-31,2026-01-31\n"
        "架空 二郎,ni@home.invalid,2026-01-31,\n"
    )
    answer = browser.post(url, {"text": text})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "架空 二郎" in page
    assert "架空 一郎" not in page
    assert browser.post(url, {"text": text.rpartition("架空 二郎")[0]}).status_code == 422  # known


def test_member_page_keeps_the_reasons_apart(network, browser, client_of, read_strictly):
    member = network.joined()
    url = reverse("alumni:member", args=[member.pk])
    page = read_strictly(browser.get(url))
    assert "新しい分野に挑戦したいため" in page
    assert "会社の理由コード" not in page
    owner = client_of(make_member(network.company, Role.COMPANY_OWNER))
    assert "会社の理由コード" in owner.get(url).content.decode()

    edit = reverse("alumni:edit", args=[member.pk])
    read_strictly(browser.get(edit))
    done = browser.post(edit, {"next_action": "近況を聞く", "next_action_on": str(TODAY)})
    assert done.status_code == 302
    assert "近況を聞く" in browser.get(url).content.decode()


def test_person_joins_writes_stays_and_leaves_on_the_own_page(network, read_strictly):
    member = network.leaver()
    network.invite(member)
    phone, path = Client(), reverse("own_alumni:mine", args=[network.last_key()])
    first = phone.get(path)
    assert first["Cache-Control"] == "no-store"
    assert "開いただけでは何も決まりません" in read_strictly(first)
    assert network.read(member).state == "invited"

    assert phone.post(path, {"act": "join"}).status_code == 422
    joined = {"act": "join", "is_agreed": "on", "shown": ["name"]}
    page = read_strictly(phone.post(path, joined, follow=True))
    assert "参加しました" in page
    saved = {"act": "save", "current_company": "みなと商事", "willingness": ["rehire"]}
    phone.post(path, saved)
    assert network.read(member).current_company == "みなと商事"
    assert "挑戦したい" not in phone.get(path).content.decode()
    left = read_strictly(phone.post(path, {"act": "leave"}))
    assert "退会しました" in left
    assert network.read(member).state == "left"
    assert phone.get(path).status_code in {404, 410}


def test_unknown_key_and_unknown_act_do_nothing(network):
    assert Client().get(reverse("own_alumni:mine", args=["x" * 32])).status_code in {404, 410}
    member = network.joined()
    path = reverse("own_alumni:mine", args=[network.last_key()])
    assert Client().post(path, {"act": "hack"}).status_code == 404
    assert network.read(member).state == "active"


def test_manager_of_a_department_sees_no_member(network, client_of):
    manager = client_of(make_member(network.company, Role.COMPANY_MANAGER))
    url = reverse("alumni:member", args=[network.joined().pk])
    assert manager.get(url).status_code == 403
