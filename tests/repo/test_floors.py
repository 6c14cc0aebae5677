"""The floors hold, and an import that goes up a stair is found."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from tests.repo.tree import ROOT

from tasuki.apps.consent.releases import find_keeper

FORBIDDEN = {
    "core imports the framework": ("core/planted.py", "import django.db\n"),
    "core imports an area": ("core/law/planted.py", "import tasuki.apps.actor\n"),
    "adapters import an area": ("adapters/planted.py", "import tasuki.apps.errors\n"),
    "an area imports a door": ("apps/orgs/planted.py", "import tasuki.web\n"),
    "a door imports another": ("web/planted.py", "import tasuki.api.urls\n"),
    "a door imports the settings": ("api/planted.py", "import tasuki.conf.settings\n"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report on a copy in which each forbidden import is planted."""
    folder = tmp_path_factory.mktemp("floors")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
    )
    for path, text in FORBIDDEN.values():
        (folder / "src" / "tasuki" / path).write_text(text)
    return lint(folder)


def test_imports_only_go_down():
    found = lint(ROOT)

    assert (found.returncode, found.stdout[-2000:] if found.returncode else "") == (0, "")


def test_planted_imports_break_the_contracts(report):
    assert report.returncode == 1


@pytest.mark.parametrize("name", FORBIDDEN)
def test_forbidden_import_is_named(report, name):
    path, text = FORBIDDEN[name]
    importer = "tasuki." + path.removesuffix(".py").replace("/", ".")
    imported = text.split()[1]
    # The linter speaks of the package when everything in it is forbidden.
    wanted = imported.split(".")[0] if imported.startswith("django") else imported

    assert re.search(rf"{re.escape(importer)} -> {re.escape(wanted)}\b", report.stdout)


def test_the_area_that_keeps_releases_says_how_they_end():
    keepers = {
        model._meta.app_label
        for model in apps.get_models()
        if any(field.name == "provision_record_id" for field in model._meta.local_fields)
    } - {"consent"}

    assert keepers == {find_keeper()[0]} == {"relay"}
