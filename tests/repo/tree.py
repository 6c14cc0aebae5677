"""The files of the repository, as the tests of the repository read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tasuki"
_BINARY = {".png", ".jpg", ".ico", ".woff2", ".pdf", ".xlsx", ".mo", ".gz"}


@cache
def own_files() -> tuple[Path, ...]:
    """Return every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:  # an unpacked archive has no .git
        found = (path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts)
    else:
        found = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in found if path.is_file()))


def own_texts() -> Iterator[tuple[Path, str]]:
    """Yield each text file with its content."""
    for path in own_files():
        if path.suffix not in _BINARY:
            yield path, path.read_text(encoding="utf-8")


def python_files(root: Path = SOURCE) -> list[Path]:
    """Return the modules below a folder; migrations are made by a program and left out."""
    return sorted(path for path in root.rglob("*.py") if "migrations" not in path.parts)


def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path, source: Path = SOURCE) -> str:
    """Return the dotted name of a module below ``src``."""
    parts = path.relative_to(source.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
