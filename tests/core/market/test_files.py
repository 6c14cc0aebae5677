"""Files: what is read is what was written, and every fault is told with its place."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from tests.core.market import examples
from tests.core.market.test_kernels import matchings, rotations

from tasuki.core.market import files
from tasuki.core.market.clear import clear
from tasuki.core.market.model import (
    Certificate,
    Infeasible,
    MarketError,
    Mechanism,
    MechanismName,
    Numbered,
    Status,
    SwapOutcome,
)
from tasuki.core.market.outcome_objects import outcome_object

BOM = b"\xef\xbb\xbf"


def as_bytes(body):
    return json.dumps(body, ensure_ascii=False).encode()


def faults(body):
    with pytest.raises(MarketError) as caught:
        files.read_json(body if isinstance(body, bytes) else as_bytes(body))
    return [(one.code, one.place) for one in caught.value.findings]


@pytest.mark.parametrize("body", examples.ALL.values(), ids=examples.ALL)
def test_the_digest_is_that_of_the_file_with_sorted_keys_and_no_spaces(body):
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    digest = files.read_json(as_bytes(body)).digest

    assert digest == "sha256:" + hashlib.sha256(plain.encode()).hexdigest()


@pytest.mark.parametrize("body", examples.ALL.values(), ids=examples.ALL)
def test_json_and_csv_come_back_as_they_were(body):
    market = files.read_json(as_bytes(body))

    again = files.read_json(files.write_json(market))
    from_folder = files.read_csv(files.write_csv(market))

    assert json.loads(files.write_json(again)) == body
    assert from_folder.digest == again.digest == market.digest


@settings(max_examples=60, deadline=None)
@given(matchings(has_regions=True))
def test_any_matching_survives_the_folder(market):
    assert files.read_csv(files.write_csv(market)).digest == market.digest


@settings(max_examples=60, deadline=None)
@given(rotations())
def test_any_rotation_survives_the_folder(market):
    assert files.read_csv(files.write_csv(market)).digest == market.digest


@pytest.mark.parametrize("title", ["posting", "rotation", "floors"])
def test_an_outcome_survives_json_and_folder(title):
    market = examples.market_of(examples.ALL[title])
    outcome = clear(market, kernel="plain")
    told = outcome_object(outcome, market)

    from_json = files.read_outcome_json(files.write_outcome_json(outcome, market), market)
    from_folder = files.read_outcome_csv(files.write_outcome_csv(outcome, market), market)

    assert outcome_object(from_json, market) == told
    assert outcome_object(from_folder, market) == told
    assert from_folder.edge.tolist() == outcome.edge.tolist()


def test_an_exchange_survives_json_and_folder():
    market = examples.swap_market_of(examples.SWAP)
    outcome = SwapOutcome(
        name="swap",
        mechanism=market.mechanism,
        instance_digest=market.digest,
        status=Status.COMPLETE,
        cycles=((0, 1),),
        chains=((3, 2),),
        statistics={"value": 16, "bound": 16},
        certificate=Certificate(prices={"S1": 9, "V1": 7}),
    )

    folder = files.write_outcome_csv(outcome, market)
    from_folder = files.read_outcome_csv(folder, market)
    from_json = files.read_outcome_json(files.write_outcome_json(outcome, market), market)

    told = outcome_object(outcome, market)
    assert told["cycles"] == [["S1", "S2"]]
    assert told["chains"] == [["V1", "S3"]]
    assert outcome_object(from_folder, market) == outcome_object(from_json, market) == told
    assert folder["exchange.csv"].decode("utf-8-sig").splitlines() == [
        "group,type,position,seat",
        "1,cycle,1,S1",
        "1,cycle,2,S2",
        "2,chain,1,V1",
        "2,chain,2,S3",
    ]


def test_a_witness_survives_the_folder():
    market = examples.market_of(
        examples.changed(
            examples.FLOORS,
            openings=[{"id": "O1", "capacity": 3, "minimum": 3}, {"id": "O2", "capacity": 2}],
            agents=examples.FLOORS["agents"][:2],
            order=["A2", "A1"],
        )
    )

    outcome = clear(market, kernel="plain")
    found = files.read_outcome_csv(files.write_outcome_csv(outcome, market), market)

    assert found.certificate.infeasible == Infeasible(("O1",), 3, 2)
    assert found.status is Status.INFEASIBLE


def test_the_assignment_sheet_says_rank_number_and_cutoff():
    market = examples.market_of(examples.POSTING)

    folder = files.write_outcome_csv(clear(market, kernel="plain"), market)

    assert folder["assignment.csv"].decode("utf-8-sig").splitlines() == [
        "agent,place,rank,number,cutoff,reason",
        "A1,O2,2,650000,400000,",
        "A2,O1,1,800000,800000,",
        "A3,O2,1,400000,400000,",
    ]


def test_a_formula_in_an_id_is_disarmed_and_comes_back():
    body = json.loads(
        json.dumps(examples.POSTING).replace('"A1"', '"=A1"').replace('"O1"', '"-O1"')
    )
    body["name"] = "'=x"

    folder = files.write_csv(files.read_json(as_bytes(body)))

    assert b"'=A1" in folder["agents.csv"]
    assert b"'-O1" in folder["openings.csv"]
    assert json.loads(files.write_json(files.read_csv(folder))) == body


def test_japanese_ids_and_a_bom_are_read():
    text = json.dumps(examples.POSTING, ensure_ascii=False).replace("A1", "佐藤1")

    market = files.read_json(BOM + text.encode())

    assert "佐藤1" in market.agent_ids
    assert "佐藤1" in files.write_json(market).decode()


@pytest.mark.parametrize(
    ("_case", "part", "expected"),
    [
        ("an unknown key", {"colour": 1}, [("unknown_key", "$")]),
        ("another format", {"format": "tasuki-market/2"}, [("wrong_format", "format")]),
        ("an unknown kind", {"kind": "auction"}, [("unknown_value", "kind")]),
        ("no list", {"agents": {}}, [("wrong_type", "agents")]),
        (
            "an unknown mechanism",
            {"mechanism": {"name": "magic"}},
            [("unknown_value", "mechanism.name")],
        ),
        (
            "an option of another mechanism",
            {"mechanism": {"name": "deferred_acceptance", "cycle_cap": 3}},
            [("unknown_key", "mechanism.cycle_cap")],
        ),
        (
            "a broken capacity",
            {"openings": [{"id": "O1", "capacity": 1.5}, {"id": "O2", "capacity": -1}]},
            [("not_integer", "openings[0].capacity")],
        ),
        (
            "a region nobody knows",
            {
                "openings": [{"id": "O1", "capacity": 1, "region": "R9"}],
                "agents": [],
            },
            [("unknown_id", "openings[0].region")],
        ),
        (
            "a seed without lottery",
            {"tie_break": {"rule": "order", "seed": "x"}},
            [("unknown_key", "tie_break")],
        ),
        (
            "another seed than the committed one",
            {"tie_break": {"rule": "lottery", "seed": "x", "commitment": "sha256:00"}},
            [("seed_commitment", "tie_break.seed")],
        ),
        ("an order that forgets", {"order": ["A1", "A3"]}, [("order_incomplete", "order")]),
        (
            "somebody twice, places twice, strangers",
            {
                "agents": [
                    {"id": "A1", "choices": [["O1", 1], ["O1", 2]]},
                    {"id": "A1", "choices": [["O9", True], ["O2", 2**31]]},
                ]
            },
            [("not_integer", "agents[1].choices[0]")],
        ),
        (
            "a person with a unit",
            {"agents": [{"id": "A1", "unit": "O1", "choices": []}]},
            [("unknown_key", "agents[0]")],
        ),
    ],
)
def test_faults_are_told_with_their_place(_case, part, expected):
    assert faults(examples.changed(examples.POSTING, **part)) == expected


def test_all_faults_of_a_list_are_told_together():
    body = examples.changed(
        examples.POSTING,
        agents=[
            {"id": "A1", "choices": [["O1", 1], ["O1", 2]]},
            {"id": "A1", "choices": [["O9", 3], ["O2", 2**31]]},
        ],
    )

    assert faults(body) == [
        ("double_id", "agents[1].id"),
        ("double_choice", "agents[0].choices[1]"),
        ("unknown_id", "agents[1].choices[0]"),
        ("out_of_range", "agents[1].choices[1]"),
    ]


@pytest.mark.parametrize(
    ("_case", "part", "expected"),
    [
        ("into a vacancy", {"arcs": [["S1", "V1", 1]]}, [("arc_to_vacant", "arcs[0]")]),
        ("to itself", {"arcs": [["S1", "S1", 1]]}, [("arc_to_itself", "arcs[0]")]),
        ("no weight", {"arcs": [["S1", "S2", 0]]}, [("out_of_range", "arcs[0]")]),
        ("a stranger", {"arcs": [["S1", "S9", 1]]}, [("unknown_id", "arcs[0]")]),
        ("a pair", {"arcs": [["S1", "S2"]]}, [("wrong_type", "arcs[0]")]),
        ("a company nobody has", {"balance": {"C9": 1}}, [("unknown_id", "balance[C9]")]),
        ("a lottery", {"tie_break": {"rule": "lottery"}}, [("unknown_key", "tie_break")]),
    ],
)
def test_faults_of_an_exchange(_case, part, expected):
    assert faults(examples.changed(examples.SWAP, **part)) == expected


@pytest.mark.parametrize(
    ("_case", "constraint", "expected"),
    [
        ("a missing tag", {"kind": "tag_minimum", "unit": "U1", "minimum": 1}, "missing_key"),
        ("one person together", {"kind": "together", "agents": ["A1"]}, "missing_key"),
        ("a stranger", {"kind": "fixed", "agent": "A9", "unit": "U1"}, "unknown_id"),
        ("a surplus key", {"kind": "moves_maximum", "maximum": 1, "unit": "U1"}, "unknown_key"),
        ("no such condition", {"kind": "magic"}, "unknown_value"),
    ],
)
def test_faults_of_a_constraint(_case, constraint, expected):
    found = faults(examples.changed(examples.PLAN, constraints=[constraint]))

    assert {code for code, _ in found} == {expected}


@pytest.mark.parametrize(
    ("_case", "data", "expected"),
    [
        ("no JSON", b"{", [("no_json", "$")]),
        ("no UTF-8", b'{"name":"\xff"}', [("no_json", "$")]),
        ("a key twice", b'{"kind":"matching","kind":"rotation"}', [("double_key", "$")]),
        ("no number", b'{"name":NaN}', [("not_integer", "$")]),
        ("a list", b"[]", [("wrong_format", "format")]),
    ],
)
def test_bytes_that_are_no_instance(_case, data, expected):
    assert faults(data) == expected


@pytest.mark.parametrize(
    ("_case", "name", "content", "expected"),
    [
        ("an unknown file", "people.csv", b"id\n", "unknown_file"),
        ("an unknown column", "agents.csv", b"id,sex\nA1,1\n", "unknown_column"),
        ("a missing column", "agents.csv", b"unit\nU1\n", "missing_column"),
        ("a short row", "openings.csv", b"id,capacity\nO1\n", "wrong_cells"),
        ("an open quote", "agents.csv", b'id\n"A1\n', "no_csv"),
        ("no UTF-8", "agents.csv", b"id\n\xff\n", "no_csv"),
        ("a rank left out", "choices.csv", b"agent,rank,place\nA1,2,O1\n", "wrong_rank"),
        ("a rank twice", "choices.csv", b"agent,rank,place\nA1,1,O1\nA1,1,O2\n", "double_choice"),
        ("a stranger's list", "choices.csv", b"agent,rank,place\nA9,1,O1\n", "unknown_id"),
    ],
)
def test_faults_of_a_folder(_case, name, content, expected):
    folder = files.write_csv(examples.market_of(examples.POSTING))

    with pytest.raises(MarketError) as caught:
        files.read_csv({**folder, name: content})

    assert {one.code for one in caught.value.findings} == {expected}


def test_a_folder_without_its_round_is_refused():
    with pytest.raises(MarketError, match=r"round\.csv"):
        files.read_csv({})


@pytest.mark.parametrize(
    ("_case", "part", "expected"),
    [
        ("a stranger", {"assignment": {"A9": "O1"}}, "unknown_id"),
        ("no such place", {"assignment": {"A1": "O9", "A2": None, "A3": None}}, "unknown_id"),
        ("somebody left out", {"assignment": {"A1": "O1"}}, "missing_key"),
        ("an unknown key", {"colour": 1}, "unknown_key"),
        ("no such status", {"status": "done"}, "unknown_value"),
        ("another format", {"format": "tasuki-market/1"}, "wrong_format"),
        ("a cutoff of no place", {"cutoffs": {"O9": 1}}, "unknown_id"),
    ],
)
def test_faults_of_an_outcome(_case, part, expected):
    market = examples.market_of(examples.POSTING)
    told = outcome_object(clear(market, kernel="plain"), market)

    with pytest.raises(MarketError) as caught:
        files.read_outcome_json(as_bytes({**told, **part}), market)

    assert {one.code for one in caught.value.findings} == {expected}


def test_a_place_that_was_never_listed_is_read_without_an_edge():
    market = examples.market_of(examples.POSTING)
    told = outcome_object(clear(market, kernel="plain"), market)
    told["assignment"] = {"A1": None, "A2": None, "A3": "O1"}
    one_sided = examples.changed(examples.POSTING)
    one_sided["agents"][2]["choices"] = [["O2", 400000]]

    found = files.read_outcome_json(as_bytes(told), examples.market_of(one_sided))

    assert found.edge.tolist() == [-1, -1, -1]
    assert found.place.tolist() == [-1, -1, 0]


def test_numbered_ids_are_sorted_and_made_when_asked_for():
    ids = Numbered("A", 1_000_000)

    assert len(ids) == 1_000_000
    assert (ids[0], ids[-1], ids[9:11]) == ("A0000001", "A1000000", ["A0000010", "A0000011"])
    with pytest.raises(IndexError):
        ids[1_000_000]


def test_a_mechanism_is_read_by_its_name():
    market = examples.market_of(examples.FLOORS)

    assert market.mechanism == Mechanism(MechanismName.MULTI_STAGE)
