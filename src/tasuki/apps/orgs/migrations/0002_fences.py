"""Put every table of the area behind the policy of its organisation."""

from typing import ClassVar

from pathlib import Path

from django.db import migrations

from tasuki.adapters.postgres import migration

DOORS_SQL = Path(__file__).with_name("doors.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orgs", "0001_initial")]
    operations: ClassVar = [
        migration.RunSqlFile("tenancy.sql"),
        migration.Fence("Membership"),
        migration.Fence("Invitation"),
        migration.Fence("Licence"),
        migration.Fence("Door"),
        migration.Fence("AccountLink"),
        migration.Fence("SavedFilter"),
        migration.Fence("ApiToken"),
        migration.Fence("ApiCall"),
        migration.OwnerReads("Door"),
        migration.OwnerReads("Membership"),
        migration.OwnerReads("AccountLink"),
        migration.RunSqlFile(DOORS_SQL),
    ]
