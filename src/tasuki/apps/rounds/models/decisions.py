"""What was proposed to a person, what a named human decided, and the person's appeal."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedJsonField, SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.rounds.models.rounds import Round
from tasuki.core.retention import MATCH_RUN
from tasuki.core.rounds.machine import Decision


class RoundDecision(TenantModel):
    """One line of the outcome; it stays as part of the log when the lists are gone."""

    retention = MATCH_RUN.by("created_at", subject="talent_record_id")
    personal_fields = ("reason", "explanation", "appeal", "answer")

    round = TenantForeignKey(Round, related_name="decisions", verbose_name=_("round"))
    participant_id = models.UUIDField(_("person of a round"))
    talent_record_id = models.UUIDField(_("talent record"))
    place_id = models.UUIDField(_("place of a round"), null=True, blank=True)
    place_name = models.CharField(_("place"), max_length=120, blank=True, default="")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    is_move = models.BooleanField(_("another place than today"), default=True)
    number = models.IntegerField(_("number"), null=True, blank=True)
    # In codes and opaque ids, with nobody else's data; written with the verification.
    explanation = SealedJsonField(_("explanation"), default=dict, blank=True)
    decision = models.CharField(_("decision"), max_length=10, default=Decision.OPEN)
    reason = SealedTextField(_("reason"), max_length=500, blank=True, default="")
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_by_name = models.CharField(
        _("name of who decided"), max_length=120, blank=True, default=""
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    case_id = models.UUIDField(_("case that followed"), null=True, blank=True)
    appeal = SealedTextField(_("appeal"), max_length=1_000, blank=True, default="")
    appealed_at = models.DateTimeField(_("appealed at"), null=True, blank=True)
    answer = SealedTextField(_("answer"), max_length=1_000, blank=True, default="")
    answered_by_id = models.BigIntegerField(_("answered by"), null=True, blank=True)
    answered_by_name = models.CharField(
        _("name of who answered"), max_length=120, blank=True, default=""
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposal of a round")
        verbose_name_plural = _("proposals of rounds")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "round", "participant_id"], name="one_proposal"
            ),
            models.CheckConstraint(
                condition=models.Q(decision=Decision.OPEN)
                | models.Q(decided_by_id__isnull=False, decided_at__isnull=False),
                name="h12_proposal_names_human",
            ),
        ]

    def key_subject(self) -> UUID:
        """Return the person: reasons and appeals go unreadable with their key."""
        return self.talent_record_id
