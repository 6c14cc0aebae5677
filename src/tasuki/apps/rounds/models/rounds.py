"""A round with everything that makes it repeatable: input, seed, outcome, report, comparison.

The texts name people and places by the opaque ids of their rows alone.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.base import TenantModel, state_guard
from tasuki.core.market.records import MechanismName
from tasuki.core.retention import MATCH_RUN
from tasuki.core.rounds.machine import ROUND, RoundState
from tasuki.core.rounds.rules import RoundKind
from tasuki.core.sealing import ORGANISATION_SUBJECT


class Round(TenantModel):
    """One round of one operator, from the plan to the end."""

    retention = MATCH_RUN

    class Job(models.TextChoices):
        """What a worker does for the round now; stored."""

        NONE = "", _("nothing")
        COMPARE = "compare", _("comparing mechanisms")
        CLEAR = "clear", _("clearing")
        VERIFY = "verify", _("verifying")
        FIT = "fit", _("computing fits")

    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=16, choices=[(one.value, one.name) for one in RoundKind]
    )
    mechanism = models.CharField(
        _("mechanism"), max_length=40, choices=[(one.value, one.name) for one in MechanismName]
    )
    state = models.CharField(_("state"), max_length=12, default=RoundState.DRAFT)
    purpose = models.CharField(
        _("purpose of the secondments"), max_length=20, blank=True, default=""
    )
    is_party = models.BooleanField(_("party of the agreement between the companies"), default=False)
    agreed_on = models.DateField(_("companies agreed on"), null=True, blank=True)
    balance = models.PositiveIntegerField(_("most people in minus out"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("deadline"))
    next_round_on = models.DateField(_("next round on"), null=True, blank=True)
    planned_by_id = models.BigIntegerField(_("planned by"), null=True, blank=True)
    # Committed to when the lists open; revealed with the outcome.
    secret = SealedTextField(_("sealed seed"), max_length=64, blank=True, default="")
    commitment = models.CharField(_("commitment"), max_length=71, blank=True, default="")
    digest = models.CharField(_("digest of the input"), max_length=71, blank=True, default="")
    instance = models.TextField(_("locked input"), blank=True, default="")
    outcome = models.TextField(_("outcome"), blank=True, default="")
    report = models.JSONField(_("verification"), default=dict, blank=True)
    comparison = models.JSONField(_("comparison"), default=list, blank=True)
    cutoffs = models.JSONField(_("published cutoffs"), default=dict, blank=True)
    fairness = models.JSONField(_("fairness report"), default=list, blank=True)
    model_version = models.CharField(_("model version"), max_length=80, blank=True, default="")
    weights = models.JSONField(_("weights in millionths"), default=dict, blank=True)
    job = models.CharField(_("job"), max_length=8, choices=Job.choices, blank=True, default="")
    job_error = models.CharField(_("what stopped the job"), max_length=300, blank=True, default="")
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        triggers: ClassVar = [state_guard(ROUND)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_round_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=[RoundState.DRAFT, RoundState.CANCELLED])
                | ~models.Q(commitment=""),
                name="open_round_has_committed",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        RoundState.DRAFT,
                        RoundState.OPEN,
                        RoundState.LOCKED,
                        RoundState.CANCELLED,
                    ]
                )
                | ~(models.Q(digest="") | models.Q(outcome="")),
                name="cleared_round_has_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "deadline_at"], name="round_due"),
        ]

    def key_subject(self) -> UUID:
        """Return the organisation: the sealed seed is nobody's personal data."""
        return ORGANISATION_SUBJECT

    @property
    def round_state(self) -> RoundState:
        """The state as the table knows it."""
        return RoundState(self.state)

    @property
    def round_kind(self) -> RoundKind:
        """The kind as the rules know it."""
        return RoundKind(self.kind)
