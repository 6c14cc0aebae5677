"""Whoever compares mechanisms reads words, never a code."""

import ast
from pathlib import Path

import tasuki.core.market.mechanisms as mechanisms
from tasuki.web.rounds.words import REFUSED

# Of how a mechanism is called, not of the people and places of a round.
_CALLS = {"wrong_kind"}


def test_every_reason_not_to_use_a_mechanism_has_words():
    codes = {
        node.args[0].value
        for path in Path(mechanisms.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"Finding", "_finding", "MarketError.of"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert {"incomplete_list", "several_seats"} <= codes
    assert codes - _CALLS <= set(REFUSED), codes - _CALLS - set(REFUSED)
