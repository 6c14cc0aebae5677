"""A wheel can be built and holds what the product needs at run time."""

import shutil
import subprocess
import sys
import zipfile

import pytest
from tests.repo.tree import ROOT, SOURCE

BUILD = "from setuptools import build_meta; print(build_meta.build_wheel('dist'))"
NEEDED = {".html", ".css", ".js", ".svg", ".sql", ".po", ".py", ".typed"}


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder)
    for name in ("src", "requirements"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"),
        )
    built = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=folder, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr[-2000:]
    with zipfile.ZipFile(next((folder / "dist").glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def test_wheel_holds_every_file_of_the_source(wheel_names):
    wanted = {
        f"tasuki/{path.relative_to(SOURCE).as_posix()}"
        for path in SOURCE.rglob("*")
        if path.is_file() and (path.suffix in NEEDED or path.name == "py.typed")
    }

    assert wanted - wheel_names == set()


def test_wheel_holds_the_licence_and_no_tests(wheel_names):
    assert any(name.endswith("licenses/LICENSE") for name in wheel_names)
    assert [name for name in wheel_names if name.startswith(("tests/", "bench/"))] == []
