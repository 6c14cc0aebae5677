"""Pairs of records that may be one person, what was decided, and the merges that followed.

Nothing of a person is copied here in the clear: a pair holds ids, a probability and the names
of levels. Only an undoable merge keeps the values it replaced, sealed with the person's key.
"""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedJsonField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.people.models import TalentRecord
from tasuki.core.retention import STATISTICS, WHILE_CUSTOMER, AtCeiling, Retention
from tasuki.core.same_person.queue import AUTOMATIC_FROM, REVIEW_FROM, UNDO_DAYS

_WITH_ITS_RECORDS = Retention(
    starts_at="one of the two records was emptied",
    ceiling_days=1,
    basis="design: a pair goes as soon as one of its records says nothing any more",
)
_UNDO_COPY = Retention(
    starts_at="merged",
    ceiling_days=UNDO_DAYS + 1,
    basis="design: the values that a merge replaced go when it cannot be undone any more",
)


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


class Pair(TenantModel):
    """Two records of one organisation, how probably they are one person, and what was decided."""

    retention = _WITH_ITS_RECORDS.by("start_of_pair", subject="left_id")

    class State(models.TextChoices):
        """What follows; stored."""

        REVIEW = "review", _("to look at")
        LATER = "later", _("put off")
        AUTO = "auto", _("linked automatically")
        SAME = "same", _("one person")
        DIFFERENT = "different", _("two persons")

    left = TenantForeignKey(
        TalentRecord, models.CASCADE, related_name="+", verbose_name=_("first record")
    )
    right = TenantForeignKey(
        TalentRecord, models.CASCADE, related_name="+", verbose_name=_("second record")
    )
    probability = models.FloatField(_("probability"))
    reasons = models.JSONField(_("reasons"), default=list)
    guards = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name=_("guards")
    )
    is_strict = models.BooleanField(_("found by the strictest keys"), default=False)
    is_contradicted = models.BooleanField(_("seen otherwise by a newer model"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    model_version = models.CharField(_("model version"), max_length=60)
    scored_at = models.DateTimeField(_("compared at"))
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by_id = models.BigIntegerField(_("undone by"), null=True, blank=True)

    class Meta:
        verbose_name = _("pair of records")
        verbose_name_plural = _("pairs of records")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "left", "right"], name="one_pair"),
            models.CheckConstraint(condition=Q(left_id__lt=F("right_id")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="pair_probability"
            ),
            models.CheckConstraint(
                condition=~Q(state="auto")
                | Q(probability__gte=AUTOMATIC_FROM, guards__len=0, decided_at=None),
                name="no_automatic_link_past_a_guard",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["review", "auto"])
                | Q(decided_at__isnull=False, decided_by_id__isnull=False),
                name="pair_decision_has_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(state="review")
                | Q(probability__gte=REVIEW_FROM)
                | Q(undone_at__isnull=False),
                name="no_question_below_the_threshold",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "-probability"], name="pair_queue"),
            models.Index(fields=["organisation", "right"], name="pair_right"),
        ]


class RecordLink(TenantModel):
    """Two records were said to be one person; the row stays when the link was taken back."""

    retention = _WITH_ITS_RECORDS.by("start_of_link", subject="left_id")

    pair = TenantForeignKey(Pair, models.CASCADE, verbose_name=_("pair of records"))
    left = TenantForeignKey(
        TalentRecord, models.CASCADE, related_name="+", verbose_name=_("first record")
    )
    right = TenantForeignKey(
        TalentRecord, models.CASCADE, related_name="+", verbose_name=_("second record")
    )
    made_by_id = models.BigIntegerField(_("linked by"), null=True, blank=True)
    made_at = models.DateTimeField(_("linked at"))
    undone_by_id = models.BigIntegerField(_("undone by"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link of records")
        verbose_name_plural = _("links of records")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "pair"],
                condition=Q(undone_at=None),
                name="one_standing_link",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "left"], name="link_left"),
            models.Index(fields=["organisation", "right"], name="link_right"),
        ]


class Merge(TenantModel):
    """One record went into another: who, when, which side of each field stayed, and the way back.

    ``before_values`` holds what the surviving record said before, ``after_values`` what the merge
    wrote; both only for the changed fields and only while the merge can be undone.
    """

    retention = _UNDO_COPY.by("merged_at", subject="survivor_id", at_ceiling=AtCeiling.EMPTY)
    personal_fields = ("before_values", "after_values")

    class State(models.TextChoices):
        """How far it is; stored."""

        PROPOSED = "proposed", _("waits for a second person")
        DONE = "done", _("merged")
        UNDONE = "undone", _("taken back")
        DROPPED = "dropped", _("not done")

    survivor_id = models.UUIDField(_("record that stays"), db_index=True)
    absorbed_id = models.UUIDField(_("record that went into it"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    choices = models.JSONField(_("choice for each field"), default=dict)
    before_values = SealedJsonField(_("values before"), default=dict, blank=True)
    after_values = SealedJsonField(_("values after"), default=dict, blank=True)
    moved_ids = ArrayField(
        models.UUIDField(), default=list, blank=True, verbose_name=_("records moved along")
    )
    limited_purposes = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        verbose_name=_("consents that it narrows"),
    )
    suppressed = models.JSONField(_("stops of mail that it added"), default=list, blank=True)
    survivor_start = models.DateField(_("clock of the record that stays"), null=True, blank=True)
    absorbed_start = models.DateField(_("clock of the other record"), null=True, blank=True)
    proposed_by_id = models.BigIntegerField(_("proposed by"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    merged_by_id = models.BigIntegerField(_("merged by"), null=True, blank=True)
    merged_at = models.DateTimeField(_("merged at"), null=True, blank=True)
    undone_by_id = models.BigIntegerField(_("undone by"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of records")
        verbose_name_plural = _("merges of records")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"])
                | Q(merged_at__isnull=False, merged_by_id__isnull=False),
                name="merge_has_a_name",
            ),
            # Two named users wherever a merge narrows what the person agreed to.
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"])
                | Q(limited_purposes__len=0)
                | (Q(proposed_by_id__isnull=False) & ~Q(proposed_by_id=F("merged_by_id"))),
                name="narrowing_merge_has_two_names",
            ),
            models.UniqueConstraint(
                fields=["organisation", "absorbed_id"],
                condition=Q(state="done"),
                name="one_standing_merge",
            ),
            models.UniqueConstraint(
                fields=["organisation", "survivor_id", "absorbed_id"],
                condition=Q(state="proposed"),
                name="one_proposed_merge",
            ),
        ]

    def key_subject(self) -> UUID:
        """Return the person: what was replaced goes unreadable with their key."""
        return self.survivor_id
