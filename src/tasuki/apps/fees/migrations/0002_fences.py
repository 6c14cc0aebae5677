"""Put every table of the area behind the policy of its organisation; add the hard stops."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tasuki.adapters.postgres import migration


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("fees", "0001_initial"),
        ("orgs", "0002_fences"),
        ("placement", "0002_fences"),
        ("relay", "0002_fences"),
    ]
    operations: ClassVar = [
        migration.Fence("BillingProfile"),
        migration.TieKeys("FeeAgreement"),
        migration.Share("FeeAgreement", "AgreementViewer"),
        migration.TieKeys("Invoice"),
        migration.Share("Invoice", "InvoiceViewer"),
        migration.Fence("Payment"),
        migration.RunSqlFile(Path(__file__).with_name("law.sql")),
    ]
