"""Put every table of the area behind the policy of its organisation."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration

SEARCH_SQL = Path(__file__).with_name("search.sql")
LAW_SQL = Path(__file__).with_name("law.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("people", "0001_initial"),
        ("orgs", "0002_fences"),
        ("vocab", "0002_fences"),
    ]
    operations: ClassVar = [
        migration.Fence("TalentRecord"),
        migration.Fence("Application"),
        migration.Fence("ApplicationStep"),
        migration.Fence("NumberSeries"),
        migration.Fence("RecordView"),
        migration.Fence("PersonName"),
        migration.Fence("PersonContact"),
        migration.Fence("Employment"),
        migration.Fence("Career"),
        migration.Fence("PersonSkill"),
        migration.Fence("Tag"),
        migration.Fence("PersonTag"),
        migration.Fence("PersonNote"),
        migration.Fence("PersonDocument"),
        migration.Fence("BulkRun"),
        migration.RunSqlFile(LAW_SQL),
        migration.OwnerReads("TalentRecord"),
        migration.RunSqlFile(SEARCH_SQL),
    ]
