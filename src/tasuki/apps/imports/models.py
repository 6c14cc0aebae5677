"""What came in from a file, and what could not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedJsonField
from tasuki.apps.base import TenantModel
from tasuki.core.retention import SELECTION_DATA, AtCeiling


class ImportRun(TenantModel):
    """One file and its result; failed rows keep their cells and the reason."""

    retention = SELECTION_DATA.by(
        "start_of_import", at_ceiling=AtCeiling.EMPTY, also_emptied=("problem", "file_name")
    )
    personal_fields = ("failed_rows",)
    free_texts = ("file_name", "failed_rows", "problem")

    class State(models.TextChoices):
        """How far the import is; stored."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        PARTLY = "partly", _("partly failed")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=20, default="applicants")
    file_name = models.CharField(_("file name"), max_length=200)
    file_hash = models.CharField(_("file hash"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    imported_by_id = models.BigIntegerField(_("imported by"), null=True, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    updated_count = models.PositiveIntegerField(_("updated"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    failed_count = models.PositiveIntegerField(_("failed"), default=0)
    headers = models.JSONField(_("column names"), default=list)
    mapping = models.JSONField(_("mapping of columns"), default=dict)
    failed_rows = SealedJsonField(_("failed rows"), default=list)
    problem = models.TextField(_("problem"), blank=True, default="")
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
