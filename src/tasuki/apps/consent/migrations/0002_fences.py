"""Put every table of the area behind the policy of its organisation."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration

GUARDS_SQL = Path(__file__).with_name("guards.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("consent", "0001_initial"),
        ("orgs", "0002_fences"),
        ("people", "0002_fences"),
    ]
    operations: ClassVar = [
        migration.Fence("ConsentText"),
        migration.Fence("ConsentDraft"),
        migration.Fence("ConsentEvent"),
        migration.Fence("ConsentLimit"),
        migration.Fence("ProvisionRecord"),
        migration.Fence("ReceiptRecord"),
        migration.Fence("StopNotice"),
        migration.OwnerReads("ReceiptRecord"),
        migration.RunSqlFile(GUARDS_SQL),
    ]
