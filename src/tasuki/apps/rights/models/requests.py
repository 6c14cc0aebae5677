"""One request of a person about the data held, from its arrival to the answer."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedJsonField, SealedTextField
from tasuki.apps.base import TenantModel, state_guard
from tasuki.core.law.record_kinds import RecordKind
from tasuki.core.retention import Retention
from tasuki.core.rights.requests import (
    REQUEST,
    ClaimGround,
    IdentityMethod,
    RefusalGround,
    RequestKind,
    RequestState,
)

REQUEST_LEDGER = Retention(
    kind=RecordKind.REQUEST_RECORD,
    starts_at="answered or withdrawn",
    basis="design: proof of the answer (個人情報保護法32条-39条), three to five years",
    clock="ended_at",
    subject="talent_record_id",
)
_NEEDS_NO_IDENTITY = ("received", "refused", "withdrawn")
_DECIDED = ("disclosed", "corrected", "stopped", "erased", "refused", "notified")
_WITHOUT_IDENTITY = (RefusalGround.IDENTITY.value, RefusalGround.AUTHORITY.value)
_WAITING = (RequestState.RECEIVED.value, RequestState.IDENTIFIED.value)
_REFUSED = RequestState.REFUSED.value
_NOTIFIED = RequestState.NOTIFIED.value


class RightsRequest(TenantModel):
    """開示等の請求 (個人情報保護法32条-35条): who asked for what, and what was answered."""

    retention = REQUEST_LEDGER
    personal_fields = (
        "claimant_name",
        "claimant_mail",
        "claimant_address",
        "agent_name",
        "scope",
        "wanted",
        "identity_note",
        "decision_note",
        "changes",
        "answer_text",
    )

    class Channel(models.TextChoices):
        """How the request came in; stored."""

        OWN_PAGE = "own_page", _("own page")
        PAPER = "paper", _("paper")
        PHONE = "phone", _("phone")
        MAIL = "mail", _("mail")

    class Form(models.TextChoices):
        """How the person wants the answer; stored."""

        ELECTRONIC = "electronic", _("electronic file")
        PAPER = "paper", _("paper")

    class Agent(models.TextChoices):
        """Who asks in the person's name; stored."""

        NONE = "", _("the person")
        LEGAL = "legal", _("legal representative")
        APPOINTED = "appointed", _("appointed agent")

    class SentHow(models.TextChoices):
        """How the answer left; stored."""

        NOT_SENT = "", _("not sent yet")
        MAIL = "mail", _("mail with a link")
        POST = "post", _("by post")
        HAND = "hand", _("handed over")

    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(
        _("kind"), max_length=20, choices=[(k.value, k.name) for k in RequestKind]
    )
    claim_ground = models.CharField(
        _("ground stated"),
        max_length=24,
        blank=True,
        default="",
        choices=[(g.value, g.name) for g in ClaimGround],
    )
    state = models.CharField(_("state"), max_length=12, default=RequestState.RECEIVED.value)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    talent_record_id = models.UUIDField(_("talent record"), null=True, blank=True, db_index=True)
    registration_id = models.UUIDField(_("registration"), null=True, blank=True)
    claimant_name = models.CharField(
        _("name of the person"), max_length=160, blank=True, default=""
    )
    claimant_mail = SealedTextField(
        _("mail address"),
        max_length=254,
        blank=True,
        default="",
        is_mail=True,
        index="claimant_mail_index",
    )
    claimant_mail_index = BlindIndexField(
        _("keyed hash of the mail address"), of="claimant_mail", kind="mail"
    )
    claimant_address = SealedTextField(_("address"), max_length=200, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="ja")
    agent_kind = models.CharField(
        _("agent"), max_length=10, blank=True, default="", choices=Agent.choices
    )
    agent_name = models.CharField(_("name of the agent"), max_length=160, blank=True, default="")
    scope = SealedTextField(_("what is asked for"), blank=True, default="")
    wanted = SealedJsonField(_("corrections wanted"), default=dict, blank=True)
    form_wanted = models.CharField(
        _("form of the answer"), max_length=10, choices=Form.choices, default=Form.ELECTRONIC
    )
    received_at = models.DateTimeField(_("received at"))
    answer_by = models.DateField(_("answer by"))
    reminded = models.JSONField(_("reminders sent"), default=list, blank=True)
    joined_count = models.PositiveSmallIntegerField(_("joined requests"), default=0)
    identity_method = models.CharField(
        _("identity check"),
        max_length=12,
        blank=True,
        default="",
        choices=[(m.value, m.name) for m in IdentityMethod],
    )
    identity_note = SealedTextField(
        _("note on the identity check"), max_length=300, blank=True, default=""
    )
    identified_at = models.DateTimeField(_("identity checked at"), null=True, blank=True)
    identified_by_id = models.BigIntegerField(_("identity checked by"), null=True, blank=True)
    identified_by_name = models.CharField(
        _("name of the checker"), max_length=80, blank=True, default=""
    )
    code_digest = models.BinaryField(_("hash of the code"), max_length=32, null=True, blank=True)
    code_expires_at = models.DateTimeField(_("code expires at"), null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_by_name = models.CharField(
        _("name of the decider"), max_length=80, blank=True, default=""
    )
    outcome = models.CharField(_("decision"), max_length=12, blank=True, default="")
    refusal_ground = models.CharField(
        _("ground of the refusal"),
        max_length=16,
        blank=True,
        default="",
        choices=[(g.value, g.name) for g in RefusalGround],
    )
    decision_note = SealedTextField(_("facts found"), blank=True, default="")
    changes = SealedJsonField(_("before and after"), default=dict, blank=True)
    kept = models.JSONField(_("kept by law"), default=list, blank=True)
    found_counts = models.JSONField(_("records found"), default=dict, blank=True)
    answer_text = SealedTextField(_("answer"), blank=True, default="")
    notified_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    sent_how = models.CharField(
        _("sent how"), max_length=6, blank=True, default="", choices=SentHow.choices
    )
    mail_id = models.UUIDField(_("mail"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        triggers: ClassVar = [state_guard(REQUEST)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_request_number"),
            models.UniqueConstraint(
                fields=["organisation", "talent_record_id", "kind"],
                condition=models.Q(
                    state__in=_WAITING,
                    talent_record_id__isnull=False,
                ),
                name="one_waiting_request_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_NEEDS_NO_IDENTITY)
                | ~models.Q(identity_method="")
                | models.Q(
                    outcome=_REFUSED,
                    refusal_ground__in=_WITHOUT_IDENTITY,
                ),
                name="request_identity_before_the_answer",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=_REFUSED) | ~models.Q(refusal_ground=""),
                name="request_refusal_names_a_ground",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=_DECIDED)
                | models.Q(decided_at__isnull=False, decided_by_id__gt=0)
                & ~models.Q(decided_by_name="")
                & ~models.Q(outcome=""),
                name="request_decision_is_named",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=_NOTIFIED)
                | models.Q(notified_at__isnull=False) & ~models.Q(sent_how=""),
                name="request_answer_was_sent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "answer_by", "id"], name="request_by_deadline"),
            models.Index(fields=["organisation", "-received_at", "-id"], name="request_newest"),
        ]

    def key_subject(self) -> UUID:
        """Return the row itself: the ledger outlives the erasure of the person (32条-39条)."""
        return self.id

    @property
    def is_open(self) -> bool:
        """Whether the person was not told yet and did not withdraw."""
        return self.state not in {RequestState.NOTIFIED, RequestState.WITHDRAWN}

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is decided yet."""
        return self.state in {RequestState.RECEIVED, RequestState.IDENTIFIED}
