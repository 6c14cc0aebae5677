"""The case of an introduction, its interviews, and its story on each side.

The rows of the law's books stay where they are (``placement.Introduction``); the case leads to
them. Kept by the agency; a company on the platform sees it from the introduction on. What a row
says is said to both sides: names stand in the person's record and in the company's copy, the
words of each side in its own story.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.postgres.shared import SharedRows
from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel, Viewer, state_guard
from tasuki.core.introductions.machine import CASE, INTERVIEW, CaseState, InterviewState
from tasuki.core.introductions.waiting import Turn
from tasuki.core.retention import EVIDENCE, SELECTION_NOTES, AtCeiling


class IntroductionCase(SharedRows, TenantModel):
    """One person, one employer, one job: from the question to the joining or another end."""

    retention = EVIDENCE

    number = models.CharField(_("number"), max_length=20)
    release_id = models.UUIDField(_("release"))
    job_order_id = models.UUIDField(_("job order"), db_index=True)
    job_seeker_id = models.UUIDField(_("job seeker"), db_index=True)
    introduction_id = models.UUIDField(_("introduction"), null=True, blank=True)
    opening_id = models.UUIDField(_("opening"))
    company_id = models.BigIntegerField(_("company"), null=True, blank=True)
    company_name = models.CharField(_("company's name"), max_length=120)
    agency_name = models.CharField(_("agency's name"), max_length=120)
    job_title = models.CharField(_("job"), max_length=120)
    advisor_id = models.BigIntegerField(_("adviser"), null=True, blank=True)
    advisor_name = models.CharField(_("adviser's name"), max_length=120, blank=True, default="")
    state = models.CharField(_("state"), max_length=12, default=CaseState.ASKED)
    turn = models.CharField(_("whose turn"), max_length=8, default=Turn.PERSON)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    sent_at = models.DateTimeField(_("introduced at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    offer_pay_yen = models.PositiveIntegerField(_("yearly pay offered"), null=True, blank=True)
    offer_starts_on = models.DateField(_("first day offered"), null=True, blank=True)
    is_indefinite = models.BooleanField(_("indefinite term"), null=True, blank=True)
    changed_terms = models.CharField(
        _("conditions that differ from the job"), max_length=1_000, blank=True, default=""
    )
    change_told_on = models.DateField(_("changes told in writing on"), null=True, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    theoretical_pay_yen = models.PositiveIntegerField(
        _("theoretical yearly pay in yen"), null=True, blank=True
    )
    end_code = models.CharField(_("reason code"), max_length=20, blank=True, default="")
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_by_name = models.CharField(
        _("name of who decided"), max_length=120, blank=True, default=""
    )
    told_at = models.DateTimeField(_("person told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("introduction case")
        verbose_name_plural = _("introduction cases")
        triggers: ClassVar = [state_guard(CASE)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_case_number"),
            models.UniqueConstraint(
                fields=["organisation", "release_id"], name="one_case_of_a_release"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CaseState.NOT_HIRED)
                | (models.Q(decided_by_id__isnull=False) & ~models.Q(end_code="")),
                name="h12_case_names_human_and_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[CaseState.ACCEPTED, CaseState.JOINED])
                | models.Q(changed_terms="")
                | models.Q(change_told_on__isnull=False),
                name="changed_terms_are_told_first",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CaseState.JOINED)
                | models.Q(hired_on__isnull=False, introduction_id__isnull=False),
                name="joined_case_has_its_row",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "answer_by"], name="case_due"),
        ]

    @property
    def case_state(self) -> CaseState:
        """The state as the table knows it."""
        return CaseState(self.state)


class CaseViewer(Viewer):
    """Who sees a case."""

    retention = EVIDENCE

    subject = models.ForeignKey(
        IntroductionCase,
        on_delete=models.CASCADE,
        related_name="viewers",
        verbose_name=_("introduction case"),
    )

    class Meta:
        verbose_name = _("viewer of a case")
        verbose_name_plural = _("viewers of cases")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="case_seen_once"),
        ]


class Interview(SharedRows, TenantModel):
    """One interview of a case: when, where, and which version of it the calendars have."""

    retention = EVIDENCE

    class Way(models.TextChoices):
        """How they meet; stored."""

        ONSITE = "onsite", _("at a place")
        ONLINE = "online", _("online")
        PHONE = "phone", _("by phone")

    case = TenantForeignKey(
        IntroductionCase, related_name="interviews", verbose_name=_("introduction case")
    )
    number = models.PositiveSmallIntegerField(_("which interview"))
    starts_at = models.DateTimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    url = models.CharField(_("address of the meeting"), max_length=300, blank=True, default="")
    note = models.CharField(_("note for both"), max_length=300, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, default=InterviewState.PLANNED)
    sequence = models.PositiveSmallIntegerField(_("version"), default=0)
    planned_by_name = models.CharField(_("fixed by"), max_length=120, blank=True, default="")
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        triggers: ClassVar = [state_guard(INTERVIEW)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "case", "number"], name="one_interview_number"
            ),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="interview_lasts"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "starts_at"],
                condition=models.Q(state=InterviewState.PLANNED),
                name="interview_ahead",
            ),
        ]


class InterviewViewer(Viewer):
    """Who sees an interview."""

    retention = EVIDENCE

    subject = models.ForeignKey(
        Interview,
        on_delete=models.CASCADE,
        related_name="viewers",
        verbose_name=_("interview"),
    )

    class Meta:
        verbose_name = _("viewer of an interview")
        verbose_name_plural = _("viewers of interviews")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="interview_seen_once"),
        ]


class CaseEvent(TenantModel):
    """A line in the story of a case, one row for each side; its words are that side's own."""

    retention = SELECTION_NOTES.by(
        "start_of_case_event", subject="release_id", at_ceiling=AtCeiling.EMPTY
    )
    personal_fields = ("note", "person_text")

    case_id = models.UUIDField(_("introduction case"), db_index=True)
    release_id = models.UUIDField(_("release"), db_index=True)
    happened_at = models.DateTimeField(_("happened at"))
    code = models.CharField(_("code"), max_length=5, blank=True, default="")
    kind = models.CharField(_("what happened"), max_length=20)
    before = models.CharField(_("before"), max_length=12, blank=True, default="")
    after = models.CharField(_("after"), max_length=12)
    actor_name = models.CharField(_("by"), max_length=120, blank=True, default="")
    reason = models.CharField(_("reason code"), max_length=20, blank=True, default="")
    note = SealedTextField(_("note"), blank=True, default="")
    person_text = SealedTextField(_("text for the person"), blank=True, default="")

    class Meta:
        verbose_name = _("line of a case")
        verbose_name_plural = _("lines of cases")
