"""The repository stands alone: no machine's paths, no addresses in locks, commands that exist."""

import importlib.util
import re

import pytest
from django.core.management import call_command
from tests.repo.tree import ROOT, own_files, own_texts

from tasuki.conf.environment import Environment

PERSONAL = re.compile(
    r"/(?:home|Users)/(?!\$|<|USER|you)\w+|(?<![\w.])/(?:root|work)/\w|[A-Z]:\\\\Users|\.\./shared"
)
REGISTRY = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|pythonhosted|file://")
DOCUMENTS = ("README.md", "README.ja.md", "CONTRIBUTING.md", "SECURITY.md", "docs/operating.md")
WASTE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X{3})\b|raise NotImplemented" + r"Error")
LOCKS = ("run", "dev", "spark", "bootstrap")


def requirements(lock):
    """Return each requirement of a lock file with the lines that follow it."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    joined = re.sub(r"\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def make_targets():
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def test_no_file_names_the_machine_it_was_written_on():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in own_texts()
        if path.name != "test_tree.py"
        for match in PERSONAL.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_versions_and_no_address(lock):
    assert REGISTRY.findall((ROOT / "requirements" / f"{lock}.lock").read_text()) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_version_and_hashes(lock):
    found = requirements(lock)

    assert len(found) >= 3
    assert [one for one in found if "==" not in one or "--hash=sha256:" not in one] == []


def test_set_up_asks_for_hashes():
    text = (ROOT / "scripts" / "setup.sh").read_text()
    installs = [line for line in text.splitlines() if "pip install" in line and "say" not in line]

    assert [
        line for line in installs if "--require-hashes" not in line and "-e ." not in line
    ] == []


def test_unfinished_work_is_not_left_in_comments():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in own_texts()
        if path.suffix in {".py", ".html", ".js", ".css", ".sql", ".sh", ".md"}
        for match in WASTE.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_commands_of_the_documents_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, flags=re.MULTILINE))

    assert named - make_targets() == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_modules_that_the_documents_run_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"python -m ((?:tests|bench|tasuki)[\w.]+)", text))

    assert {module for module in named if importlib.util.find_spec(module) is None} == set()


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in own_files()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists() and not target.endswith(".png")
    ]

    assert broken == []


@pytest.mark.django_db
def test_migrations_say_what_the_models_say(capsys):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)

    assert "No changes detected" in capsys.readouterr().out


def test_every_setting_is_explained():
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    names = {
        str(field.validation_alias or f"TASUKI_{name.upper()}")
        for name, field in Environment.model_fields.items()
    }

    assert {name for name in names if f"`{name}`" not in text} == set()
