"""What comes in from a file: the draft, its rows before anything is written, and the way back."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedFileField, SealedJsonField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.retention import IMPORT_WORK, SELECTION_DATA, WHILE_CUSTOMER, AtCeiling
from tasuki.core.sealing import ORGANISATION_SUBJECT


class ImportRun(TenantModel):
    """One file on its way in, from the draft to the result; people stand in its rows only."""

    retention = SELECTION_DATA.by(
        "start_of_import",
        at_ceiling=AtCeiling.EMPTY,
        also_emptied=("problem", "file_name"),
    )
    personal_fields = ("answers", "questions")
    free_texts = ("file_name", "problem", "answers", "questions")

    class State(models.TextChoices):
        """How far the import is; stored."""

        DRAFT = "draft", _("draft")
        CHECKING = "checking", _("being checked")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        PARTLY = "partly", _("partly failed")
        FAILED = "failed", _("failed")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("undone")

    class Step(models.TextChoices):
        """Which of the five steps a draft has reached; stored."""

        FILE = "file", _("file")
        COLUMNS = "columns", _("columns")
        VALUES = "values", _("values")
        CHECK = "check", _("content")
        RUN = "run", _("import")

    kind = models.CharField(_("kind"), max_length=20, default="applicants")
    file_name = models.CharField(_("file name"), max_length=200)
    file_hash = models.CharField(_("file hash"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    step = models.CharField(_("step"), max_length=10, choices=Step.choices, default=Step.RUN)
    imported_by_id = models.BigIntegerField(_("imported by"), null=True, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    done_count = models.PositiveIntegerField(_("rows dealt with"), default=0)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    updated_count = models.PositiveIntegerField(_("updated"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    failed_count = models.PositiveIntegerField(_("failed"), default=0)
    linked_count = models.PositiveIntegerField(_("joined to known people"), default=0)
    reading = models.JSONField(_("chosen way of reading"), default=dict, blank=True)
    found = models.JSONField(_("detected way of reading"), default=dict, blank=True)
    headers = models.JSONField(_("column names"), default=list)
    mapping = models.JSONField(_("mapping of columns"), default=dict)
    answers = SealedJsonField(_("meaning of values"), default=list, blank=True)
    questions = SealedJsonField(_("values without a meaning"), default=list, blank=True)
    is_all_or_nothing = models.BooleanField(_("all rows or none"), default=False)
    profile_id = models.UUIDField(_("profile"), null=True, blank=True)
    profile_name = models.CharField(_("name of the profile"), max_length=80, blank=True, default="")
    profile_version = models.PositiveIntegerField(_("version of the profile"), default=0)
    problem = models.TextField(_("problem"), blank=True, default="")
    kept = models.JSONField(_("rows that stayed when it was taken back"), default=list, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    @property
    def is_draft(self) -> bool:
        """Return whether nothing was written yet and it can still be changed."""
        return self.state in {self.State.DRAFT, self.State.CHECKING}

    @property
    def is_busy(self) -> bool:
        """Return whether a task works on it now."""
        return self.state in {self.State.CHECKING, self.State.RUNNING, self.State.UNDOING}


class ImportFile(TenantModel):
    """The file of an import, sealed; what may never be stored was taken out before."""

    retention = IMPORT_WORK
    personal_fields = ("content",)

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, verbose_name=_("import"))
    content = SealedFileField(_("file"), upload_to="imports/", blank=True, default="")
    is_cleaned = models.BooleanField(_("without what may not be stored"), default=False)

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")

    def key_subject(self) -> UUID:
        """Return the import: file and rows go unreadable with one key."""
        found: UUID = self.run_id
        return found


class StagedRow(TenantModel):
    """One row of a file before it is written; gone when it is written, or after seven days."""

    retention = IMPORT_WORK
    personal_fields = ("content", "edits")

    class Verdict(models.TextChoices):
        """What the row would do; stored."""

        NEW = "new", _("new")
        UPDATE = "update", _("update")
        DUPLICATE = "duplicate", _("possible duplicate")
        ERROR = "error", _("error")
        SAME = "unchanged", _("unchanged")

    class Decision(models.TextChoices):
        """What somebody, or the rule, said about a possible duplicate; stored."""

        OPEN = "", _("not decided")
        SAME = "same", _("the same person")
        APART = "apart", _("different people")
        SKIP = "skip", _("not imported")

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, verbose_name=_("import"))
    line = models.PositiveIntegerField(_("line"))
    verdict = models.CharField(_("what it would do"), max_length=10, choices=Verdict.choices)
    decision = models.CharField(
        _("decision"), max_length=5, choices=Decision.choices, blank=True, default=""
    )
    is_proposed = models.BooleanField(_("decided by the rule"), default=False)
    is_done = models.BooleanField(_("written"), default=False)
    faults = ArrayField(models.CharField(max_length=80), verbose_name=_("repairs"), default=list)
    person_id = models.UUIDField(_("person"), null=True, blank=True)
    target_id = models.UUIDField(_("row that it updates"), null=True, blank=True)
    content = SealedJsonField(_("cells and values"), default=dict)
    edits = SealedJsonField(_("corrected cells"), default=dict, blank=True)

    class Meta:
        verbose_name = _("staged row")
        verbose_name_plural = _("staged rows")
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "run", "line"], name="one_staged_line"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "run", "verdict", "line"], name="staged_verdict"),
        ]

    def key_subject(self) -> UUID:
        """Return the import: one key for all rows of a file."""
        found: UUID = self.run_id
        return found


class ImportChange(TenantModel):
    """Rows that an import made, or one that it changed, so that it can be taken back."""

    retention = IMPORT_WORK.by("created_at", subject="subject_id")
    personal_fields = ("before", "after")

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, verbose_name=_("import"))
    label = models.CharField(_("table"), max_length=60)
    made_ids = ArrayField(models.UUIDField(), verbose_name=_("rows made"), default=list)
    object_id = models.UUIDField(_("row changed"), null=True, blank=True)
    subject_id = models.UUIDField(_("person"), null=True, blank=True)
    before = SealedJsonField(_("values before"), default=dict, blank=True)
    after = SealedJsonField(_("values after"), default=dict, blank=True)

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "run", "label"], name="change_of_import"),
        ]

    def key_subject(self) -> UUID:
        """Return the person, whose key seals the values; the import where there is none."""
        found: UUID = self.subject_id or self.run_id
        return found


class ImportProfile(TenantModel):
    """What the columns and words of files with one header row mean to the organisation."""

    retention = WHILE_CUSTOMER
    free_texts = ("answers",)

    kind = models.CharField(_("kind"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    version = models.PositiveIntegerField(_("version"), default=1)
    signature = models.CharField(_("signature of the headers"), max_length=64)
    mapping = models.JSONField(_("mapping of columns"), default=dict)
    answers = SealedJsonField(_("meaning of values"), default=list, blank=True)
    saved_by_id = models.BigIntegerField(_("saved by"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "signature"], name="one_profile_of_headers"
            ),
        ]

    def key_subject(self) -> UUID:
        """Return the organisation: the words are its own."""
        return ORGANISATION_SUBJECT
