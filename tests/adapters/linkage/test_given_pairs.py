"""Pairs that somebody named are weighed as a search of all weighs them."""

from random import Random

import pytest

from tasuki.adapters import linkage
from tasuki.core.linkage.keys import link_row
from tasuki.core.linkage.population import count_population

FAMILIES = {"佐藤": "サトウ", "髙橋": "タカハシ", "斎藤": "サイトウ", "斉藤": "サイトウ"}
GIVENS = {"花子": "ハナコ", "華子": "ハナコ", "花": "ハナ", "健太": "ケンタ"}


def make_rows(count):
    """People of a few names who share contacts and houses, each with gaps."""
    dice = Random(11)

    def perhaps(text):
        return dice.choice(("", text, text))

    rows = []
    for number in range(count):
        family, given = dice.choice(list(FAMILIES)), dice.choice(list(GIVENS))
        values = {
            "family_name": family,
            "given_name": given,
            "name_kana": perhaps(f"{FAMILIES[family]} {GIVENS[given]}"),
            "former_family_name": dice.choice(("", "", *FAMILIES)),
            "birth_date": perhaps(f"1990-01-0{dice.randint(1, 9)}"),
            "mail": perhaps(f"m{dice.randint(1, 40)}@example.invalid"),
            "mail2": dice.choice(("", "", "m7@example.invalid")),
            "phone": perhaps(f"0900000{dice.randint(1, 40):04d}"),
            "phone2": dice.choice(("", "", "09000000007")),
            "postal": perhaps(f"70800{dice.randint(10, 30)}"),
            "city": perhaps("津山市"),
            "address": perhaps(f"1-{dice.randint(1, 9)}"),
        }
        rows.append(link_row(values, id=str(number)))
    return rows


def test_levels_weights_and_guards_are_those_of_a_search():
    rows = make_rows(120)
    searched = linkage.score(rows, pair_min=0.0)
    assert len(searched) > 500

    given = linkage.score_given_pairs(
        [(int(one.left_id), int(one.right_id)) for one in searched],
        rows,
        population=count_population(rows),
    )

    for ours, theirs in zip(given, searched, strict=True):
        assert ours.gammas == theirs.gammas
        assert ours.weights_bits == pytest.approx(theirs.weights_bits)
        assert ours.probability == pytest.approx(theirs.probability)
        assert ours.guard == tuple(guard for guard in theirs.guard if guard != "group")


def test_no_pair_asks_no_engine():
    assert linkage.score_given_pairs([], [], population=count_population([])) == []
