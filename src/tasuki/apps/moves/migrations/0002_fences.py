"""Put every table of the area behind the policy of its organisation; add the hard stops."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration


class Migration(migrations.Migration):
    dependencies: ClassVar = [("moves", "0001_initial"), ("orgs", "0002_fences")]
    operations: ClassVar = [
        migration.Fence("Secondment"),
        migration.Fence("SideWork"),
        migration.Fence("SideWorkMonth"),
        migration.Fence("SideWorkDay"),
        migration.Fence("ContractWork"),
        migration.Fence("Delivery"),
        migration.Fence("MoveReminder"),
        migration.RunSqlFile(Path(__file__).parent / "guards.sql"),
    ]
