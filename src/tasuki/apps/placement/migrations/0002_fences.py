"""Put every table of the area behind the policy of its organisation."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration

LAW_SQL = Path(__file__).with_name("law.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("placement", "0001_initial"),
        ("orgs", "0002_fences"),
        ("consent", "0002_fences"),
        ("outbox", "0001_initial"),
    ]
    operations: ClassVar = [
        migration.Fence("JobOrder"),
        migration.Fence("JobSeeker"),
        migration.Fence("Introduction"),
        migration.Fence("FeeEntry"),
        migration.Fence("WorkRequest"),
        migration.Fence("SeekerWishes"),
        migration.Fence("TermsDelivery"),
        migration.Fence("InterviewNote"),
        migration.RunSqlFile(LAW_SQL),
    ]
