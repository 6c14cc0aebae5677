"""Put the tables of a person behind a fence by account."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration

FENCES_SQL = Path(__file__).with_name("fences.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("passport", "0001_initial"), ("orgs", "0002_fences")]
    operations: ClassVar = [migration.RunSqlFile(FENCES_SQL)]
