"""The diagrams of the documents show what the product obeys."""

import re

from tests.repo.diagrams import DOCUMENT, NAMES, with_diagrams

from tasuki.core.relay import machines
from tasuki.core.states import Machine


def test_diagrams_are_drawn_from_the_tables():
    text = DOCUMENT.read_text(encoding="utf-8")

    assert with_diagrams(text) == text


def test_every_machine_has_a_diagram():
    found = set(re.findall(r"<!-- machine: (\w+) -->", DOCUMENT.read_text(encoding="utf-8")))

    assert found == set(NAMES)
    assert found == {name for name in dir(machines) if isinstance(getattr(machines, name), Machine)}


def test_a_changed_diagram_is_found():
    text = DOCUMENT.read_text(encoding="utf-8")

    changed = text.replace("[*] --> ", "[*] --> planted", 1)

    assert with_diagrams(changed) != changed
