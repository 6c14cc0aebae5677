"""Put every table of the area behind the policy of its organisation, and guard all floors."""

from datetime import date
from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration
from tasuki.apps.upkeep.guarding import GuardFloors

CLOCKS_SQL = Path(__file__).with_name("clocks.sql")
HOLDS_SQL = Path(__file__).with_name("holds.sql")
GUARDS_SQL = Path(__file__).with_name("guards.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("upkeep", "0001_initial"),
        ("orgs", "0002_fences"),
        ("audit", "0002_fences"),
        ("people", "0002_fences"),
        ("vocab", "0002_fences"),
        ("consent", "0002_fences"),
        ("imports", "0002_fences"),
        ("openings", "0002_fences"),
        ("relay", "0002_fences"),
        ("placement", "0002_fences"),
        ("introductions", "0002_fences"),
        ("outbox", "0002_fences"),
        ("rights", "0002_fences"),
        ("moves", "0002_fences"),
        ("fees", "0002_fences"),
        ("keys", "0002_fences"),
        ("region", "0002_fences"),
        ("passport", "0002_fences"),
        ("same_person", "0002_fences"),
    ]
    operations: ClassVar = [
        migration.Fence("LegalHold"),
        migration.Fence("DisposalRun"),
        migration.Fence("LockedRecord"),
        migration.Fence("LockedAccess"),
        migration.RunSqlFile(CLOCKS_SQL),
        migration.RunSqlFile(HOLDS_SQL),
        migration.RunSqlFile(GUARDS_SQL),
        GuardFloors(on=date(2026, 11, 23)),
    ]
