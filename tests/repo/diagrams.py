"""The state diagrams of docs/relay.md, drawn from the tables that the product obeys.

python -m tests.repo.diagrams --update
"""

import argparse
import re
import sys

from tests.repo.tree import ROOT

from tasuki.core.relay import machines

DOCUMENT = ROOT / "docs" / "relay.md"
NAMES = (
    "CONTRACT",
    "LINK",
    "INVITE",
    "REGISTRATION",
    "CREDIT",
    "SLOT",
    "RELEASE",
    "STATEMENT",
    "DISPUTE",
    "TRANSFER",
)
_BLOCK = re.compile(r"<!-- machine: (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def block(name: str) -> str:
    """Return the part of the document that shows one machine."""
    drawing = getattr(machines, name).mermaid()
    return f"<!-- machine: {name} -->\n```mermaid\n{drawing}```\n<!-- end -->"


def with_diagrams(text: str) -> str:
    """Return the document with every diagram drawn afresh."""
    return _BLOCK.sub(lambda found: block(found[1]), text)


def main() -> int:
    """Draw again, or say whether the document is up to date."""
    parser = argparse.ArgumentParser(prog="python -m tests.repo.diagrams")
    parser.add_argument("--update", action="store_true", help="write docs/relay.md")
    options = parser.parse_args()
    text = DOCUMENT.read_text(encoding="utf-8")
    drawn = with_diagrams(text)
    if options.update:
        DOCUMENT.write_text(drawn, encoding="utf-8")
        return 0
    print("up to date" if text == drawn else "differs: run with --update")
    return int(text != drawn)


if __name__ == "__main__":
    sys.exit(main())
