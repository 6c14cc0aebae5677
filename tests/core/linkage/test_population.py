"""Frequencies and shared contacts of a whole, and the table that engines compare."""

from tasuki.core.linkage.keys import LinkRow
from tasuki.core.linkage.population import (
    PUBLIC_PERSONS_MIN,
    SIZE_MIN,
    count_population,
    link_columns,
    link_frequencies,
)

HOME = "0868000001"


def test_frequency_rests_on_a_whole_of_some_size():
    rows = [LinkRow(str(place), family="佐藤" if place < 3 else "架空") for place in range(10)]
    population = count_population(rows)

    assert population.frequency("family", "佐藤") == 3 / SIZE_MIN
    assert population.frequency("family", "新顔") == 1 / SIZE_MIN


def test_persons_behind_a_phone_are_counted_by_given_name_reading_and_birth():
    rows = [
        LinkRow("1", given="架子", given_kana="カコ", phone=HOME),
        LinkRow("2", given_kana="カコ", phone=HOME),
        LinkRow("3", given="可子", birth="19900401", phone=HOME, given_kana="カコ"),
        LinkRow("4", given="太郎", phone2=HOME),
        LinkRow("5", given="次郎", birth="19600401", phone=HOME),
        LinkRow("6", given="治郎", birth="19600401", phone=HOME),
        LinkRow("7", given="一人", phone="09000000001"),
    ]

    assert count_population(rows).persons["phone"] == {HOME: 3}


def test_a_contact_of_everybody_is_no_contact():
    shop = "0868000009"
    rows = [LinkRow(str(n), given=f"名{n}", phone=shop) for n in range(PUBLIC_PERSONS_MIN)]
    rows[0] = LinkRow("0", given="名0", phone=shop, phone2="09000000001")
    columns = link_columns(rows, count_population(rows))

    assert columns["phone"] == ["09000000001", *[None] * (PUBLIC_PERSONS_MIN - 1)]
    assert columns["phone2"] == [None] * PUBLIC_PERSONS_MIN
    assert set(columns["phone_persons"]) == {1}


def test_columns_hold_what_conditions_need():
    rows = [
        LinkRow("a", family_kana="ヤマザキ", birth="19900401", mail="kako@example.jp"),
        LinkRow("b"),
    ]
    columns = link_columns(rows, count_population(rows))

    assert columns["unique_id"] == [0, 1]
    assert columns["family_plain"] == ["ヤマサキ", None]
    assert columns["birth_digits"] == ["00011499", None]
    assert columns["mail_local"] == ["kako", None]
    assert columns["birth_year_from"] == [None, None]


def test_frequencies_are_looked_up_for_the_values_of_the_table_only():
    rows = [LinkRow("a", family="佐藤"), LinkRow("b", family="佐藤"), LinkRow("c", given="架子")]
    population = count_population(rows)
    found = link_frequencies(link_columns(rows[:1], population), population)

    assert found["family"] == {"佐藤": 2 / SIZE_MIN}
    assert found["given"] == {}


def test_home_of_one_person_is_told_from_a_shared_one():
    rows = [
        LinkRow("1", given="架子", postal="7080022", house="1-1"),
        LinkRow("2", given="架子", postal="7080022", house="1-1"),
        LinkRow("3", given="架子", postal="7080022", house="2-2"),
        LinkRow("4", given="太郎", postal="7080022", house="2-2"),
        LinkRow("5", given="次郎", postal="7080022"),
    ]
    population = count_population(rows)

    assert population.persons["home"] == {"7080022:2-2": 2}
    assert link_columns(rows, population)["home_persons"] == [1, 1, 2, 2, 1]
