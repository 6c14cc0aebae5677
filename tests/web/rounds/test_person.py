"""A person's own pages: by the mailed key and signed in, without scripts."""

import re

import pytest
from django.test import Client
from tests.apps.rounds.house import AFTER, House, introductions, posting, rotation
from tests.factories import NOW, make_account

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import AccountLink, Door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rounds.models import RoundChoice, RoundPerson, RoundScore

KEY = re.compile(r"/round/[^/\s]+/")


@pytest.fixture
def asked(db) -> House:
    """Somebody who was invited and did nothing yet, and one who ranked."""
    house = House.company()
    house.plan()
    for name in ("経理部", "総務部", "広報部"):
        house.place(name)
    house.person("蓮")
    house.person("凛")
    house.open()
    house.rank("凛", "総務部")
    return house


def key_of(house: House, name: str, kind: str = "round_invitation") -> str:
    with bound(house.organisation.id, None):
        record = TalentRecord.objects.get(id=house.people[name].talent_record_id)
    [mail] = [one for one in house.mails(kind) if one.to_address == record.mail][-1:]
    return KEY.search(mail.text)[0]


def chosen(house: House, name: str) -> list[str]:
    with bound(house.organisation.id, None):
        rows = RoundChoice.objects.filter(person=house.people[name]).order_by("rank")
        return list(rows.values_list("place__name", flat=True))


def state_of(house: House, name: str) -> str:
    with bound(house.organisation.id, None):
        return RoundPerson.objects.get(id=house.people[name].id).state


def ids(house: House, *names: str) -> list[str]:
    return [str(house.places[one].id) for one in names]


def listed_in(text: str) -> list[str]:
    """What stands on the list of a page, in order; the pool's fields are disabled."""
    return re.findall(r'name="place" value="([^"]+)">', text)


def test_a_mailed_key_tells_what_it_is_before_anything_is_agreed(asked, client, read_strictly):
    answer = client.get(key_of(asked, "蓮"))

    text = read_strictly(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "参加に同意する" in text
    assert "参加しない" in text
    assert "締切" in text
    assert "経理部" in text
    assert "凛" not in text
    assert state_of(asked, "蓮") == "invited"


def test_a_person_agrees_ranks_without_scripts_and_submits(asked, client, read_strictly):
    page = key_of(asked, "蓮")
    client.post(page, {"act": "agree"})
    text = read_strictly(client.get(page))
    assert listed_in(text) == []
    first, second = ids(asked, "経理部", "総務部")

    text = read_strictly(client.post(page, {"act": f"add:{first}"}))
    text = read_strictly(client.post(page, {"act": f"add:{second}", "place": listed_in(text)}))
    assert listed_in(text) == [first, second]
    text = read_strictly(client.post(page, {"act": f"up:{second}", "place": listed_in(text)}))
    assert listed_in(text) == [second, first]
    assert "まだ提出していません" in text
    assert chosen(asked, "蓮") == []
    client.post(page, {"act": "save", "place": listed_in(text)})

    assert chosen(asked, "蓮") == ["総務部", "経理部"]
    assert len(asked.mails("round_receipt")) == 2


def test_the_last_step_down_and_the_first_step_up_change_nothing(asked, client):
    page = key_of(asked, "蓮")
    client.post(page, {"act": "agree"})
    order = ids(asked, "経理部", "総務部")

    for act in (f"up:{order[0]}", f"down:{order[1]}", "up:nothing", "add:nothing"):
        text = client.post(page, {"act": act, "place": order}).content.decode()
        assert listed_in(text) == order, act
    text = client.post(page, {"act": f"remove:{order[0]}", "place": order}).content.decode()
    assert listed_in(text) == order[1:]


def test_an_empty_list_is_refused_and_a_doubled_one_keeps_the_stored(asked, client):
    page = key_of(asked, "凛")

    refused = client.post(page, {"act": "save"})
    doubled = client.post(page, {"act": "save", "place": ids(asked, "経理部", "経理部")})

    assert refused.status_code == 422
    assert "希望を1つから" in refused.content.decode()
    assert doubled.status_code == 422
    assert chosen(asked, "凛") == ["総務部"]


def test_withdrawing_deletes_everything_and_is_as_easy_as_the_yes(asked, client, read_strictly):
    asked.score("凛", "総務部", 5)
    page = key_of(asked, "凛")

    client.post(page, {"act": "withdraw"})

    with bound(asked.organisation.id, None):
        assert not RoundScore.objects.exists()
    assert chosen(asked, "凛") == []
    assert state_of(asked, "凛") == "withdrawn"
    assert "もう一度参加できます" in read_strictly(client.get(page))


def test_a_no_is_recorded_without_a_question(asked, client):
    page = key_of(asked, "蓮")

    client.post(page, {"act": "withdraw"})

    assert state_of(asked, "蓮") == "withdrawn"


def test_after_the_deadline_the_list_is_read_only(asked, client, clock, read_strictly):
    page = key_of(asked, "凛")
    clock(AFTER)

    text = read_strictly(client.get(page))
    answer = client.post(page, {"act": "save", "place": ids(asked, "経理部")})

    assert "受付は終了しました" in text
    assert "総務部" in text
    assert answer.status_code == 409
    assert chosen(asked, "凛") == ["総務部"]


def test_unknown_and_closed_keys_give_the_same_page(asked, client):
    page = key_of(asked, "蓮")
    with bound(asked.organisation.id, None):
        close_doors(kind=Door.Kind.ROUND, subject=asked.people["蓮"].id, now=NOW)

    closed, unknown = client.get(page), client.get("/round/unknown-key/")

    assert closed.status_code == unknown.status_code
    assert closed.status_code in (404, 410)


@pytest.fixture
def published(db, clock) -> House:
    house = posting()
    clock(AFTER)
    house.until_verified()
    house.decide("蓮", "凛", "湊")
    house.publish()
    return house


def test_a_person_reads_the_own_result_and_why_in_both_languages(published, client, read_strictly):
    page = key_of(published, "蓮", "round_result")

    text = read_strictly(client.get(page))
    client.post("/account/language/", {"language": "en", "next": page})
    english = read_strictly(client.get(page))

    assert "総務部" in text
    assert "基準点は80、あなたの点は70" in text
    assert published.hr.name in text
    assert "湊" not in text
    assert "凛" not in text
    assert "cutoff was 80" in english or "80" in english
    assert "Why this result" in english


def test_an_appeal_is_kept_when_it_is_refused_and_answered_later(published, client, read_strictly):
    page = key_of(published, "蓮", "round_result")

    empty = client.post(page, {"act": "appeal", "text": "  "})
    too_long = client.post(page, {"act": "appeal", "text": "長" * 1_001})
    assert empty.status_code == 422
    assert too_long.status_code == 422
    assert "長" * 1_001 in too_long.content.decode()
    client.post(page, {"act": "appeal", "text": "経験年数が反映されていません。"})

    text = read_strictly(client.get(page))
    assert "経験年数が反映されていません。" in text
    assert "異議を送信" not in text


def test_a_signed_in_person_finds_the_own_rounds_and_nobody_elses(asked, read_strictly):
    with bound(asked.organisation.id, None):
        mine = TalentRecord.objects.get(id=asked.people["蓮"].talent_record_id)
        account = make_account(email=mine.mail)
        AccountLink.objects.create(
            organisation=asked.organisation, account=account, talent_record_id=mine.id
        )
    client = Client()
    client.force_login(account)
    other = asked.people["凛"]

    text = read_strictly(client.get("/me/rounds/"))
    address = f"/me/rounds/{mine.id}/{asked.people['蓮'].id}/"
    assert asked.row.title in text
    assert address in text
    read_strictly(client.get(address))
    client.post(address, {"act": "agree"})

    assert state_of(asked, "蓮") == "ready"
    assert client.get(f"/me/rounds/{mine.id}/{other.id}/").status_code == 404
    assert client.get(f"/me/rounds/{other.talent_record_id}/{other.id}/").status_code == 404
    assert Client().get("/me/rounds/").headers["Location"].startswith("/me/enter/")


@pytest.mark.parametrize("make", [rotation, None])
def test_other_kinds_tell_their_own_rules(make, client, read_strictly, db, request):
    house = make() if make else introductions(request.getfixturevalue("desk"))

    text = read_strictly(client.get(key_of(house, "蓮")))

    assert "ほかの順番にしても、結果が良くなることはありません" in text
    if make:
        assert "今の営業部にとどまります" in text
