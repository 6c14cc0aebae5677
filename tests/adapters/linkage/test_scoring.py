"""The whole way with the real engine: made-up records, the shipped model, the truth."""

import pytest

from tasuki.adapters.linkage import load_default_model, score
from tasuki.adapters.linkage.settings import make_settings
from tasuki.core.linkage.comparisons import BLOCKS, COMPARISONS
from tasuki.core.linkage.decide import Decision, Guard
from tasuki.core.linkage.keys import link_row
from tasuki.core.linkage.population import count_population
from tasuki.core.linkage.truth import score_links
from tasuki.core.synthetic.mixes import MIX_1, MIX_2
from tasuki.core.synthetic.records import make_records

HOME = {"family_name": "架空", "phone": "0868000001", "postal": "7080022", "address": "山下1-2"}
FILLERS = [
    link_row(record.values, id=f"f{place}")
    for place, record in enumerate(make_records(MIX_1, people_count=150, seed=77))
]


def pair_of(left, right):
    """Return the pair that two records make among others, None if it is kept apart."""
    rows = [link_row(left, id="left"), link_row(right, id="right")]
    found = [
        pair
        for pair in score(rows, against=FILLERS)
        if {pair.left_id, pair.right_id} == {"left", "right"}
    ]
    return found[0] if found else None


def measured(mix, people_count):
    records = list(make_records(mix, people_count=people_count, seed=21))
    rows = [link_row(record.values, id=str(place)) for place, record in enumerate(records)]
    persons = {str(place): record.person for place, record in enumerate(records)}
    pairs = score(rows)
    found = [(pair.left_id, pair.right_id) for pair in pairs if pair.probability >= 0.5]
    auto = [(pair.left_id, pair.right_id) for pair in pairs if pair.decision is Decision.AUTO]
    return score_links(found, persons), score_links(auto, persons)


def test_single_people_are_found():
    found, auto = measured(MIX_1, 400)

    assert found.true > 300
    assert found.f1 >= 0.985
    assert auto.precision == 1.0
    assert auto.recall >= 0.88


def test_households_are_told_apart():
    found, auto = measured(MIX_2, 400)

    assert found.f1 >= 0.96
    assert auto.precision >= 0.99
    assert auto.recall >= 0.70


def test_the_same_person_in_other_forms_is_linked():
    left = {
        "family_name": "髙橋",
        "given_name": "架子",
        "family_kana": "タカハシ",
        "given_kana": "カコ",
        "birth_date": "1990-04-01",
        "mail": "kako@example.jp",
    }
    right = {"name": "高橋　架子", "birth_date": "1990-04-01", "mail": "KAKO@example.jp"}

    pair = pair_of(left, right)

    assert (pair.left_id, pair.right_id) == ("left", "right")
    assert (pair.decision, pair.guard) == (Decision.AUTO, ())
    assert {reason.level for reason in pair.reasons} == {"same", "missing"}


def test_spouses_of_one_house_are_not_linked():
    pair = pair_of(HOME | {"given_name": "花子"}, HOME | {"given_name": "太郎"})

    assert pair is None or Guard.GIVEN_NAME in pair.guard


def test_father_and_son_of_one_name_are_not_linked():
    pair = pair_of(
        HOME | {"given_name": "太郎", "birth_date": "1960-04-01"},
        HOME | {"given_name": "太郎", "birth_date": "1992-11-23"},
    )

    assert pair is None or pair.decision is not Decision.AUTO


def test_a_name_changed_at_marriage_is_found():
    own = {"given_name": "架子", "birth_date": "1990-04-01", "phone": "09000000001"}

    told = pair_of(
        own | {"family_name": "架空"}, own | {"family_name": "別名", "former_family_name": "架空"}
    )
    untold = pair_of(
        own | {"family_name": "架空"},
        {"given_name": "架子", "family_name": "別名", "phone": "09000000001"},
    )

    assert told.decision is Decision.AUTO
    assert (untold.decision, untold.guard) == (Decision.REVIEW, (Guard.FAMILY_NAME,))


def test_a_second_phone_meets_the_first_of_the_other():
    base = {"family_name": "架空", "given_name": "架子", "birth_date": "1990-04-01"}

    pair = pair_of(
        base | {"phone": "0868000005", "phone2": "09000000005"}, base | {"phone": "09000000005"}
    )

    assert [reason.level for reason in pair.reasons if reason.field == "phone"] == ["same"]


def test_old_records_are_compared_with_new_ones_only():
    rows = FILLERS[:40]
    whole = score(rows)
    population = count_population(rows)

    new = score(rows[:10], against=rows[10:], population=population)

    ids = {row.id for row in rows[:10]}
    expected = {
        frozenset((pair.left_id, pair.right_id)): round(pair.probability, 9)
        for pair in whole
        if {pair.left_id, pair.right_id} & ids
    }
    assert expected
    assert {frozenset((p.left_id, p.right_id)): round(p.probability, 9) for p in new} == expected


@pytest.mark.parametrize("rows", [[], [link_row({"name": "架空 一子"}, id="1")]])
def test_too_few_records_make_no_pair(rows):
    assert score(rows) == []


def test_records_without_any_key_make_no_pair():
    assert score([link_row({}, id="1"), link_row({}, id="2")]) == []


def test_settings_give_each_level_its_weight():
    model = load_default_model()
    settings = make_settings(model, size=1_000)

    assert len(settings["comparisons"]) == len(COMPARISONS)
    assert len(settings["blocking_rules_to_generate_predictions"]) == len(BLOCKS)
    phone = next(one for one in settings["comparisons"] if one["output_column_name"] == "phone")
    same, close = phone["comparison_levels"][1], phone["comparison_levels"][4]
    assert same["tf_adjustment_column"] == "phone"
    ratio = close["m_probability"] / close["u_probability"]
    assert ratio == pytest.approx(2 ** model.weights["phone"]["close"].bits)
