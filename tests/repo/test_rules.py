"""Our own rules hold over the source, and each rule finds what is planted against it."""

import pytest
from tests.repo.rules import ACCEPTED, PLANTS, _all_offences, find_offences, secrets_in
from tests.repo.tree import ROOT, own_texts


def test_no_rule_is_broken():
    assert find_offences(ROOT) == []


def test_exceptions_are_still_needed():
    broken = {(found.rule, found.path) for found in _all_offences(ROOT)}

    assert set(ACCEPTED) <= broken


@pytest.mark.parametrize("name", PLANTS)
def test_planted_offence_is_found(name, tmp_path):
    rule, path, text = PLANTS[name]
    planted = tmp_path / path
    planted.parent.mkdir(parents=True)
    planted.write_text(text)

    assert {found.rule for found in find_offences(tmp_path)} == {rule}


def test_no_file_of_the_repository_holds_a_secret():
    found = [
        secret
        for path, text in own_texts()
        if path.suffix != ".lock"
        for secret in secrets_in(path.relative_to(ROOT).as_posix(), text)
    ]

    assert found == []
