"""Files of kidney exchanges become exchanges of seats; what cannot be read names its line."""

import json

import pytest

from tasuki.core.market.convert import convert_glasgow, convert_kep, convert_wmd
from tasuki.core.market.mechanisms.exchange import clear_exchange
from tasuki.core.market.model import MarketError

WMD = b"""# FILE NAME: made-up.wmd
# TITLE: Made up
# NUMBER ALTERNATIVES: 4
# ALTERNATIVE NAME 1: Pair 1
# ALTERNATIVE NAME 2: Pair 2
# ALTERNATIVE NAME 3: Altruist 1
# ALTERNATIVE NAME 4: Pair 3
1,2,1.0
2,1,2.0
3,4,3.0
1,3,1.0
4,1,0.0
"""
INPUT = b"3 3\n0 1 4\n1 0 5\n2 2 0\n-1 -1 -1\n"
NDDS = b"1 1\n0 2 7\n-1 -1 -1\n"


def arcs_of(market):
    return [
        (market.seat_ids[seat], market.seat_ids[market.arc_target[at]], int(market.arc_weight[at]))
        for seat in range(market.seat_count)
        for at in range(market.indptr[seat], market.indptr[seat + 1])
    ]


def vacant_of(market):
    return [one for one, is_free in zip(market.seat_ids, market.vacant, strict=True) if is_free]


def test_wmd_names_altruists_and_loses_arcs_into_them_and_arcs_worth_nothing():
    market = convert_wmd(WMD, chain_cap=2)

    assert market.name == "Made up"
    assert vacant_of(market) == ["3"]
    assert arcs_of(market) == [("1", "2", 1), ("2", "1", 2), ("3", "4", 3)]


def test_glasgow_files_make_pairs_and_vacancies():
    market = convert_glasgow(INPUT, NDDS, chain_cap=1)

    assert vacant_of(market) == ["N0"]
    assert arcs_of(market) == [("N0", "P2", 7), ("P0", "P1", 4), ("P1", "P0", 5)]


def test_glasgow_without_altruists_has_no_vacancy():
    assert vacant_of(convert_glasgow(INPUT)) == []


def test_kep_donors_of_one_patient_are_one_seat_with_the_dearest_arc():
    body = {
        "data": {
            "1": {"sources": [1], "matches": [{"recipient": 2, "score": 3}]},
            "2": {"sources": [2], "matches": [{"recipient": 1, "score": 1}]},
            "3": {"sources": [2], "matches": [{"recipient": 1, "score": 4}]},
            "4": {"altruistic": True, "matches": [{"recipient": 5}]},
        }
    }

    market = convert_kep(json.dumps(body).encode(), chain_cap=1)

    assert vacant_of(market) == ["N4"]
    assert arcs_of(market) == [("N4", "P5", 1), ("P1", "P2", 3), ("P2", "P1", 4)]


def test_converted_exchange_clears(solve):
    found = clear_exchange(convert_glasgow(INPUT, NDDS, chain_cap=1), solve=solve)

    assert found.statistics["value"] == 16


@pytest.mark.parametrize(
    ("convert", "data", "place"),
    [
        (convert_wmd, b"1,2\n", "line 1"),
        (convert_wmd, b"1,2,1\n2,1,0.5\n", "line 2"),
        (convert_wmd, b"\xff", "\\$"),
        (convert_glasgow, b"2 2\n0 1 1\n-1 -1 -1\n", "2 arcs told, 1 found"),
        (convert_glasgow, b"2 1\n5 1 1\n", "input, line 2"),
        (convert_glasgow, b"", "input"),
        (convert_kep, b"[]", "data"),
        (convert_kep, b"{", "no_json"),
        (convert_kep, b'{"data":{"1":{"sources":1}}}', "data.1.sources"),
        (convert_kep, b'{"data":{"1":{"sources":[1],"matches":[{}]}}}', "recipient"),
    ],
)
def test_unreadable_file_names_the_place(convert, data, place):
    with pytest.raises(MarketError, match=place):
        convert(data)
