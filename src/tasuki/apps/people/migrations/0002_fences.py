"""Put every table of the area behind the policy of its organisation."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration

LAW_SQL = Path(__file__).with_name("law.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0001_initial"), ("orgs", "0002_fences")]
    operations: ClassVar = [
        migration.Fence("TalentRecord"),
        migration.Fence("Application"),
        migration.Fence("ApplicationStep"),
        migration.Fence("NumberSeries"),
        migration.Fence("RecordView"),
        migration.RunSqlFile(LAW_SQL),
    ]
