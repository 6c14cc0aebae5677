"""The field for the number of an occupation."""

import pytest
from django.utils.translation import override

from tasuki.apps.vocab.occupations import find_code, find_occupation, search_occupations
from tasuki.web.components.forms import Form
from tasuki.web.components.occupations import OccupationField, with_code

pytestmark = pytest.mark.django_db


class OneForm(Form):
    code = OccupationField()


def cleaned(typed: str):
    form = OneForm({"code": typed})
    return form.cleaned_data["code"] if form.is_valid() else form.errors["code"][0]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", ""),
        ("072-06", "072-06"),
        ("072-06 豆腐製造、豆腐職人", "072-06"),
        ("豆腐製造、豆腐職人", "072-06"),
        ("072", "072"),
    ],
)
def test_number_proposal_or_name_give_the_number(typed, code):
    assert cleaned(typed) == code


def test_part_of_a_name_is_answered_with_proposals():
    with override("ja"):
        said = cleaned("豆腐")

    assert "072-06 豆腐製造、豆腐職人" in said


def test_page_offers_all_occupations_and_says_where_they_come_from():
    html = str(OneForm(initial={"code": "072-06"})["code"])

    assert "<option>072-06 豆腐製造、豆腐職人</option>" in html
    assert html.count("<option") > 600
    assert "労働政策研究・研修機構" in html


def test_occupation_under_several_numbers_waits_for_a_choice():
    assert find_code(text="パン製造、パン職人") == ""
    assert [one.code for one in search_occupations(text="パン職人")] == ["068-01", "072-01"]
    assert find_code(text="豆腐製造、豆腐職人") == "072-06"
    assert find_occupation(code="999-99") is None


def test_words_bring_the_number_that_was_not_chosen():
    typed = {"wished_occupation": "豆腐製造、豆腐職人", "occupation_code": ""}

    assert with_code(typed)["occupation_code"] == "072-06"
    assert with_code(typed | {"occupation_code": "068"})["occupation_code"] == "068"
