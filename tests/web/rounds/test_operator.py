"""The operator's pages of a round, from the plan to the fairness report."""

from datetime import timedelta

import pytest
from tests.apps.rounds.house import AFTER, DEADLINE, House
from tests.factories import NOW, make_agency, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.rounds.models import Round, RoundPerson, RoundPlace, RoundScore
from tasuki.core.access import Role

PAGES = ("", "places/", "people/", "run/", "result/", "publication/", "fairness/")


def address(house: House, name: str = "") -> str:
    return f"/rounds/{house.round_id}/{name}"


def count_of(house: House, model) -> int:
    with bound(house.organisation.id, None):
        return model.objects.count()


def test_an_empty_list_leads_to_the_first_round(house, hr, read_strictly):
    text = read_strictly(hr(house).get("/rounds/"))

    assert "ラウンドを計画" in text
    assert 'href="/rounds/add/"' in text


def test_list_narrows_by_state_kind_and_text(open_house, hr):
    client = hr(open_house)

    for query, is_found in (
        ("state=open", True),
        ("state=draft", False),
        ("kind=internal", True),
        ("kind=swap", False),
        ("is_open=on", True),
        ("q=社内公募", True),
        ("q=ない題", False),
    ):
        text = client.get(f"/rounds/?{query}").content.decode()
        assert (open_house.row.title in text) is is_found, query


@pytest.mark.parametrize(
    ("make", "role", "kinds"),
    [
        (make_company, Role.COMPANY_HR, {"internal", "rotation", "swap"}),
        (make_agency, Role.AGENCY_ADVISOR, {"introductions", "swap"}),
    ],
)
def test_each_operator_plans_the_kinds_it_may_hold(make, role, kinds, client_of, db):
    client = client_of(make_member(make(), role))

    text = client.get("/rounds/add/").content.decode()

    for kind in ("internal", "rotation", "introductions", "swap"):
        assert (f"/rounds/add/{kind}/" in text) is (kind in kinds)
        assert client.get(f"/rounds/add/{kind}/").status_code == (200 if kind in kinds else 404)


def test_plan_becomes_a_draft_with_the_promises_read_before(house, hr, read_strictly):
    client = hr(house)
    text = read_strictly(client.get("/rounds/add/rotation/"))
    assert text.count("保証すること") == 3

    answer = client.post(
        "/rounds/add/rotation/",
        {"title": "春の異動", "mechanism": "block_exchange", "deadline_at": "2030-04-01T18:00"},
    )

    with bound(house.organisation.id, None):
        row = Round.objects.get()
    assert answer.headers["Location"] == f"/rounds/{row.id}/"
    assert (row.title, row.mechanism, row.state) == ("春の異動", "block_exchange", "draft")


def test_a_plan_that_is_refused_keeps_what_was_typed(house, hr, read_strictly):
    answer = hr(house).post(
        "/rounds/add/internal/",
        {
            "title": "秋の公募",
            "mechanism": "deferred_acceptance",
            "deadline_at": "2020-01-01T09:00",
        },
    )

    text = read_strictly(answer)
    assert answer.status_code == 422
    assert 'value="秋の公募"' in text
    assert "今より後" in text
    assert count_of(house, Round) == 0


def test_places_are_added_and_removed_while_it_is_a_draft(house, hr, read_strictly):
    house.plan()
    client = hr(house)

    client.post(address(house, "places/add/"), {"name": "経理部", "capacity": "2"})
    client.post(address(house, "places/add/"), {"name": "総務部", "capacity": "1"})
    text = read_strictly(client.get(address(house, "places/")))
    assert "経理部" in text
    with bound(house.organisation.id, None):
        place = RoundPlace.objects.get(name="総務部")
    read_strictly(client.get(address(house, f"places/{place.id}/")))
    client.post(address(house, f"places/{place.id}/remove/"))

    assert count_of(house, RoundPlace) == 1


def test_a_doubled_place_keeps_what_was_typed(house, hr):
    house.plan()
    house.place("経理部")

    answer = hr(house).post(
        address(house, "places/add/"), {"name": "経理部", "capacity": "7", "region": "大阪"}
    )

    assert answer.status_code == 409
    assert 'value="7"' in answer.content.decode()
    assert 'value="大阪"' in answer.content.decode()


def test_many_people_are_added_at_once_with_their_unit_of_today(house, hr, read_strictly):
    house.plan("rotation")
    place = house.place("営業部")
    records = [house.employee(name) for name in ("蓮", "凛", "湊")]
    client = hr(house)
    chosen = {"act": "add", "row": [str(one) for one in records[:2]]}

    read_strictly(client.get(address(house, "people/add/")))
    asked = read_strictly(client.post(address(house, "people/add/"), chosen))
    assert "営業部" in asked
    answer = client.post(
        address(house, "people/add/"), chosen | {"confirmed": "yes", "place_id": str(place.id)}
    )

    assert answer.headers["Location"] == address(house, "people/")
    with bound(house.organisation.id, None):
        found = set(RoundPerson.objects.values_list("talent_record_id", "place_id"))
    assert found == {(one, place.id) for one in records[:2]}
    left = client.get(address(house, "people/add/")).content.decode()
    assert "湊" in left
    assert "蓮" not in left


def test_people_leave_a_draft_and_stay_in_an_open_round(house, hr):
    house.plan()
    house.place("経理部")
    person, other = house.person("蓮"), house.person("凛")
    client = hr(house)

    client.post(
        address(house, "people/"), {"act": "remove", "row": str(person.id), "confirmed": "yes"}
    )
    assert count_of(house, RoundPerson) == 1
    house.open()
    client.post(
        address(house, "people/"), {"act": "remove", "row": str(other.id), "confirmed": "yes"}
    )

    assert count_of(house, RoundPerson) == 1


def test_people_page_shows_answers_and_never_lists(open_house, hr, read_strictly):
    open_house.person("海")
    text = read_strictly(hr(open_house).get(address(open_house, "people/")))

    assert text.count("提出済み") >= 3
    assert "案内済み" in text
    assert "経理部" not in text


def test_people_are_reminded_by_hand_once_a_day(open_house, hr):
    open_house.person("海")
    client = hr(open_house)

    client.post(address(open_house, "remind/"))
    client.post(address(open_house, "remind/"))

    assert len(open_house.mails("round_reminder")) == 1


def test_files_of_people_and_proposals_name_everybody(open_house, hr, clock):
    client = hr(open_house)
    listed = client.get(address(open_house, "people/?export=csv")).content
    assert listed.startswith(b"\xef\xbb\xbf")
    assert {"蓮", "凛", "湊"} <= set("".join(listed.decode("utf-8-sig")))

    clock(AFTER)
    client = hr(open_house)
    open_house.until_verified()
    found = client.get(address(open_house, "result/?export=cp932")).content.decode("cp932")

    assert "北村 凛" in found
    assert "経理部" in found


def test_a_manager_ranks_and_sees_neither_people_nor_results(open_house, client_of, clock):
    clock(AFTER)
    manager = client_of(make_member(open_house.organisation, Role.COMPANY_MANAGER))
    open_house.until_verified()

    found = {name: manager.get(address(open_house, name)).status_code for name in PAGES}

    assert found == {
        "": 200,
        "places/": 200,
        "people/": 403,
        "run/": 200,
        "result/": 403,
        "publication/": 200,
        "fairness/": 403,
    }


def test_others_see_nothing_of_a_round(open_house, client_of):
    other = client_of(make_member(make_company(), Role.COMPANY_HR))
    viewer = client_of(make_member(open_house.organisation, Role.COMPANY_VIEWER))

    assert {other.get(address(open_house, name)).status_code for name in PAGES} == {404}
    assert viewer.get(address(open_house)).status_code == 403
    assert open_house.row.title not in other.get("/rounds/").content.decode()


def number_fields(house: House, **typed) -> dict[str, str]:
    found = {}
    for name, (number, reason) in typed.items():
        person = house.people[name].id
        found |= {f"number-{person}": number, f"reason-{person}": reason}
    return found


def scores_at(house: House, place: str) -> dict[str, tuple[int, bool]]:
    with bound(house.organisation.id, None):
        rows = RoundScore.objects.filter(place=house.places[place])
        found = {one.person_id: (one.priority, one.is_accepted) for one in rows}
    return {name: found[one.id] for name, one in house.people.items() if one.id in found}


def test_a_place_ranks_people_with_one_reason_for_all(open_house, hr, read_strictly):
    client = hr(open_house)
    page = address(open_house, f"places/{open_house.places['経理部'].id}/")
    read_strictly(client.get(page))

    answer = client.post(
        page,
        {"way": "ranks", "reason": "簿記の経験の順"}
        | number_fields(open_house, 蓮=("1", ""), 凛=("2", ""), 湊=("3", "")),
    )

    assert answer.status_code == 302
    assert scores_at(open_house, "経理部") == {"蓮": (3, True), "凛": (2, True), "湊": (1, True)}


def test_a_number_that_is_refused_stays_as_it_was_typed(open_house, hr, read_strictly):
    client = hr(open_house)
    page = address(open_house, f"places/{open_house.places['経理部'].id}/")
    before = scores_at(open_house, "経理部")

    answer = client.post(
        page,
        {"way": "points"} | number_fields(open_house, 蓮=("とても良い", "早い"), 凛=("12", "")),
    )

    text = read_strictly(answer)
    assert answer.status_code == 422
    assert 'value="とても良い"' in text
    assert 'value="早い"' in text
    assert scores_at(open_house, "経理部") == before


def test_a_place_refuses_somebody_with_a_reason(open_house, hr):
    page = address(open_house, f"places/{open_house.places['総務部'].id}/")
    person = open_house.people["湊"].id

    hr(open_house).post(
        page,
        number_fields(
            open_house, 蓮=("65", "経理の経験が5年ある"), 凛=("10", "経理の経験が5年ある")
        )
        | {f"refused-{person}": "yes", f"reason-{person}": "夜勤のみの業務のため"},
    )

    assert scores_at(open_house, "総務部")["湊"] == (0, False)


def test_a_draft_takes_another_mechanism_an_open_round_does_not(house, hr, read_strictly):
    house.plan()
    house.place("経理部")
    house.person("蓮")
    client = hr(house)
    read_strictly(client.get(address(house, "mechanism/")))
    wanted = {"mechanism": "flexible_deferred_acceptance"}

    client.post(address(house, "mechanism/"), wanted)
    assert house.reload().mechanism == "flexible_deferred_acceptance"
    client.post(address(house, "open/"))
    answer = client.post(address(house, "mechanism/"), {"mechanism": "deferred_acceptance"})

    assert answer.status_code == 409
    assert house.reload().mechanism == "flexible_deferred_acceptance"


def test_a_round_is_cancelled_with_a_reason_only(open_house, hr):
    client = hr(open_house)

    assert client.post(address(open_house, "cancel/"), {"reason": ""}).status_code == 422
    client.post(address(open_house, "cancel/"), {"reason": "組織改編が延期されたため"})

    assert open_house.reload().state == "cancelled"


def test_lists_are_taken_again_with_reason_and_deadline(open_house, hr, clock):
    clock(AFTER)
    open_house.lock()
    until = (DEADLINE + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")

    hr(open_house).post(
        address(open_house, "reopen/"), {"deadline_at": until, "reason": "行き先を追加したため"}
    )

    assert open_house.reload().state == "open"


@pytest.mark.parametrize("name", ["people/", "places/", "result/"])
def test_queries_do_not_grow_with_the_people(open_house, hr, count_queries, clock, name):
    client = hr(open_house)
    if name == "result/":
        clock(AFTER)
        client = hr(open_house)
        open_house.until_verified()
        few = count_queries(client, address(open_house, f"{name}?decision=confirmed"))
        assert count_queries(client, address(open_house, name)) <= few + 2
        return
    before = count_queries(client, address(open_house, name))
    for person in ("海", "空", "森"):
        open_house.person(person)

    assert count_queries(client, address(open_house, name)) == before
    assert NOW < DEADLINE
