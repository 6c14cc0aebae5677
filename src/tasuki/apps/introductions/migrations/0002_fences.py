"""Put the cases behind the policies: kept by the agency, shown to the company."""

from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("introductions", "0001_initial"),
        ("orgs", "0002_fences"),
        ("relay", "0002_fences"),
        ("placement", "0002_fences"),
    ]
    operations: ClassVar = [
        migration.TieKeys("IntroductionCase"),
        migration.Share("IntroductionCase", "CaseViewer"),
        migration.TieKeys("Interview"),
        migration.Share("Interview", "InterviewViewer"),
        migration.Fence("CaseEvent"),
    ]
