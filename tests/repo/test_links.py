"""Every address that the areas write into notices and mails leads to a page."""

import ast
import itertools
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve

APPS = Path(__file__).resolve().parents[2] / "src" / "tasuki" / "apps"
_ID = str(UUID(int=1))
_HOLE = "\0"


def _shape_of(node):
    """A text with a mark for what is put in later; the server's own address is no part of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{[a-z_]+\}", _HOLE, node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = [one.value if isinstance(one, ast.Constant) else _HOLE for one in node.values]
    text = "".join(parts)
    return text[1:] if text.startswith(f"{_HOLE}/") else text


def _is_link(text):
    # What is put together of values alone, such as a name in parts, says nothing of an address.
    is_path = re.fullmatch(rf"(?:/[a-z_.{_HOLE}-]+)+/?", text) is not None
    return is_path and re.search(r"[a-z]", text) is not None


def _walk(node):
    """All nodes; the pieces of a composed text are no texts of their own."""
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from _walk(child)


def find_links():
    """Where each address is written: file and line, with its shape."""
    return [
        (f"{path.relative_to(APPS)}:{node.lineno}", shape)
        for path in sorted(APPS.rglob("*.py"))
        for node in _walk(ast.parse(path.read_text(encoding="utf-8")))
        if _is_link(shape := _shape_of(node))
    ]


def find_notice_urls():
    """The values of ``url=`` in all calls that write notices."""
    for path in sorted(APPS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.rpartition(".")[2] in {"notify", "notify_agency"} or "Notification" in name:
                yield from (
                    (f"{path.relative_to(APPS)}:{node.lineno}", one.value)
                    for one in node.keywords
                    if one.arg == "url"
                )


def _leads_somewhere(shape):
    """Whether some kind of value makes it an address that we serve."""
    holes = shape.count(_HOLE)
    for values in itertools.product((_ID, "company", "7"), repeat=holes):
        given = iter(values)
        try:
            resolve(re.sub(_HOLE, lambda _: next(given), shape))  # noqa: B023 - used at once
        except Resolver404:
            continue
        return True
    return False


@pytest.mark.parametrize("place, shape", find_links())
def test_address_in_the_areas_leads_to_a_page(place, shape):
    assert _leads_somewhere(shape), f"{place}: {shape.replace(_HOLE, '…')}"


def test_addresses_of_notices_are_among_them():
    shapes = {shape for _, shape in find_links()}
    written = list(find_notice_urls())
    texts = [_shape_of(value) for _, value in written if isinstance(value, ast.JoinedStr)]

    assert len(written) >= 6
    assert [text for text in texts if text not in shapes] == []


def test_wrong_address_is_found():
    assert not _leads_somewhere(f"/outbox/{_HOLE}/")
    assert _leads_somewhere(f"/company/outbox/{_HOLE}/")
