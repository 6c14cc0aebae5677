"""Put every table of the area behind the policy of its organisation."""

from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("same_person", "0001_initial"),
        ("people", "0002_fences"),
        ("orgs", "0002_fences"),
    ]
    operations: ClassVar = [
        migration.Fence("LinkageModel"),
        migration.Fence("LinkageRun"),
        migration.Fence("Pair"),
        migration.Fence("RecordLink"),
        migration.Fence("Merge"),
    ]
