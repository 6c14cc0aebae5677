"""One operator for each test, and the engine without the start of a process where it may be."""

import json

import pytest
from tests.apps.introductions.desk import Desk
from tests.apps.rounds.house import House, posting

from tasuki.adapters.round_engine import read_answer
from tasuki.adapters.round_engine.__main__ import answer
from tasuki.apps.rounds import job


@pytest.fixture(autouse=True)
def engine(request, monkeypatch):
    """The same texts through the same engine in this process, but for tests of the process."""
    if "test_way" not in request.node.nodeid:
        monkeypatch.setattr(job, "run_apart", run_here)


def run_here(task, given, *, seconds, cache):
    text = json.dumps({"task": str(task), "seconds": seconds} | dict(given), default=str)
    return read_answer(answer(text))


@pytest.fixture
def desk(db) -> Desk:
    return Desk.make()


@pytest.fixture
def house(db) -> House:
    return House.company()


@pytest.fixture
def open_house(db) -> House:
    """A posting round whose lists and scores are in, before the deadline."""
    return posting()
