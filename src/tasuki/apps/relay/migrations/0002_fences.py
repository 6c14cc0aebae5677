"""Put every table of the area behind the policy of its organisation."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration

LAW_SQL = Path(__file__).with_name("law.sql")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("relay", "0001_initial"),
        ("orgs", "0002_fences"),
        ("people", "0002_fences"),
        ("consent", "0002_fences"),
        ("placement", "0002_fences"),
    ]
    operations: ClassVar = [
        migration.Fence("FeeTable"),
        migration.Fence("Consultation"),
        migration.TieKeys("RelayContract"),
        migration.Share("RelayContract", "ContractViewer"),
        migration.Fence("RelayLink"),
        migration.Fence("IssuedCode"),
        migration.Fence("Registration"),
        migration.TieKeys("Slot"),
        migration.Share("Slot", "SlotViewer"),
        migration.Fence("SlotEvent"),
        migration.Fence("Credit"),
        migration.Fence("Release"),
        migration.Fence("SlotCandidate"),
        migration.Fence("PurposeNotice"),
        migration.Fence("NoticeTemplate"),
        migration.Fence("Invite"),
        migration.Fence("Statement"),
        migration.TieKeys("Dispute"),
        migration.Share("Dispute", "DisputeViewer"),
        migration.RunSqlFile("ledger.sql"),
        migration.RunSqlFile(LAW_SQL),
    ]
