"""Credits and slots: what the journal counts, with the story around each number."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.postgres.shared import SharedRows
from tasuki.adapters.sealed import BlindIndexField, SealedJsonField
from tasuki.apps.base import TenantForeignKey, TenantModel, Viewer, state_guard
from tasuki.apps.relay.models.contracts import RelayContract
from tasuki.apps.relay.models.registrations import Registration
from tasuki.core.relay.machines import CREDIT, RELEASE, SLOT
from tasuki.core.relay.notes import note_words
from tasuki.core.retention import EVIDENCE, SELECTION_DATA, AtCeiling
from tasuki.core.words import Words


class Slot(SharedRows, TenantModel):
    """One free placement. Kept by the agency; the company sees it after the statement."""

    retention = EVIDENCE

    contract = TenantForeignKey(RelayContract, verbose_name=_("relay contract"))
    book_id = models.UUIDField(_("book"))
    company_id = models.BigIntegerField(_("company"))
    company_name = models.CharField(_("company's name"), max_length=120)
    agency_name = models.CharField(_("agency's name"), max_length=120)
    number = models.PositiveIntegerField(_("slot number"))
    state = models.CharField(_("state"), max_length=20, default="granted")
    granted_on = models.DateField(_("granted on"))
    expires_on = models.DateField(_("expires on"))
    opening_id = models.UUIDField(_("opening"), null=True, blank=True)
    opening_title = models.CharField(_("opening's title"), max_length=120, blank=True, default="")
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)
    find_by = models.DateField(_("find by"), null=True, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    requested_at = models.DateTimeField(_("requested at"), null=True, blank=True)
    presented_at = models.DateTimeField(_("presented at"), null=True, blank=True)
    interview_at = models.DateTimeField(_("interview at"), null=True, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    theoretical_pay_yen = models.PositiveIntegerField(
        _("theoretical yearly pay in yen"), null=True, blank=True
    )
    avoided_fee_yen = models.PositiveIntegerField(_("avoided fee in yen"), null=True, blank=True)
    guarantee_until = models.DateField(_("guarantee until"), null=True, blank=True)
    avoided_fee_on = models.DateField(_("avoided fee counted on"), null=True, blank=True)
    return_count = models.PositiveSmallIntegerField(_("returns"), default=0)
    state_before_suspension = models.CharField(
        _("state before the suspension"), max_length=20, blank=True, default=""
    )
    reservation_key = models.CharField(_("reservation"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        triggers: ClassVar = [state_guard(SLOT)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "book_id", "number"], name="one_slot_number"
            ),
        ]

    @property
    def label(self) -> str:
        """The number as people say it, such as R-03."""
        return f"R-{self.number:02d}"


class SlotViewer(Viewer):
    """Who sees a slot."""

    retention = EVIDENCE

    subject = models.ForeignKey(
        Slot, on_delete=models.CASCADE, related_name="viewers", verbose_name=_("slot")
    )

    class Meta:
        verbose_name = _("slot viewer")
        verbose_name_plural = _("slot viewers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="slot_seen_once"),
        ]


class SlotEvent(TenantModel):
    """A line in the story of a slot, one row for each side that may read it."""

    retention = EVIDENCE
    free_texts = ("note",)

    slot_id = models.UUIDField(_("slot"), db_index=True)
    happened_at = models.DateTimeField(_("happened at"))
    code = models.CharField(_("code"), max_length=4)
    before = models.CharField(_("before"), max_length=20, blank=True, default="")
    after = models.CharField(_("after"), max_length=20)
    actor_name = models.CharField(_("by"), max_length=120, blank=True, default="")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("slot event")
        verbose_name_plural = _("slot events")

    @property
    def note_words(self) -> Words:
        """The note in both languages; the words of a person say the same in both."""
        return note_words(self.note)


class Credit(TenantModel):
    """One counted registration, or one on its way to be counted. The agency's only."""

    retention = EVIDENCE

    registration = TenantForeignKey(Registration, verbose_name=_("registration"))
    contract = TenantForeignKey(RelayContract, verbose_name=_("relay contract"))
    book_id = models.UUIDField(_("book"))
    state = models.CharField(_("state"), max_length=10, default="earned")
    earned_at = models.DateTimeField(_("earned at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    paused_days = models.PositiveIntegerField(_("days without expiry"), default=0)
    warned_for = models.DateField(_("expiry warned of"), null=True, blank=True)
    slot = TenantForeignKey(Slot, null=True, blank=True, verbose_name=_("slot"))
    reversal_code = models.CharField(
        _("reason of the reversal"), max_length=10, blank=True, default=""
    )

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        triggers: ClassVar = [state_guard(CREDIT)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "registration"], name="one_credit_for_a_registration"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "book_id", "state", "confirmed_at"], name="credit_oldest"
            ),
        ]


class Release(TenantModel):
    """The person's answer to one company about one job: which fields may go there."""

    retention = EVIDENCE

    talent_record_id = models.UUIDField(_("talent record"))
    registration_id = models.UUIDField(_("registration"), null=True, blank=True)
    company_id = models.BigIntegerField(_("company"), null=True, blank=True)
    company_name = models.CharField(_("company's name"), max_length=120)
    slot = TenantForeignKey(Slot, null=True, blank=True, verbose_name=_("slot"))
    opening_id = models.UUIDField(_("opening"), null=True, blank=True)
    job_title = models.CharField(_("job"), max_length=120)
    fields = models.JSONField(_("items"), default=list)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, default="asked")
    asked_at = models.DateTimeField(_("asked at"))
    answer_by = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    no_reason = models.CharField(_("reason of a no"), max_length=10, blank=True, default="")
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    provision_record_id = models.UUIDField(_("provision record"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        triggers: ClassVar = [state_guard(RELEASE)]

    @property
    def purpose_words(self) -> Words:
        """What for, as the agency typed it; without that, the introduction to the job."""
        if self.purpose:
            return Words(self.purpose, self.purpose)
        return Words(
            f"{self.company_name}の求人「{self.job_title}」への紹介",
            f"introduction to the job “{self.job_title}” at {self.company_name}",
        )


class SlotCandidate(TenantModel):
    """The company's copy of what a person released to it: the listed fields, no more."""

    retention = SELECTION_DATA.by(
        "start_of_slot_candidate", subject="release_id", at_ceiling=AtCeiling.EMPTY
    )
    personal_fields = ("released",)

    slot_id = models.UUIDField(_("slot"), db_index=True, null=True, blank=True)
    release_id = models.UUIDField(_("release"), db_index=True)
    receipt_record_id = models.UUIDField(_("receipt record"))
    released = SealedJsonField(_("released items"), default=dict)
    released_mail_index = BlindIndexField(
        _("keyed hash of the released mail address"), of="released", kind="mail", part="mail"
    )
    presented_at = models.DateTimeField(_("presented at"))
    outcome = models.CharField(_("outcome"), max_length=20, blank=True, default="")
    outcome_code = models.CharField(_("reason code"), max_length=30, blank=True, default="")
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("slot candidate")
        verbose_name_plural = _("slot candidates")
