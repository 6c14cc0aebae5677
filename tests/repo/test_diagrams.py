"""The diagrams of the documents show what the product obeys."""

import re

import pytest
from tests.repo.diagrams import DOCUMENTS

from tasuki.core.states import Machine

every = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.path.stem)


@every
def test_diagrams_are_drawn_from_the_tables(document):
    assert document.drawn(document.read()) == document.read()


@every
def test_every_machine_has_a_diagram(document):
    found = set(re.findall(r"<!-- machine: (\w+) -->", document.read()))

    assert found == {
        name
        for name in dir(document.machines)
        if isinstance(getattr(document.machines, name), Machine)
    }


@every
def test_a_changed_diagram_is_found(document):
    changed = document.read().replace("[*] --> ", "[*] --> planted", 1)

    assert document.drawn(changed) != changed
