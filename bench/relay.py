"""Measure the journal and the list pages, print a table, write JSON.

    python -m bench.relay --seconds 5 --applications 100000 --json figures.json

The figures are of this machine at this moment; pgbench on the same server stands beside them.
"""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tests.proofs.cluster import private_cluster
from tests.proofs.own_database import own_database

from bench.journal import measure_journal, measure_pgbench
from bench.pages import measure_pages

_out = Console(width=140)  # addresses are not cut


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.relay")
    parser.add_argument("--seconds", type=float, default=5, help="of each rate")
    parser.add_argument("--applications", type=int, default=100_000, help="rows of the lists")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--only", choices=["journal", "pages"], help="measure one part")
    options = parser.parse_args()
    figures: dict[str, Any] = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cpu_count": os.cpu_count(),
        "seconds": options.seconds,
        "applications": options.applications,
    }
    if options.only != "pages":
        with private_cluster() as cluster:
            version = cluster.value("show server_version")
            rates = measure_journal(cluster, seconds=options.seconds)
            rates += measure_pgbench(cluster, seconds=options.seconds)
        figures |= {"server": version, "rates": [asdict(rate) for rate in rates]}
        _show(f"PostgreSQL {version}: transactions a second", figures["rates"])
    if options.only != "journal":
        with own_database():
            pages = measure_pages(application_count=options.applications)
        figures["pages"] = [asdict(page) for page in pages]
        _show(f"Pages at {options.applications:,} applications", figures["pages"])
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
    return 0


def _show(title: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        _out.print(f"{title}: nothing to measure yet")
        return
    table = Table(title=title)
    for name in rows[0]:
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*(_text(value) for value in row.values()))
    _out.print(table)


def _text(value: object) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
