"""The searches for records of one person, and the model by which they compare."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import STATISTICS, WHILE_CUSTOMER


class LinkageModel(TenantModel):
    """One version of the organisation's own linkage model: weights, no person's values."""

    retention = WHILE_CUSTOMER

    version = models.CharField(_("version"), max_length=60)
    settings = models.JSONField(_("settings"), default=dict)
    record_count = models.PositiveIntegerField(_("records"), default=0)
    trained_at = models.DateTimeField(_("trained at"), null=True, blank=True)
    trained_by_id = models.BigIntegerField(_("trained by"), null=True, blank=True)

    class Meta:
        verbose_name = _("linkage model")
        verbose_name_plural = _("linkage models")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "version"], name="one_linkage_version"),
        ]


class LinkageRun(TenantModel):
    """One search for pairs: how far it is and what it found."""

    retention = STATISTICS

    class Kind(models.TextChoices):
        """What is compared; stored."""

        ALL = "all", _("all records")
        ARRIVALS = "arrivals", _("new records")

    class State(models.TextChoices):
        """How far it is; stored."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    class Phase(models.TextChoices):
        """What it does now; stored."""

        READING = "reading", _("reading records")
        SCORING = "scoring", _("comparing records")
        WRITING = "writing", _("writing pairs")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    phase = models.CharField(
        _("phase"), max_length=10, choices=Phase.choices, default=Phase.READING
    )
    is_training = models.BooleanField(_("trains the model first"), default=False)
    record_count = models.PositiveIntegerField(_("records"), default=0)
    done_count = models.PositiveIntegerField(_("records or pairs done"), default=0)
    pair_count = models.PositiveIntegerField(_("pairs"), default=0)
    linked_count = models.PositiveIntegerField(_("linked automatically"), default=0)
    review_count = models.PositiveIntegerField(_("new pairs to look at"), default=0)
    changed_count = models.PositiveIntegerField(_("decisions seen otherwise"), default=0)
    model_version = models.CharField(_("model version"), max_length=60, blank=True, default="")
    started_by_id = models.BigIntegerField(_("started by"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"))
    # Set where a run looked at everything that was made until then.
    seen_until = models.DateTimeField(_("records made until"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("search for the same person")
        verbose_name_plural = _("searches for the same person")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(kind="all", state="running"),
                name="one_search_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-started_at", "-id"], name="search_newest"),
        ]
