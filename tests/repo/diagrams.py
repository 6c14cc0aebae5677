"""The state diagrams of the documents, drawn from the tables that the product obeys.

python -m tests.repo.diagrams --update
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.repo.tree import ROOT

from tasuki.core.alumni import machines as alumni
from tasuki.core.cases.kinds import KINDS
from tasuki.core.fees import machines as fees
from tasuki.core.moves import machines as moves
from tasuki.core.openings import states as openings
from tasuki.core.placement import seekers
from tasuki.core.pool import machines as pool
from tasuki.core.relay import machines as relay
from tasuki.core.rounds import machine as rounds

_BLOCK = re.compile(r"<!-- machine: (\w+) -->\n.*?<!-- end -->", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """One document and the tables that it shows."""

    path: Path
    machines: Any

    def read(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def block(self, name: str) -> str:
        """Return the part of the document that shows one machine."""
        drawing = getattr(self.machines, name).mermaid()
        return f"<!-- machine: {name} -->\n```mermaid\n{drawing}```\n<!-- end -->"

    def drawn(self, text: str) -> str:
        """Return the text with every diagram drawn afresh."""
        return _BLOCK.sub(lambda found: self.block(found[1]), text)


_CASES = SimpleNamespace(**{code.upper(): kind.machine for code, kind in KINDS.items()})
DOCUMENTS = (
    Document(ROOT / "docs" / "cases.md", _CASES),
    Document(ROOT / "docs" / "relay.md", relay),
    Document(ROOT / "docs" / "moves.md", moves),
    Document(ROOT / "docs" / "seekers.md", seekers),
    Document(ROOT / "docs" / "openings.md", openings),
    Document(ROOT / "docs" / "fees.md", fees),
    Document(ROOT / "docs" / "pool.md", pool),
    Document(ROOT / "docs" / "alumni.md", alumni),
    Document(ROOT / "docs" / "rounds.md", rounds),
)


def main() -> int:
    """Draw again, or say whether the documents are up to date."""
    parser = argparse.ArgumentParser(prog="python -m tests.repo.diagrams")
    parser.add_argument("--update", action="store_true", help="write the documents")
    options = parser.parse_args()
    differing = [one for one in DOCUMENTS if one.drawn(one.read()) != one.read()]
    if options.update:
        for one in differing:
            one.path.write_text(one.drawn(one.read()), encoding="utf-8")
        return 0
    print(
        "\n".join(f"{one.path.name} differs: run with --update" for one in differing)
        or "up to date"
    )
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
