"""Every template is used, and every template named exists."""

import importlib.util
import re
from pathlib import Path

from tests.repo.tree import ROOT, SOURCE

NAMED = re.compile(r"[\"']([\w./{}-]+\.(?:html|txt))(?:#[\w-]+)?[\"']")
# Django looks these up by itself.
BY_CONVENTION = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
LIBRARIES = ("allauth", "django", "ninja")


def template_folders():
    return sorted(folder for folder in SOURCE.rglob("templates") if folder.is_dir())


def our_templates():
    return {
        path.relative_to(folder).as_posix()
        for folder in template_folders()
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt"}
    }


def library_templates():
    """Return what the libraries bring: a template of ours under the same name replaces it."""
    found = set()
    for name in LIBRARIES:
        package = Path(importlib.util.find_spec(name).origin).parent
        for folder in package.rglob("templates"):
            found |= {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    return found


def names_in_source():
    found = set()
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]:
        found |= set(NAMED.findall(path.read_text(encoding="utf-8")))
    return found


def is_named(template, names):
    patterns = [re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(name)) for name in names if "{" in name]
    return template in names or any(re.fullmatch(pattern, template) for pattern in patterns)


def test_no_template_is_unused():
    names = names_in_source()
    replaced = library_templates()

    unused = {
        template
        for template in our_templates() - BY_CONVENTION - replaced
        if not is_named(template, names)
    }

    assert unused == set()


def test_every_template_that_is_named_exists():
    names = {name for name in names_in_source() if "{" not in name}

    assert names - our_templates() - library_templates() == set()


def test_the_walk_finds_templates():
    assert len(our_templates()) > 20
    assert (ROOT / "src").is_dir()
