"""Side work of employees (副業・兼業), its month sheets and their days."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.core.law.hours import HoursModel, JobKind
from tasuki.core.law.record_kinds import RecordKind
from tasuki.core.moves.machines import SHEET, SIDE_WORK
from tasuki.core.retention import Retention

SIDE_WORK_HOURS: Final = Retention(
    kind=RecordKind.SIDE_WORK_HOURS,
    starts_at="the side work or the record ended",
    basis="労働基準法109条・143条: five years, for now three",
)


class SideWork(TenantModel):
    """One notified job of one employee elsewhere.

    Attributes of hours are minutes. "own" is this company, "other" the other party. Under the
    principle the caps are what is expected at most; under the model they are agreed. A cap that
    is null was not stated; 0 is a cap and binds. ``own_before_minutes`` is the own overtime of
    the months before the first one, the latest month first.
    """

    retention = SIDE_WORK_HOURS.by(
        "ended_on",
        subject="talent_record_id",
        also_emptied=("person_mail", "schedule", "refusal_facts", "end_reason"),
        drafts=("notified", "checked"),
    )
    personal_fields = ("person_name", "person_number")

    number = models.CharField(_("number"), max_length=20)
    person_name = models.CharField(_("person's name"), max_length=160)
    person_number = models.CharField(_("employee number"), max_length=40)
    person_mail = SealedTextField(
        _("person's mail address"),
        max_length=254,
        blank=True,
        default="",
        is_mail=True,
        index="person_mail_index",
    )
    person_mail_index = BlindIndexField(
        _("keyed hash of the mail address"), of="person_mail", kind="mail"
    )
    talent_record_id = models.UUIDField(_("talent record"), null=True, blank=True)
    other_name = models.CharField(_("other party"), max_length=120)
    other_business = models.CharField(
        _("business of the other party"), max_length=120, blank=True, default=""
    )
    duties = models.CharField(_("duties"), max_length=300)
    job_kind = models.CharField(_("kind of job"), max_length=20, default=JobKind.EMPLOYED)
    own_contract_on = models.DateField(_("employed here since"))
    other_contract_on = models.DateField(_("day of the other contract"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    schedule = SealedTextField(
        _("days, hours and expected overtime"), max_length=300, blank=True, default=""
    )
    hours_model = models.CharField(_("hours model"), max_length=20, default=HoursModel.PRINCIPLE)
    own_cap_minutes = models.PositiveIntegerField(
        _("own overtime of a month at most"), null=True, blank=True
    )
    other_cap_minutes = models.PositiveIntegerField(
        _("other's overtime of a month at most"), null=True, blank=True
    )
    own_before_minutes = models.JSONField(
        _("own overtime of the months before"), default=list, blank=True
    )
    own_month_limit_minutes = models.PositiveIntegerField(
        _("own agreement on overtime, month"), default=2_700
    )
    own_year_limit_minutes = models.PositiveIntegerField(
        _("own agreement on overtime, year"), default=21_600
    )
    own_year_begins_month = models.PositiveSmallIntegerField(
        _("month in which the year of the agreement begins"), default=4
    )
    rest_minutes = models.PositiveIntegerField(
        _("shortest rest between the jobs"), null=True, blank=True
    )
    rest_rule_minutes = models.PositiveIntegerField(
        _("rest that the company asks for"), null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=20, default=SIDE_WORK.initial)
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    person_agreed_on = models.DateField(_("the person agreed on"), null=True, blank=True)
    refusal_ground = models.CharField(_("ground of refusal"), max_length=20, blank=True, default="")
    refusal_facts = SealedTextField(
        _("facts behind the refusal"), max_length=300, blank=True, default=""
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = SealedTextField(_("reason of the end"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("side work")
        verbose_name_plural = _("side works")
        triggers: ClassVar = [state_guard(SIDE_WORK)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_side_work_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="side_work_newest"),
            models.Index(fields=["organisation", "person_number"], name="side_work_person"),
        ]

    @property
    def adds_up(self) -> bool:
        """Whether the hours elsewhere are added to those here."""
        return JobKind(self.job_kind).adds_up

    @property
    def is_own_first(self) -> bool:
        """Whether the contract here is the earlier one."""
        return self.own_contract_on <= self.other_contract_on


class SideWorkMonth(TenantModel):
    """Hours beyond the law of one month, in minutes; a closed one is never changed.

    ``elsewhere_minutes`` are those of the person's further side works in the same month.
    """

    retention = SIDE_WORK_HOURS.by("closed_at")

    side_work = TenantForeignKey(SideWork, verbose_name=_("side work"), related_name="months")
    month = models.DateField(_("month"))
    own_minutes = models.PositiveIntegerField(_("own overtime and holiday work"), default=0)
    other_minutes = models.PositiveIntegerField(_("other's overtime and holiday work"), default=0)
    elsewhere_minutes = models.PositiveIntegerField(_("of further side works"), default=0)
    total_minutes = models.PositiveIntegerField(_("sum"), default=0)
    state = models.CharField(_("state"), max_length=10, default=SHEET.initial)
    closed_by_id = models.BigIntegerField(_("closed by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("month sheet")
        verbose_name_plural = _("month sheets")
        triggers: ClassVar = [state_guard(SHEET)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "side_work", "month"], name="one_sheet_for_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    total_minutes=models.F("own_minutes")
                    + models.F("other_minutes")
                    + models.F("elsewhere_minutes")
                ),
                name="sheet_adds_up",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | models.Q(
                    total_minutes__lt=6_000, closed_at__isnull=False, closed_by_id__isnull=False
                ),
                name="h10_closed_month_below_100_hours",
            ),
        ]


class SideWorkDay(TenantModel):
    """What was worked on one day, in minutes; "first" says who had extra work done earlier."""

    retention = SIDE_WORK_HOURS.by("worked_on")

    sheet = TenantForeignKey(SideWorkMonth, verbose_name=_("month sheet"), related_name="days")
    worked_on = models.DateField(_("worked on"))
    own_scheduled_minutes = models.PositiveIntegerField(_("scheduled here"), default=0)
    other_scheduled_minutes = models.PositiveIntegerField(_("scheduled there"), default=0)
    own_extra_minutes = models.PositiveIntegerField(_("extra here"), default=0)
    other_extra_minutes = models.PositiveIntegerField(_("extra there"), default=0)
    is_other_extra_first = models.BooleanField(_("extra there came first"), default=False)
    own_holiday_minutes = models.PositiveIntegerField(_("day off worked here"), default=0)
    other_holiday_minutes = models.PositiveIntegerField(_("day off worked there"), default=0)

    class Meta:
        verbose_name = _("day of a month sheet")
        verbose_name_plural = _("days of month sheets")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "sheet", "worked_on"], name="one_row_for_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    own_scheduled_minutes__lte=1_440
                    - models.F("other_scheduled_minutes")
                    - models.F("own_extra_minutes")
                    - models.F("other_extra_minutes")
                    - models.F("own_holiday_minutes")
                    - models.F("other_holiday_minutes")
                ),
                name="a_day_has_24_hours",
            ),
        ]
