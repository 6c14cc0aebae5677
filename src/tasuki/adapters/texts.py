"""Compile the texts of every room for Django; needs no program outside Python.

Run at set-up: ``python -m tasuki.adapters.texts``.  Compiled files are not kept in the repository.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib

SOURCE: Final = Path(__file__).resolve().parent.parent


def find_catalogues(root: Path = SOURCE) -> Iterator[Path]:
    """Yield every ``.po`` file below a folder, in a fixed order."""
    yield from sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_texts(root: Path = SOURCE) -> list[Path]:
    """Write the ``.mo`` file beside each ``.po`` that is newer and return those written.

    Args:
        root: the folder whose rooms are compiled.
    """
    written = []
    for source in find_catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        waiting = target.with_suffix(".mo.new")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(waiting))
        waiting.replace(target)  # a process that starts now sees the old or the new, never half
        written.append(target)
    return written


if __name__ == "__main__":
    compile_texts()
