"""The files that a browser loads stay small and keep the policy."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "src" / "tasuki" / "web"
STATIC = WEB / "components" / "static" / "tasuki"
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))


@pytest.mark.parametrize(
    ("name", "bytes_max"), [("app.css", 30_000), ("app.js", 6_144), ("logo.svg", 1_000)]
)
def test_file_stays_within_its_budget(name, bytes_max):
    assert (STATIC / name).stat().st_size <= bytes_max


def test_style_sheet_loads_nothing_from_elsewhere():
    text = (STATIC / "app.css").read_text(encoding="utf-8")

    assert not re.search(r"url\(|@import|https?:", text)
    assert text.count("{") == text.count("}")


def test_script_neither_evaluates_text_nor_calls_other_hosts():
    text = (STATIC / "app.js").read_text(encoding="utf-8")

    assert not re.search(r"\beval\b|new Function|innerHTML|https?:|document\.write", text)


def test_script_asks_for_composition_before_every_key():
    text = (STATIC / "app.js").read_text(encoding="utf-8")

    handlers = text.split('addEventListener("keydown"')[1:]
    assert len(handlers) == 2
    assert all("composing(event)" in handler[:120] for handler in handlers)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_keeps_the_policy(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|javascript:|<style", text)
    assert not re.search(r"https?://(?!www\.w3\.org)", text)
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/ld\+json))", text)
