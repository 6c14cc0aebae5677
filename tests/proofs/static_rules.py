"""T17: nothing in the tree that a linter, our own rules or the scan for secrets would find."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.proofs.registry import Order, Outcome, Proof
from tests.repo.rules import PLANTS, find_offences
from tests.repo.tree import ROOT, python_files

# What ruff's security rules (S) must find: one plant stands for all of them.
LINTER_PLANT = "import subprocess\n\nsubprocess.call('ls', shell=True)\n"
UNHASHED = "planted==1.0\n"
_LOCKS = ("run", "dev", "bootstrap")


def run(order: Order) -> Outcome:
    """Read a copy of the tree; a sabotage plants its offence and counts what that adds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("src", "requirements"):
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", copy)
        damage = _damage(copy)
        if order.sabotage:
            _SABOTAGES[order.sabotage](copy)
            damage = {name: count - damage[name] for name, count in _damage(copy).items()}
        return Outcome({"modules": len(python_files(copy / "src"))}, damage)


def _damage(root: Path) -> dict[str, int]:
    return {
        "own rules": len(find_offences(root)),
        "security lint": _linter_findings(root),
        "requirements without hash": _without_hash(root),
    }


def _linter_findings(root: Path) -> int:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [
            ruff,
            "check",
            "--select",
            "S",
            "--ignore",
            "S101",
            "--no-cache",
            "--output-format",
            "concise",
            "src",
        ],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode in {0, 1}, done.stderr
    return sum(": S" in line for line in done.stdout.splitlines())


def _without_hash(root: Path) -> int:
    count = 0
    for lock in _LOCKS:
        text = (root / "requirements" / f"{lock}.lock").read_text().replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        count += sum("--hash=sha256:" not in line for line in lines)
    return count


def _plant(name: str) -> Callable[[Path], None]:
    def plant(root: Path) -> None:
        _, path, text = PLANTS[name]
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return plant


def _plant_for_linter(root: Path) -> None:
    (root / "src" / "tasuki" / "apps" / "planted.py").write_text(LINTER_PLANT)


def _plant_requirement(root: Path) -> None:
    with (root / "requirements" / "run.lock").open("a") as lock:
        lock.write(UNHASHED)


_SABOTAGES: dict[str, Callable[[Path], None]] = {
    **{name: _plant(name) for name in PLANTS},
    "shell": _plant_for_linter,
    "no-hash": _plant_requirement,
}

PROOF = Proof(
    name="T17",
    promise="no insecure call, no session SET, no unscoped look-up, no secret, every hash",
    unit="reading of the tree",
    sizes=(1, 1, 1),
    sabotages=dict.fromkeys(_SABOTAGES, 1),
    run=run,
)
