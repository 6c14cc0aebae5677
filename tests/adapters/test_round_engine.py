"""The engine of rounds in a process of its own: what comes back, and how it fails."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.core.rounds.test_clearing import posting, seed_of

from tasuki.adapters.round_engine import EngineError, EngineTask, run_apart


def run(given: dict, cache: Path, *, task: EngineTask = EngineTask.CLEAR, seconds: float = 60):
    return run_apart(task, given, seconds=seconds, cache=cache)


def test_the_process_clears_a_locked_text(tmp_path):
    instance = posting()

    found = run({"instance": instance, "seed": seed_of(instance)}, tmp_path)

    assert {one["person"]: one["place"] for one in found["lines"]} == {
        "A1": "O2",
        "A2": "O1",
        "A3": "O2",
    }


def test_a_faulty_text_comes_back_as_an_error_with_its_reason(tmp_path):
    with pytest.raises(EngineError, match="format"):
        run({"instance": "{}", "seed": "x"}, tmp_path)


def test_a_process_that_breaks_off_is_an_error(tmp_path):
    with pytest.raises(EngineError, match="KeyError"):
        run({}, tmp_path)


def test_a_process_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("tasuki.adapters.round_engine.GRACE_SECONDS", 0.0)

    with pytest.raises(EngineError, match="too long"):
        run({"instance": posting(), "seed": "x"}, tmp_path, seconds=0.01)


def test_the_doors_start_without_the_engine():
    code = (
        "import sys, django; django.setup(); import tasuki.conf.urls, tasuki.apps.rounds.tasks;"
        "print([one for one in ('scipy', 'numba', 'highspy') if one in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
