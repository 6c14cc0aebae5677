"""Put the tables of the organisations behind their policy."""

from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vocab", "0001_initial"), ("orgs", "0002_fences")]
    operations: ClassVar = [
        migration.Fence("Skill"),
        migration.Fence("SkillAlias"),
        migration.Fence("SkillDecision"),
    ]
