"""Measure what sealing costs: one value, and a list of fifty rows beside the same list in clear.

    python -m bench.sealing --json figures.json

The figures are of this machine at this moment.
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.proofs.own_database import own_database  # sets Django up

# isort: split
from django.conf import settings
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from rich.console import Console
from rich.table import Table
from tests.factories import TODAY, make_company

from tasuki.adapters.key_files import load_ring
from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import TalentRecord
from tasuki.core.sealing import DataKey, KeyOwner, Place, blind_index

ROWS = 50
RUNS = 201
OPERATIONS = 20_000
_out = Console(width=120)


class PlainTalent(models.Model):
    """The same columns in clear, in a temporary table."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation_id = models.BigIntegerField()
    number = models.CharField(max_length=20)
    family_name = models.CharField(max_length=80)
    mail = models.EmailField()
    phone = models.CharField(max_length=20)
    birth_date = models.DateField(null=True)
    address = models.CharField(max_length=200)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "plain_talent"


_TABLE = """
    create temporary table if not exists plain_talent (
        id uuid primary key, organisation_id bigint, number text, family_name text, mail text,
        phone text, birth_date date, address text)
"""


def measure_values() -> dict[str, float]:
    """Return microseconds for each operation on one value."""
    ring, key = load_ring(settings.KEY_FOLDER), DataKey.new()
    owner, place = KeyOwner(1, uuid4(), uuid4()), Place("people_talentrecord", "mail", 1, "r1")
    found = {}
    for size in (24, 400):
        data = b"x" * size
        sealed = key.seal(data, place, key_id=owner.key_id)
        found[f"seal {size} bytes"] = _each(partial(key.seal, data, place, key_id=owner.key_id))
        found[f"open {size} bytes"] = _each(partial(key.open, sealed, place))
    found["blind index"] = _each(
        lambda: blind_index(
            "hanako@example.invalid", key=settings.INDEX_KEY, organisation_id=1, kind="mail"
        )
    )
    wrapped = ring.wrap(key, owner)
    found["unwrap a data key"] = _each(lambda: ring.unwrap(wrapped, owner))
    return found


def _each(operation: Callable[[], Any]) -> float:
    for _ in range(100):
        operation()
    began = time.process_time()
    for _ in range(OPERATIONS):
        operation()
    return (time.process_time() - began) * 1_000_000 / OPERATIONS


def measure_lists() -> dict[str, dict[str, float]]:
    """Return milliseconds and statements of a list of fifty rows, sealed and in clear."""
    company = make_company()
    values = [
        {
            "number": str(n),
            "family_name": "北村",
            "mail": f"{n}@example.invalid",
            "phone": f"0900000{n:04d}",
            "birth_date": TODAY,
            "address": "みなと市中央1丁目2番3号",
        }
        for n in range(ROWS)
    ]
    with bound(company.id, None):
        TalentRecord.objects.bulk_create(
            TalentRecord(organisation=company, **one) for one in values
        )
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
    PlainTalent.objects.bulk_create(
        PlainTalent(organisation_id=company.id, **one) for one in values
    )
    clear, sealed = PlainTalent.objects.all(), TalentRecord.objects.all()
    return {
        "in clear, four fields": _list(company.id, lambda: _contacts(clear.all())),
        "sealed, four fields": _list(company.id, lambda: _contacts(sealed.all())),
        "in clear, names only": _list(company.id, lambda: _names(clear.all())),
        "sealed, names only": _list(company.id, lambda: _names(sealed.all())),
        "in clear, by mail": _list(
            company.id, lambda: list(clear.filter(mail="7@example.invalid"))
        ),
        "sealed, by mail": _list(company.id, lambda: list(sealed.filter(mail="7@example.invalid"))),
    }


def _contacts(rows: Any) -> list[Any]:
    return [(row.mail, row.phone, row.birth_date, row.address) for row in rows]


def _names(rows: Any) -> list[Any]:
    return [row.family_name for row in rows]


def _list(organisation_id: int, read: Callable[[], Any]) -> dict[str, float]:
    with bound(organisation_id, None), CaptureQueriesContext(connection) as captured:
        read()
    cpu, wall = [], []
    for _ in range(RUNS):
        with bound(organisation_id, None):  # a new transaction forgets the keys
            cpu_began, wall_began = time.process_time(), time.perf_counter()
            read()
            cpu.append((time.process_time() - cpu_began) * 1000)
            wall.append((time.perf_counter() - wall_began) * 1000)
    return {
        "statements": len(captured),
        "cpu_p50_ms": sorted(cpu)[RUNS // 2],
        "wall_p50_ms": sorted(wall)[RUNS // 2],
    }


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.sealing")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    values = measure_values()
    with own_database():
        lists = measure_lists()
    table = Table("one value", "µs", title="One value, CPU")
    for name, cost in values.items():
        table.add_row(name, f"{cost:.1f}")
    _out.print(table)
    table = Table("list", "statements", "CPU ms", "time ms", title=f"{ROWS} rows, median")
    for name, row in lists.items():
        table.add_row(
            name, str(row["statements"]), f"{row['cpu_p50_ms']:.2f}", f"{row['wall_p50_ms']:.2f}"
        )
    _out.print(table)
    if options.json:
        figures = {"values_us": values, "lists": lists}
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
