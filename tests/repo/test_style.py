"""House numbers: length of files and functions, cycles, docstrings."""

import ast
import statistics

from tests.repo.tree import ROOT, SOURCE, module_name, parse, python_files

FILE_LINES_MAX = 500
FILE_LINES_MEDIAN_MAX = 130  # the aim is 90
FUNCTION_LINES_MAX = 70
FUNCTION_LINES_MEAN_MAX = 12
TEST_LINES_MAX = 40


def functions(tree):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def line_count(node):
    return node.end_lineno - node.lineno + 1


def all_code():
    return [*python_files(), *python_files(ROOT / "tests"), *python_files(ROOT / "bench")]


def imported_modules(path, names):
    """Return the modules of ours that a module imports when it is loaded."""
    found = set()
    pending = list(parse(path).body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending += node.orelse
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & names
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & names) or ({node.module} & names)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            pending += [
                child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)
            ]
    return found


def find_cycle(graph):
    """Return one cycle of a graph, empty when there is none."""
    done, path = set(), []

    def visit(node):
        if node in path:
            return path[path.index(node) :]
        if node in done:
            return []
        path.append(node)
        for following in sorted(graph[node]):
            if cycle := visit(following):
                return cycle
        path.pop()
        done.add(node)
        return []

    for start in sorted(graph):
        if cycle := visit(start):
            return cycle
    return []


def test_no_file_is_longer_than_500_lines():
    lengths = {path: len(path.read_text().splitlines()) for path in all_code()}

    assert {str(path): n for path, n in lengths.items() if n > FILE_LINES_MAX} == {}


def test_half_of_the_files_are_short():
    lengths = [len(path.read_text().splitlines()) for path in python_files()]

    assert statistics.median(lengths) <= FILE_LINES_MEDIAN_MAX


def test_no_function_is_longer_than_70_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {line_count(node)}"
        for path in all_code()
        for node in functions(parse(path))
        if line_count(node) > FUNCTION_LINES_MAX
    ]

    assert long == []


def test_functions_are_short_on_average():
    lengths = [line_count(node) for path in python_files() for node in functions(parse(path))]

    assert statistics.mean(lengths) <= FUNCTION_LINES_MEAN_MAX


def test_modules_do_not_import_in_circles():
    paths = {module_name(path): path for path in python_files()}
    graph = {name: imported_modules(path, set(paths)) - {name} for name, path in paths.items()}

    assert find_cycle(graph) == []


def test_a_circle_is_found():
    assert find_cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]


def test_public_names_of_core_and_of_all_actions_and_queries_have_docstrings():
    wanted = [
        path
        for path in python_files()
        if path.is_relative_to(SOURCE / "core")
        or (path.is_relative_to(SOURCE / "apps") and path.stem not in {"apps", "models"})
        or path.is_relative_to(SOURCE / "adapters")
    ]

    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in wanted
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert bare == []


def test_every_module_says_what_it_decides():
    bare = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.name != "apps.py" and path.read_text().strip()
        if not ast.get_docstring(parse(path))
    ]

    assert bare == []
