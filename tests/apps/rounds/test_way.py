"""The whole way of each kind of round, through the actions."""

import pytest
from tests.apps.rounds.house import introductions, posting, rotation, swap

pytestmark = pytest.mark.django_db


def test_an_internal_posting_goes_from_the_plan_to_the_publication():
    house = posting()

    house.until_verified()

    assert house.results() == {"蓮": ("総務部", 2), "凛": ("経理部", 1), "湊": ("総務部", 1)}
    assert house.row.state == "verified"
    house.decide("蓮", "凛", "湊")
    assert house.row.state == "decided"
    assert house.publish().state == "published"
    assert len(house.mails("round_result")) == 3


def test_a_rotation_moves_two_people_and_leaves_the_third_where_they_are():
    house = rotation()

    house.until_verified()

    assert house.results()["蓮"][0] == "製造部"
    assert house.results()["凛"][0] == "営業部"
    assert house.line("湊").is_move is False


def test_a_swap_gives_two_companies_each_others_people():
    house = swap()

    house.until_verified()

    assert house.results() == {"蓮": ("研究所", None), "凛": ("設計課", None)}


def test_a_licensed_agency_proposes_each_person_to_one_order(desk):
    house = introductions(desk)

    house.until_verified()

    assert {place for place, _rank in house.results().values()} == {
        house.places["品質管理"].name,
        house.places["検査"].name,
    }
