"""What stands beside the row of a job seeker: wishes, delivered terms, notes of interviews."""

from typing import ClassVar
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.placement.seekers import WishedTerm
from tasuki.core.retention import PLACEMENT_BOOK, SELECTION_DATA, SELECTION_NOTES


class SeekerWishes(TenantModel):
    """What a job seeker wishes and brings, and the text of the card; no part of the book.

    The occupation stands in the book itself.
    """

    retention = SELECTION_DATA.by("start_of_seeker_wishes", subject="talent_record_id")
    personal_fields = (
        "place",
        "pay_text",
        "hours",
        "begins",
        "note",
        "history",
        "certificates",
        "card_text",
    )

    job_seeker = TenantForeignKey(
        "placement.JobSeeker", on_delete=models.CASCADE, verbose_name=_("job seeker")
    )
    talent_record_id = models.UUIDField(_("talent record"))
    prefectures = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("wished prefectures"), default=list
    )
    place = SealedTextField(_("wished place"), max_length=200, blank=True, default="")
    term = models.CharField(
        _("wished term"),
        max_length=12,
        choices=[(one.value, one.name) for one in WishedTerm],
        blank=True,
        default="",
    )
    pay_min_yen = models.PositiveIntegerField(_("lowest pay in yen"), null=True, blank=True)
    pay_unit = models.CharField(_("unit of pay"), max_length=10, default="year")
    pay_text = SealedTextField(_("about the pay"), max_length=200, blank=True, default="")
    hours = SealedTextField(_("days and hours"), max_length=200, blank=True, default="")
    begins = SealedTextField(_("possible start"), max_length=100, blank=True, default="")
    note = SealedTextField(_("further wishes"), max_length=1000, blank=True, default="")
    history = SealedTextField(_("working life"), max_length=4000, blank=True, default="")
    certificates = SealedTextField(_("certificates"), max_length=1000, blank=True, default="")
    card_text = SealedTextField(_("text of the card"), max_length=1000, blank=True, default="")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("wishes of a job seeker")
        verbose_name_plural = _("wishes of job seekers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_seeker"], name="one_row_of_wishes"),
        ]

    def key_subject(self) -> UUID:
        """Return the person: the wishes go unreadable with their key."""
        return self.talent_record_id


class TermsDelivery(TenantModel):
    """One delivery of the terms of service (D6, 取扱職種の範囲等の明示) to a job seeker.

    The content stays as it was delivered. By mail only where the person wished so; it arrived
    when the person says so on the page of the mailed key, or a member notes how it is known.

    Source: 職業安定法 32条の13; 施行規則 24条の5.
    """

    retention = PLACEMENT_BOOK.by("start_of_terms_delivery", subject="talent_record_id")

    class Way(models.TextChoices):
        """How it was delivered; stored."""

        MAIL = "mail", _("mail")
        PAPER = "paper", _("paper")

    class Arrival(models.TextChoices):
        """How the arrival is known; stored."""

        CONFIRMED = "confirmed", _("confirmed by the person on the page")
        HANDED = "handed", _("paper handed over")
        ANSWERED = "answered", _("the person answered by mail")
        TOLD = "told", _("the person said so by phone or in the office")

    job_seeker = TenantForeignKey(
        "placement.JobSeeker", on_delete=models.CASCADE, verbose_name=_("job seeker")
    )
    talent_record_id = models.UUIDField(_("talent record"))
    number = models.PositiveSmallIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=5, default="ja")
    content = models.JSONField(_("content"), default=dict)
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    mail_wished_on = models.DateField(_("mail wished on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"))
    mail_id = models.UUIDField(_("mail"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True)
    arrival = models.CharField(
        _("proof of arrival"), max_length=10, choices=Arrival.choices, blank=True, default=""
    )
    noted_by_id = models.BigIntegerField(_("noted by"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery of terms")
        verbose_name_plural = _("deliveries of terms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_seeker", "number"], name="one_terms_number"),
            models.CheckConstraint(
                condition=models.Q(way="paper") | models.Q(mail_wished_on__isnull=False),
                name="terms_by_mail_only_as_wished",
            ),
            models.CheckConstraint(
                condition=models.Q(arrival="", arrived_on=None)
                | (~models.Q(arrival="") & models.Q(arrived_on__isnull=False)),
                name="terms_arrived_on_a_day_and_how",
            ),
            models.CheckConstraint(
                condition=models.Q(arrived_on=None)
                | models.Q(arrived_on__gte=models.F("delivered_on")),
                name="terms_arrive_after_delivery",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="terms_stay",
                fields=["job_seeker", "number", "content", "way", "mail_wished_on", "delivered_on"],
            ),
        ]


class InterviewNote(TenantModel):
    """What a member wrote down of a talk with a job seeker; goes when the dealings are over."""

    retention = SELECTION_NOTES.by("start_of_interview_note", subject="talent_record_id")
    personal_fields = ("text",)

    class Way(models.TextChoices):
        """How they talked; stored."""

        VISIT = "visit", _("in the office")
        ONLINE = "online", _("online")
        PHONE = "phone", _("phone")
        MAIL = "mail", _("mail")

    job_seeker = TenantForeignKey(
        "placement.JobSeeker", on_delete=models.CASCADE, verbose_name=_("job seeker")
    )
    talent_record_id = models.UUIDField(_("talent record"))
    held_on = models.DateField(_("held on"))
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    text = SealedTextField(_("note"), max_length=4000)
    author_id = models.BigIntegerField(_("written by"), null=True, blank=True)

    class Meta:
        verbose_name = _("note of an interview")
        verbose_name_plural = _("notes of interviews")

    def key_subject(self) -> UUID:
        """Return the person: the note goes unreadable with their key."""
        return self.talent_record_id
