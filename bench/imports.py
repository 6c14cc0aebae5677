"""Rows a second and memory of an import, beside a bare COPY of the same rows.

    python -m bench.imports                 10,000 rows
    python -m bench.imports --rows 100000

The file is an applicant export with history; the organisation knows a tenth of the people.
COPY writes the cells of the same rows into one table without keys, fences or sealing: the limit.
"""

import argparse
import csv
import io
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from django.db import connection
from django.utils import timezone

from bench import own_database
from tasuki.apps.imports import actions
from tasuki.apps.imports.samples import HRMOS_HEADERS
from tasuki.core.identity.surnames import SURNAMES

GIVEN = ("花", "太", "一", "美", "健", "悠", "陽", "葵", "蓮", "結", "大", "真", "直", "優", "翔")
LAST = ("子", "郎", "美", "斗", "奈", "介", "香", "也", "衣", "翔", "菜", "人", "恵", "樹", "里")
ROWS_MAX_ALLOWED = 200_000


@contextmanager
def timed(label: str, rows: int) -> Iterator[None]:
    """Print what the block took: seconds, rows a second, peak memory of the process so far."""
    wall, cpu = time.monotonic(), time.process_time()
    yield
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{label}: {rows:,} rows, {wall:.1f} s wall, {cpu:.1f} s CPU here,"
        f" {rows / wall:,.0f} rows/s, peak {peak:,.0f} MB",
        flush=True,
    )


def make_file(count: int, *, seed: int, first: int = 0) -> bytes:
    """Return an applicant export with days of stages; names as various as surnames are."""
    dice = Random(seed)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HRMOS_HEADERS)
    families = sorted(SURNAMES.readings)
    for number in range(first, first + count):
        name = f"{dice.choice(families)} {dice.choice(GIVEN)}{dice.choice(LAST)}"
        end = dice.choice(("", "", "2026-09-30"))
        writer.writerow(
            (
                f"HR{number:07d}",
                name,
                "",
                f"person{number}@example.invalid",
                f"0{dice.choice('789')}0-{number // 10_000:04d}-{number % 10_000:04d}",
                dice.choice(("経理事務", "機械組立", "営業")),
                dice.choice(("書類選考", "一次面接", "内定")),
                "2026-08-01",
                dice.choice(("", "2026-08-15")),
                end,
                "",
                "",
                "合成",
            )
        )
    return buffer.getvalue().encode("cp932", "replace")


def copy_bare(data: bytes) -> int:
    """Copy the cells of a file into one bare table; return the rows."""
    rows = list(csv.reader(io.StringIO(data.decode("cp932"))))
    columns = ", ".join(f"c{number} text" for number in range(len(rows[0])))
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table bare ({columns})")
        with cursor.copy("copy bare from stdin") as copy:
            for row in rows[1:]:
                copy.write_row(row)
    return len(rows) - 1


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports")
    parser.add_argument("--rows", type=int, default=10_000)
    count = min(parser.parse_args().rows, ROWS_MAX_ALLOWED)
    with own_database():
        from tests.factories import make_company, make_member

        from tasuki.core.access import Role

        actor = make_member(make_company(), Role.COMPANY_OWNER)
        common = {"actor": actor, "now": timezone.now(), "file_name": "bench.csv"}
        known = make_file(count // 10, seed=2)
        actions.import_file(data=known, **common)
        # The first tenth are people whom the organisation knows, under other numbers.
        data = make_file(count, seed=2).replace(b"HR", b"NX")
        print(f"file: {len(data) / 1e6:.1f} MB", flush=True)
        with timed("dry run (read, map, judge, find duplicates)", count):
            trial = actions.try_file(data=data, **common)
        print(f"    {dict(trial.counts)}")
        with timed("import with duplicates, history, undo", count):
            run = actions.import_file(data=data, **common)
        print(f"    new {run.new_count}, joined {run.linked_count}, failed {run.failed_count}")
        with timed("the same file again", count):
            again = actions.import_file(data=data, **common)
        print(f"    unchanged {again.unchanged_count}")
        with timed("taking it back", count):
            done = actions.undo_import(actor=actor, run_id=run.id, now=timezone.now())
        print(f"    removed {done.removed}, kept {done.kept}")
        with timed("bare COPY of the same cells", count):
            copy_bare(data)


if __name__ == "__main__":
    main()
