"""Our own rules over source and templates; what a linter of the market does not know.

``find_offences(root)`` reads a checkout (or a copy of one) and returns what breaks a rule. Each
rule has a plant in ``PLANTS``: a file that must be found.
"""

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.repo.tree import parse, python_files


@dataclass(frozen=True, order=True)
class Offence:
    """One line that breaks one rule."""

    rule: str
    path: str
    line: int
    text: str


_SESSION_SET = re.compile(
    r"^\s*set\s+(?!local\b|constraints\b|transaction\b)|set_config\([^)]*,\s*false\s*\)",
    re.IGNORECASE | re.MULTILINE,
)
_COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
_LOOK_UPS = {"get", "filter", "get_or_create", "update_or_create", "aget"}
_SQL_CALLS = {"execute", "executemany", "raw", "extra", "RawSQL"}
_CLOCKS = {("timezone", "now"), ("datetime", "now"), ("date", "today"), ("datetime", "utcnow")}
# Doors and tasks read the clock; the frame of all actions needs one time for a refusal.
_MAY_READ_CLOCK = re.compile(
    r"/(web|api|cli|conf)/|/(\w+_)?tasks\.py$|/schedule\.py$|/apps/action\.py$"
)
_NO_ESCAPE = {"mark_safe", "csrf_exempt", "SafeString"}
_INLINE = {
    "script without a file": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE
    ),
    "inline handler": re.compile(r"<[^>{]+\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "inline style": re.compile(r"<[^>]+\sstyle\s*=|<style", re.IGNORECASE),
    "escaping switched off": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}
_SECRETS = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20}|xox[abp]-[\w-]{10,})"),
    "address with a password": re.compile(
        r"\b[a-z]+://[^\s/:@\"'{}<$]+:[^\s/@\"'{}<$]{6,}@(?![\w.]*example)"
    ),
}
_ASSIGNED = re.compile(
    r"(?i)\b[\w.]*(?:secret|password|passwd|token|api_?key)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s]{20,})[\"']"
)
_ENTROPY_BITS_MIN = 3.7


_HEAVY = "the engines take seconds and 200 MB to load; only who links records waits for them"
_ONE_SOLVER = "a child holds one solver; the other would take the memory that it is given"
_READY = "models are there from here on"
# What breaks a rule on purpose: (rule, path) -> why.
ACCEPTED = {
    ("import inside a function", "src/tasuki/conf/wsgi.py"): "Django has to be configured first",
    ("import inside a function", "src/tasuki/apps/relay/apps.py"): _READY,
    ("import inside a function", "src/tasuki/apps/fees/apps.py"): _READY,
    ("import inside a function", "src/tasuki/apps/introductions/apps.py"): _READY,
    ("import inside a function", "src/tasuki/adapters/linkage/engines.py"): _HEAVY,
    ("import inside a function", "src/tasuki/adapters/linkage/scoring.py"): _HEAVY,
    ("import inside a function", "src/tasuki/adapters/linkage/training.py"): _HEAVY,
    ("import inside a function", "src/tasuki/adapters/solvers/worker.py"): _ONE_SOLVER,
    ("session set", "src/tasuki/cli/demo/story.py"): "a process of its own, made-up data",
    ("session set", "src/tasuki/apps/sample/year.py"): "a process of its own, made-up data",
    ("script without a file", "src/tasuki/web/agency/templates/agency/job.html"): "data for search",
    ("unescaped", "src/tasuki/web/agency/public_job.py"): "JSON whose signs are written as escapes",
    ("unescaped", "src/tasuki/web/company/paper.py"): "a QR drawing of our own adapter",
    ("unescaped", "src/tasuki/web/company/relay.py"): "a QR drawing of our own adapter",
    ("unescaped", "src/tasuki/web/components/panels.py"): "drawings escaped by our own adapter",
    (
        "unscoped look-up",
        "src/tasuki/web/company/same_person_merge.py",
    ): "both of a merge, behind the fence",
    ("unscoped look-up", "src/tasuki/api/v1/paging.py"): "the place in a list, behind the fence",
}


def find_offences(root: Path) -> list[Offence]:
    """Return everything that breaks a rule of ours in the source below ``root``."""
    return [found for found in _all_offences(root) if (found.rule, found.path) not in ACCEPTED]


def _all_offences(root: Path) -> list[Offence]:
    found = list(find_secrets(root / "src"))
    for path in python_files(root / "src" / "tasuki"):
        name = path.relative_to(root).as_posix()
        for rule, line, text in _of_module(f"/{name}", parse(path)):
            found.append(Offence(rule, name, line, text))
    for path in sorted((root / "src").rglob("*.html")):
        name = path.relative_to(root).as_posix()
        found += (Offence(*one) for one in _of_template(name, path.read_text(encoding="utf-8")))
    for path in sorted((root / "src").rglob("*.sql")):
        text = _without_comments(path.read_text(encoding="utf-8"))
        for match in re.finditer(
            r"set_config\([^)]*,\s*false\s*\)|^set\s+(?!local)", text, re.IGNORECASE | re.MULTILINE
        ):
            name = path.relative_to(root).as_posix()
            found.append(Offence("session set", name, _line_of(text, match.start()), match[0]))
    return sorted(found)


def find_secrets(folder: Path) -> Iterator[Offence]:
    """Yield what looks like a key, a token or a password."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".toml", ".md", ".sh", ".html", ".js", ".po", ".txt", ".csv"}:
            continue
        yield from secrets_in(path.name, path.read_text(encoding="utf-8"))


def secrets_in(name: str, text: str) -> Iterator[Offence]:
    """Yield the secrets of one text."""
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, pattern in _SECRETS.items():
            if pattern.search(line):
                yield Offence("secret", name, number, kind)
        for match in _ASSIGNED.finditer(line):
            if _entropy_bits(match[1]) > _ENTROPY_BITS_MIN:
                yield Offence("secret", name, number, "assigned text")


def _entropy_bits(text: str) -> float:
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def _of_module(path: str, tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    is_door = "/web/" in path or "/api/" in path
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_sql(node)
            if not _MAY_READ_CLOCK.search(path):
                yield from _of_clock(node)
            if is_door:
                yield from _of_look_up(node)
            if _called(node) in _NO_ESCAPE:
                yield "unescaped", node.lineno, ast.unparse(node)[:60]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _of_inner_import(node)
            yield from _of_decorators(node)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _of_sql(node: ast.Call) -> Iterator[tuple[str, int, str]]:
    if _called(node) not in _SQL_CALLS or not node.args:
        return
    query = node.args[0]
    strings = (part.value for part in ast.walk(query) if isinstance(part, ast.Constant))
    if _SESSION_SET.search("".join(text for text in strings if isinstance(text, str))):
        yield "session set", node.lineno, ast.unparse(query)[:60]
    if _is_made_of_strings(query):
        yield "sql by string", node.lineno, ast.unparse(query)[:60]


def _is_made_of_strings(query: ast.expr) -> bool:
    """Return whether values get into a statement as text; names in capitals are constants."""
    if isinstance(query, ast.JoinedStr):
        values = [part.value for part in query.values if isinstance(part, ast.FormattedValue)]
        return not all(isinstance(value, ast.Name) and value.id.isupper() for value in values)
    if isinstance(query, ast.BinOp):
        is_joined = isinstance(query.op, ast.Mod | ast.Add)
        parts = [query.left, query.right]
        return is_joined and any(isinstance(part, ast.Constant | ast.JoinedStr) for part in parts)
    if isinstance(query, ast.Call) and isinstance(query.func, ast.Attribute):
        is_text = isinstance(query.func.value, ast.Constant | ast.JoinedStr)
        return query.func.attr == "format" and is_text
    return False


def _of_clock(node: ast.Call) -> Iterator[tuple[str, int, str]]:
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if (name, node.func.attr) in _CLOCKS:
            yield "clock below the doors", node.lineno, ast.unparse(node)[:60]


def _of_look_up(node: ast.Call) -> Iterator[tuple[str, int, str]]:
    """A door that looks up a row by its key itself, past the queries."""
    if _called(node) in {"get_object_or_404", "get_list_or_404"}:
        yield "unscoped look-up", node.lineno, ast.unparse(node)[:60]
    if not (isinstance(node.func, ast.Attribute) and node.func.attr in _LOOK_UPS):
        return
    chain = ast.unparse(node.func.value)
    keys = {(keyword.arg or "").split("__")[0] for keyword in node.keywords}
    if re.search(r"\.(objects|_default_manager)\b", chain) and keys & {"pk", "id"}:
        yield "unscoped look-up", node.lineno, ast.unparse(node)[:60]


def _of_decorators(
    function: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[tuple[str, int, str]]:
    for node in function.decorator_list:
        if isinstance(node, ast.Name) and node.id in _NO_ESCAPE:
            yield "unescaped", node.lineno, node.id


def _of_inner_import(
    function: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[tuple[str, int, str]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield "import inside a function", node.lineno, ast.unparse(node)[:60]


def _of_template(name: str, text: str) -> Iterator[tuple[str, str, int, str]]:
    if "/templates/mail" in name:
        return
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for rule, pattern in _INLINE.items():
        for match in pattern.finditer(bare):
            yield rule, name, _line_of(bare, match.start()), match[0][:60]


def _without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


# Each offence as somebody in a hurry would write it: name -> (rule, path, text).
PLANTS: dict[str, tuple[str, str, str]] = {
    "session-set": (
        "session set",
        "src/tasuki/apps/orgs/planted.py",
        'def bind(cursor, value):\n    cursor.execute("SET app.organisation = 7")\n',
    ),
    "session-set-config": (
        "session set",
        "src/tasuki/adapters/postgres/sql/planted.sql",
        "select set_config('tasuki.context', '7', false);\n",
    ),
    "look-up-by-id": (
        "unscoped look-up",
        "src/tasuki/web/company/planted.py",
        "def view(request, key):\n    return Invite.objects.get(pk=key)\n",
    ),
    "look-up-404": (
        "unscoped look-up",
        "src/tasuki/api/planted.py",
        "def view(request, key):\n    return get_object_or_404(Invite, id=key)\n",
    ),
    "sql-by-string": (
        "sql by string",
        "src/tasuki/apps/orgs/planted.py",
        "def find(cursor, name):\n    cursor.execute(f\"select '{name}'\")\n",
    ),
    "sql-by-percent": (
        "sql by string",
        "src/tasuki/apps/orgs/planted.py",
        'def find(cursor, name):\n    cursor.execute("select %s" % name)\n',
    ),
    "clock": (
        "clock below the doors",
        "src/tasuki/apps/relay/planted.py",
        "def act():\n    return timezone.now()\n",
    ),
    "inline-script": (
        "script without a file",
        "src/tasuki/web/company/templates/planted.html",
        "<script>alert(1)</script>\n",
    ),
    "inline-handler": (
        "inline handler",
        "src/tasuki/web/company/templates/planted.html",
        '<button onclick="go()">x</button>\n',
    ),
    "inline-style": (
        "inline style",
        "src/tasuki/web/company/templates/planted.html",
        '<p style="color:red">x</p>\n',
    ),
    "unescaped": (
        "escaping switched off",
        "src/tasuki/web/company/templates/planted.html",
        "<p>{{ name|safe }}</p>\n",
    ),
    "mark-safe": (
        "unescaped",
        "src/tasuki/web/company/planted.py",
        "def show(text):\n    return mark_safe(text)\n",
    ),
    "inner-import": (
        "import inside a function",
        "src/tasuki/apps/orgs/planted.py",
        "def act():\n    import os\n    return os\n",
    ),
    "secret": (
        "secret",
        "src/tasuki/conf/planted.py",
        'API_TOKEN = "' + "hX9fQ2mZ7rT4kW1v" + 'B8nLc6Ys"\n',
    ),
    "private-key": (
        "secret",
        "src/tasuki/conf/planted.py",
        'KEY = """-----BEGIN ' + 'PRIVATE KEY-----"""\n',
    ),
}
