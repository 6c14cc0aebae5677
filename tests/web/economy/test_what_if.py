"""Trying a policy: three views of one question, for whoever may look at an organisation."""

import csv
import io

import pytest
from tests.factories import make_agency, make_company, make_member, make_municipality

from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR)


@pytest.mark.parametrize(
    "make, role",
    [
        (make_company, Role.COMPANY_VIEWER),
        (make_agency, Role.AGENCY_CLERK),
        (make_municipality, Role.MUNICIPALITY_VIEWER),
    ],
)
def test_every_audience_sees_the_result(make, role, client_of, read_strictly):
    text = read_strictly(client_of(make_member(make(), role)).get("/what-if/"))

    assert "採用単価はどれだけ下がる？" in text
    assert "架空の地域の試算" in text
    assert "仮定" in text
    assert text.count("<svg") >= 4


def test_a_lower_ratio_changes_the_answer_and_stays_in_the_form(operator, client_of, read_strictly):
    client = client_of(operator)

    usual = read_strictly(client.get("/what-if/"))
    cheap = read_strictly(client.get("/what-if/?ratio=3&registration_rate=20&fee_rate="))

    assert 'name="ratio" value="3"' in cheap
    assert 'name="ratio" value="10"' in usual
    assert usual != cheap
    assert "?ratio=3&amp;registration_rate=20" in cheap


def test_what_cannot_be_read_is_shown_again_with_the_reason(operator, client_of, read_strictly):
    response = client_of(operator).get("/what-if/?ratio=abc&registration_rate=500")

    text = read_strictly(response)
    assert response.status_code == 422
    assert 'value="abc"' in text
    assert "500" in text
    assert "<svg" not in text.split("h-world")[0].split("h-ask")[1]


def test_levers_and_goal_have_pages_of_their_own(operator, client_of, read_strictly):
    client = client_of(operator)

    assert "何が結果を動かす？" in read_strictly(client.get("/what-if/levers/"))
    goal = read_strictly(client.get("/what-if/goal/"))
    assert "40%の削減はいつ届く？" in goal
    assert "305%" in goal
    assert "不可能" in goal


def test_every_picture_is_a_file_too(operator, client_of):
    client = client_of(operator)

    for name in ("reduction", "savings", "people", "agency", "frontier"):
        response = client.get(f"/what-if/{name}.csv?ratio=5")
        lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert response.status_code == 200
        assert len(lines) > 1
        assert all(len(line) == len(lines[0]) for line in lines)
    assert client.get("/what-if/nothing.csv").status_code == 404
    assert client.get("/what-if/people.csv?ratio=x").status_code == 404
