"""Put every table of the area behind the policy of its organisation."""

from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration


class Migration(migrations.Migration):
    dependencies: ClassVar = [("alumni", "0001_initial"), ("orgs", "0002_fences")]
    operations: ClassVar = [
        migration.Fence("AlumniMember"),
    ]
