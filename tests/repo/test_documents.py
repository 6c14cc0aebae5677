"""The documents name every proof and every kind of machine there is."""

import re

from tests.proofs.run import load_proofs
from tests.repo.rules import PLANTS
from tests.repo.tree import ROOT

TRUST = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")


def rows():
    """Return the rows of the table of proofs by name."""
    return {
        found[1]: found[0] for found in re.finditer(r"^\| (T\d+) \|.*$", TRUST, flags=re.MULTILINE)
    }


def test_every_proof_stands_in_the_document():
    assert set(rows()) == set(load_proofs())


def test_every_sabotage_stands_beside_its_proof():
    table = rows()
    unnamed = [
        f"{name} {sabotage}"
        for name, proof in load_proofs().items()
        for sabotage in proof.sabotages
        if sabotage not in PLANTS and f"`{sabotage}`" not in table[name]
    ]

    assert unnamed == []
