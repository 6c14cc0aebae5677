"""Openings of a company, or those that an agency keeps for employers, with the eleven items.

That an open one is whole is also a promise of the table (``migrations/law.sql``).
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.apps.openings.models.employer import Employer
from tasuki.core.openings.states import POSTING
from tasuki.core.retention import PLACEMENT_BOOK


class Opening(TenantModel):
    """A job that somebody offers. ``terms`` holds the eleven items by their keys.

    A company keeps its own. An agency keeps those of its employers: it accepts the order
    (求人受理) before it shows the job to anybody.

    Source: 職業安定法 5条の3, 5条の6.
    """

    retention = PLACEMENT_BOOK.by("start_of_opening")

    class State(models.TextChoices):
        """How the opening stands; stored."""

        DRAFT = "draft", _("draft")
        ACCEPTED = "accepted", _("accepted")
        OPEN = "open", _("open")
        SUSPENDED = "suspended", _("suspended")
        FILLED = "filled", _("filled")
        CLOSED = "closed", _("closed")
        REFUSED = "refused", _("refused")

    class Employment(models.TextChoices):
        """How somebody is employed; stored."""

        FULL_TIME = "full_time", _("full time")
        PART_TIME = "part_time", _("part time")
        CONTRACTOR = "contractor", _("contract employee")
        TEMPORARY = "temporary", _("temporary")
        INTERN = "intern", _("intern")
        OTHER = "other", _("other")

    class Ground(models.TextChoices):
        """Why an order was not accepted; stored."""

        UNLAWFUL = "unlawful", _("breaks a law")
        FAR_BELOW = "far_below", _("far below usual conditions")
        BREACH = "breach", _("listed breach of labour law")
        NO_CONDITIONS = "no_conditions", _("conditions not shown")
        ANTISOCIAL = "antisocial", _("organised crime")
        NO_DECLARATION = "no_declaration", _("no self-declaration")

    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    occupation = models.CharField(_("occupation"), max_length=120)
    workplace = models.CharField(_("workplace"), max_length=200)
    pay_min_yen = models.PositiveIntegerField(_("lowest pay in yen"), default=0)
    pay_max_yen = models.PositiveIntegerField(_("highest pay in yen"), default=0)
    pay_unit = models.CharField(_("unit of pay"), max_length=10, default="month")
    theoretical_pay_yen = models.PositiveIntegerField(_("theoretical yearly pay in yen"), default=0)
    is_indefinite = models.BooleanField(_("indefinite term"), default=True)
    terms = models.JSONField(_("working conditions"), default=dict)
    prefecture = models.PositiveSmallIntegerField(
        _("prefecture of the workplace"), null=True, blank=True
    )
    work_minutes = models.PositiveIntegerField(_("scheduled minutes of the unit of pay"), default=0)
    age_least = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_most = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    age_code = models.CharField(_("reason code of the age"), max_length=4, blank=True, default="")
    age_reason = models.CharField(_("reason of the age"), max_length=300, blank=True, default="")
    retirement_age = models.PositiveSmallIntegerField(_("retirement age"), null=True, blank=True)
    asks_experience = models.BooleanField(_("asks for experience"), default=False)
    declared_on = models.DateField(_("self-declaration on"), null=True, blank=True)
    as_of = models.DateField(_("as of"))
    external_id = models.CharField(
        _("number in the other system"), max_length=60, blank=True, default=""
    )
    import_run_id = models.UUIDField(_("import"), null=True, blank=True)
    employer = TenantForeignKey(Employer, verbose_name=_("employer"), null=True, blank=True)
    person_count = models.PositiveSmallIntegerField(_("persons wanted"), default=1)
    occupation_code = models.CharField(_("occupation code"), max_length=9, blank=True, default="")
    employment = models.CharField(
        _("kind of employment"),
        max_length=12,
        choices=Employment.choices,
        default=Employment.FULL_TIME,
    )
    contract_from = models.DateField(_("first day of the contract"), null=True, blank=True)
    contract_to = models.DateField(_("last day of the contract"), null=True, blank=True)
    locality = models.CharField(_("city of the workplace"), max_length=60, blank=True, default="")
    is_remote = models.BooleanField(_("work from anywhere"), default=False)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    posted_on = models.DateField(_("first shown on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    public_code = models.CharField(_("public code"), max_length=12, blank=True, default="")
    refusal_ground = models.CharField(
        _("ground of the refusal"),
        max_length=15,
        choices=Ground.choices,
        blank=True,
        default="",
    )
    refusal_text = models.CharField(
        _("what the ground is"), max_length=1_000, blank=True, default=""
    )
    refused_on = models.DateField(_("refused on"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_opening_number"),
            models.CheckConstraint(
                condition=models.Q(pay_max_yen__gte=models.F("pay_min_yen")), name="opening_pay"
            ),
            models.CheckConstraint(
                condition=models.Q(contract_to=None)
                | models.Q(contract_from=None)
                | models.Q(contract_to__gte=models.F("contract_from")),
                name="opening_contract_period",
            ),
            models.CheckConstraint(
                condition=models.Q(person_count__gte=1), name="opening_wants_somebody"
            ),
            # An agency shows what it accepted, and refuses on a ground that it names.
            models.CheckConstraint(
                condition=models.Q(employer=None)
                | ~models.Q(state__in=["accepted", "open", "suspended"])
                | (
                    models.Q(accepted_on__isnull=False)
                    & models.Q(received_on__isnull=False)
                    & models.Q(valid_to__gte=models.F("received_on"))
                ),
                name="opening_order_was_accepted",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused")
                | (
                    ~models.Q(refusal_ground="")
                    & ~models.Q(refusal_text="")
                    & models.Q(refused_on__isnull=False)
                ),
                name="opening_refusal_has_a_ground",
            ),
        ]
        triggers: ClassVar = [state_guard(POSTING)]
