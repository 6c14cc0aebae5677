"""Who binds an organisation: doors and frames their own, and named actions the other side."""

import ast
from pathlib import Path

import pytest
from tests.repo.tree import SOURCE, module_name, parse, python_files

BINDERS = Path(__file__).with_name("binders.txt")


def binding_functions():
    """Return every function outside the adapters that binds an organisation."""
    return {
        f"{module_name(path)}.{name}"
        for path in python_files()
        if not path.is_relative_to(SOURCE / "adapters")
        and not path.is_relative_to(SOURCE / "cli" / "demo")
        and not path.is_relative_to(SOURCE / "apps" / "sample")
        for name in binders(parse(path))
    }


def binders(tree, prefix=""):
    """Return the functions of a module that call ``bound`` or ``bound_once`` themselves."""
    found = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{prefix}{node.name}"
            if any(is_call_of_bound(inner) for inner in own_nodes(node)):
                found.add(name)
            found |= binders(node, f"{name}.")
    return found


def own_nodes(node):
    """Yield the nodes of a function without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
            yield from own_nodes(child)


def is_call_of_bound(node):
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_call and node.func.id in {"bound", "bound_once"}


def listed():
    """Return the names of the list, each with its reason."""
    lines = [line for line in BINDERS.read_text().splitlines() if line and line[0] != "#"]
    return dict(line.split("  ", 1) for line in lines)


def test_who_binds_an_organisation_is_listed_by_name():
    assert binding_functions() == set(listed())


def test_each_of_them_has_a_reason():
    assert [name for name, reason in listed().items() if len(reason.strip()) < 8] == []


@pytest.mark.parametrize("name", ["bound", "bound_once"])
def test_a_function_that_binds_is_found(name):
    planted = f"class A:\n    def act(self):\n        with {name}(1, None):\n            pass\n"

    assert binders(ast.parse(planted)) == {"A.act"}
