"""Fence every table of the area; an open opening is whole (H6)."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration


class Migration(migrations.Migration):
    dependencies: ClassVar = [("openings", "0001_initial"), ("orgs", "0002_fences")]
    operations: ClassVar = [
        migration.Fence("Employer"),
        migration.Fence("Opening"),
        migration.Fence("OpeningVersion"),
        migration.RunSqlFile(Path(__file__).with_name("law.sql")),
    ]
