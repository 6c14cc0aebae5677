"""Places, people, and the lists of both sides, as they are until the round is locked."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.apps.rounds.models.rounds import Round
from tasuki.core.retention import ROUND_LISTS
from tasuki.core.rounds.machine import PERSON, PersonState


class RoundPlace(TenantModel):
    """A place to go to: a unit, a post, or a job order."""

    retention = ROUND_LISTS

    round = TenantForeignKey(Round, related_name="places", verbose_name=_("round"))
    name = models.CharField(_("name"), max_length=120)
    company_id = models.BigIntegerField(_("company"), null=True, blank=True)
    company_name = models.CharField(_("company's name"), max_length=120, blank=True, default="")
    job_order_id = models.UUIDField(_("job order"), null=True, blank=True)
    opening_id = models.UUIDField(_("job opening"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), default=1)
    vacancies = models.PositiveIntegerField(_("empty seats"), default=0)
    minimum = models.PositiveIntegerField(_("minimum staffing"), default=0)
    minimum_priority = models.IntegerField(_("lowest number accepted"), null=True, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True, default="")
    region_maximum = models.PositiveIntegerField(_("ceiling of the region"), null=True, blank=True)
    target = models.PositiveIntegerField(_("target"), null=True, blank=True)

    class Meta:
        verbose_name = _("place of a round")
        verbose_name_plural = _("places of rounds")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "round", "name"], name="one_place_name"
            ),
            models.UniqueConstraint(
                fields=["organisation", "round", "job_order_id"],
                condition=models.Q(job_order_id__isnull=False),
                name="one_place_of_an_order",
            ),
        ]


class RoundPerson(TenantModel):
    """Somebody who was asked to take part; takes part only after the own consent."""

    retention = ROUND_LISTS.by("created_at", subject="talent_record_id")

    round = TenantForeignKey(Round, related_name="people", verbose_name=_("round"))
    talent_record_id = models.UUIDField(_("talent record"), db_index=True)
    job_seeker_id = models.UUIDField(_("job seeker"), null=True, blank=True)
    place = TenantForeignKey(
        RoundPlace, related_name="+", null=True, blank=True, verbose_name=_("unit today")
    )
    own_priority = models.IntegerField(_("number at the own unit"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, default=PersonState.INVITED)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    consented_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("list submitted at"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    class Meta:
        verbose_name = _("person of a round")
        verbose_name_plural = _("people of rounds")
        triggers: ClassVar = [state_guard(PERSON)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "round", "talent_record_id"], name="once_in_a_round"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[PersonState.READY, PersonState.SUBMITTED])
                | models.Q(consented_at__isnull=False),
                name="h2_who_takes_part_agreed",
            ),
        ]


class RoundChoice(TenantModel):
    """One line of a person's list."""

    retention = ROUND_LISTS.by("created_at", subject="person__talent_record_id")

    person = TenantForeignKey(
        RoundPerson,
        on_delete=models.CASCADE,
        related_name="choices",
        verbose_name=_("person of a round"),
    )
    place = TenantForeignKey(RoundPlace, related_name="+", verbose_name=_("place of a round"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        verbose_name = _("line of a list")
        verbose_name_plural = _("lines of lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person", "rank"], name="one_rank"),
            models.UniqueConstraint(fields=["organisation", "person", "place"], name="listed_once"),
        ]


class RoundScore(TenantModel):
    """How a place ranks one person: a number with the reason of a named human."""

    retention = ROUND_LISTS.by("created_at", subject="person__talent_record_id")
    personal_fields = ("reason",)

    person = TenantForeignKey(
        RoundPerson,
        on_delete=models.CASCADE,
        related_name="scores",
        verbose_name=_("person of a round"),
    )
    place = TenantForeignKey(RoundPlace, related_name="+", verbose_name=_("place of a round"))
    priority = models.IntegerField(_("number"), default=0)
    is_accepted = models.BooleanField(_("the place accepts the person"), default=True)
    reason = SealedTextField(_("reason"), max_length=500, blank=True, default="")
    source = models.CharField(_("source"), max_length=8, default="unit")
    parts = models.JSONField(_("parts in millionths"), default=dict, blank=True)
    missing = models.JSONField(_("parts without information"), default=list, blank=True)
    shown_order = models.PositiveIntegerField(_("shown at place"), null=True, blank=True)
    input_hash = models.CharField(
        _("hash of what was compared"), max_length=80, blank=True, default=""
    )
    scored_by_id = models.BigIntegerField(_("scored by"), null=True, blank=True)
    scored_by_name = models.CharField(
        _("name of who scored"), max_length=120, blank=True, default=""
    )

    class Meta:
        verbose_name = _("number of a person at a place")
        verbose_name_plural = _("numbers of people at places")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "place", "person"], name="scored_once"),
            models.CheckConstraint(
                condition=models.Q(is_accepted=True) | models.Q(scored_by_id__isnull=False),
                name="h12_refusal_of_a_place_names_human",
            ),
        ]

    def key_subject(self) -> UUID:
        """Return the person: what is said about them goes unreadable with their key."""
        found: UUID = self.person.talent_record_id
        return found
