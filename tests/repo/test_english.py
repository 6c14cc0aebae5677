"""English texts of the code hold no Japanese, and every source of law can be said in English."""

import ast
import datetime
import re
from collections.abc import Iterator

import pytest
from tests.repo.tree import SOURCE, python_files

from tasuki.apps.upkeep.declarations import list_rules
from tasuki.core.law.citation_names import LAWS, PHRASES
from tasuki.core.law.citations import cite

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
NUMBERED = re.compile(r"^[\u30a1-\u30ff\u3400-\u9fff]{1,25}(?:法|法律|規則|令|要綱|要領) ?第?\d+条")
OWN_WORDS = {"襷"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
TODAY = datetime.date(2026, 11, 23)


def texts_of(node: ast.AST) -> Iterator[str]:
    """Yield the texts of an expression; what ``cite`` is given is said in English by it."""
    if isinstance(node, ast.Call) and called(node) == "cite":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from texts_of(child)


def called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def english_of(node: ast.Call) -> Iterator[ast.AST]:
    """Yield what a call is given as English."""
    name = called(node)
    if name == "Words" and len(node.args) > 1:
        yield node.args[1]
    if name in GETTEXT:
        yield from node.args
    yield from (word.value for word in node.keywords if re.search(r"(^|_)en$", word.arg or ""))


def english_in_japanese(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        for value in english_of(node) if isinstance(node, ast.Call) else ():
            for text in texts_of(value):
                if JAPANESE.search(text) and text not in OWN_WORDS:
                    yield node.lineno, text


def sources_in(source: str) -> Iterator[str]:
    """Yield the texts of a module that are sources of law; sentences about them are none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.partition(": ")[0].strip()
            begins = text.startswith((*LAWS, *PHRASES)) or NUMBERED.match(text)
            if begins and re.search(r"条|指針|告", text) and "。" not in text and "\n" not in text:
                yield text


def test_english_texts_hold_no_japanese():
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {text}"
        for path in python_files()
        for line, text in english_in_japanese(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'Words("あ", "by 民法 1条")',
        'Words("あ", f"by {law} 民法")',
        'refuse(ja="あ", reason_en="あ")',
        '_("Write “なし”")',
    ],
)
def test_japanese_in_english_is_found(source):
    assert len(list(english_in_japanese(source))) == 1


def test_japanese_for_the_citation_is_none():
    assert list(english_in_japanese("""Words("あ", f"by {cite('民法 1条', 'en')}")""")) == []


def test_every_source_in_the_code_is_said_in_english():
    sources = {
        text
        for path in python_files()
        if path.name != "citation_names.py"
        for text in sources_in(path.read_text(encoding="utf-8"))
    }

    assert sorted(text for text in sources if JAPANESE.search(cite(text, "en"))) == []
    assert {"職業安定法 29条", "労働契約法 14条; 労働基準法 15条"} <= sources
    assert len(sources) > 40


def test_basis_of_every_retention_is_said_in_english():
    bases = {rule.retention.source(on=TODAY) for rule in list_rules()}

    assert sorted(text for text in bases if JAPANESE.search(cite(text, "en"))) == []
    assert "職業安定法施行規則 24条の7; design" in bases
