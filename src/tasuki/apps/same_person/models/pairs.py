"""Two records that may be one person, and the link that says that they are."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.people.models import TalentRecord
from tasuki.core.retention import Retention
from tasuki.core.same_person.queue import AUTOMATIC_FROM, REVIEW_FROM

_WITH_ITS_RECORDS = Retention(
    starts_at="one of the two records was emptied",
    ceiling_days=1,
    basis="design: a pair goes as soon as one of its records says nothing any more",
)


class Pair(TenantModel):
    """Two records of one organisation, how probably they are one person, and what was decided."""

    retention = _WITH_ITS_RECORDS.by("start_of_pair", subject="left_id")

    class State(models.TextChoices):
        """What follows; stored."""

        REVIEW = "review", _("to look at")
        LATER = "later", _("put off")
        AUTO = "auto", _("linked automatically")
        SAME = "same", _("the same person")
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
