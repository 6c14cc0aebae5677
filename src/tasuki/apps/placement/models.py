"""The agency's three books, as far as the relay writes them (職業安定法施行規則24条の7)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedDateField, SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.retention import PLACEMENT_BOOK


class JobOrder(TenantModel):
    """求人管理簿の行: a job order received from a company."""

    retention = PLACEMENT_BOOK.by("start_of_job_order")

    number = models.CharField(_("job order number"), max_length=20)
    company_id = models.BigIntegerField(_("company"), null=True, blank=True)
    employer_name = models.CharField(_("employer"), max_length=120)
    employer_address = models.CharField(
        _("employer's address"), max_length=200, blank=True, default=""
    )
    contact = models.CharField(_("contact"), max_length=200, blank=True, default="")
    received_on = models.DateField(_("received on"))
    valid_to = models.DateField(_("valid to"))
    person_count = models.PositiveSmallIntegerField(_("persons wanted"), default=1)
    occupation = models.CharField(_("occupation"), max_length=120)
    workplace = models.CharField(_("workplace"), max_length=200)
    term = models.CharField(_("term of employment"), max_length=60)
    wage = models.CharField(_("wage"), max_length=120)
    slot_id = models.UUIDField(_("slot"), null=True, blank=True)
    opening_id = models.UUIDField(_("opening"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("job order")
        verbose_name_plural = _("job orders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_job_order_number"),
        ]


class JobSeeker(TenantModel):
    """求職管理簿の行: a person whose application for work was accepted."""

    retention = PLACEMENT_BOOK.by("start_of_job_seeker", subject="talent_record_id")
    personal_fields = ("name", "address", "birth_date")

    number = models.CharField(_("job seeker number"), max_length=20)
    talent_record_id = models.UUIDField(_("talent record"))
    name = models.CharField(_("name"), max_length=160)
    address = SealedTextField(_("address"), max_length=200, blank=True, default="")
    birth_date = SealedDateField(_("birth date"), null=True, blank=True)
    wished_occupation = models.CharField(
        _("wished occupation"), max_length=120, blank=True, default=""
    )
    accepted_on = models.DateField(_("accepted on"))
    valid_to = models.DateField(_("valid to"))
    state = models.CharField(_("state"), max_length=12, default="received")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    first_contact_on = models.DateField(_("first contact on"), null=True, blank=True)

    class Meta:
        verbose_name = _("job seeker")
        verbose_name_plural = _("job seekers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="one_job_seeker_number"
            ),
            models.UniqueConstraint(
                fields=["organisation", "talent_record_id"],
                condition=models.Q(closed_on=None),
                name="one_open_job_seeker_row",
            ),
        ]


class Introduction(TenantModel):
    """A person was introduced to an employer: child row of both books."""

    retention = PLACEMENT_BOOK.by("start_of_introduction", subject="job_seeker__talent_record_id")

    job_order = TenantForeignKey(JobOrder, verbose_name=_("job order"))
    job_seeker = TenantForeignKey(JobSeeker, verbose_name=_("job seeker"))
    introduced_on = models.DateField(_("introduced on"))
    outcome = models.CharField(_("outcome"), max_length=12, blank=True, default="")
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    is_indefinite = models.BooleanField(_("indefinite term"), null=True, blank=True)
    solicitation_ban_until = models.DateField(_("no solicitation until"), null=True, blank=True)
    separation = models.CharField(
        _("separation within six months"), max_length=12, blank=True, default=""
    )
    separation_checked_on = models.DateField(_("checked on"), null=True, blank=True)
    separation_due_on = models.DateField(_("check due on"), null=True, blank=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")


class FeeEntry(TenantModel):
    """手数料管理簿の行: append-only; a hire by slot is a row of zero yen."""

    retention = PLACEMENT_BOOK.by(
        "start_of_fee_entry", subject="introduction__job_seeker__talent_record_id"
    )

    introduction = TenantForeignKey(Introduction, verbose_name=_("introduction"))
    payer_name = models.CharField(_("payer"), max_length=120)
    charged_on = models.DateField(_("charged on"))
    kind = models.CharField(_("kind of fee"), max_length=20)
    amount_yen = models.BigIntegerField(_("amount in yen"))
    basis = models.CharField(_("basis"), max_length=200)
    slot_id = models.UUIDField(_("slot"), null=True, blank=True)

    class Meta:
        verbose_name = _("fee entry")
        verbose_name_plural = _("fee entries")
        triggers: ClassVar = [
            pgtrigger.Protect(name="fee_entry_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class WorkRequest(TenantModel):
    """A person asked the agency for work: what lifts the ban on solicitation. Append-only.

    Source: 職業安定法 指針 (a move that the person asks for is no solicitation).
    """

    retention = PLACEMENT_BOOK.by("start_of_work_request", subject="talent_record_id")

    class Way(models.TextChoices):
        """How the person asked; stored."""

        REGISTRATION = "registration", _("own registration")
        PAGE = "page", _("own page")
        PHONE = "phone", _("phone")
        MAIL = "mail", _("mail")
        PAPER = "paper", _("paper")
        VISIT = "visit", _("visit")

    talent_record_id = models.UUIDField(_("talent record"), db_index=True)
    requested_on = models.DateField(_("asked on"))
    way = models.CharField(_("way"), max_length=12, choices=Way.choices)
    noted_by_id = models.BigIntegerField(_("noted by"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for work")
        verbose_name_plural = _("requests for work")
        triggers: ClassVar = [
            pgtrigger.Protect(name="work_request_stays", operation=pgtrigger.Update)
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(way__in=["registration", "page"])
                | models.Q(noted_by_id__isnull=False),
                name="h7_request_is_noted_by_somebody",
            ),
        ]
