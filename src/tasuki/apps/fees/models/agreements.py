"""What an agency and an employer agreed about fees, and how the agency bills."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.postgres.shared import SharedRows
from tasuki.apps.base import TenantModel, Viewer, state_guard
from tasuki.core.fees.machines import AGREEMENT
from tasuki.core.retention import EVIDENCE


class BillingProfile(TenantModel):
    """How the agency bills: its number as a qualified issuer, its bank, its days to pay."""

    retention = EVIDENCE

    issuer_number = models.CharField(
        _("registration number of the issuer"), max_length=14, blank=True, default=""
    )
    bank_account = models.TextField(_("bank account"), max_length=400, blank=True, default="")
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=30)
    remark = models.TextField(_("remark on invoices"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("billing profile")
        verbose_name_plural = _("billing profiles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="one_billing_profile"),
        ]


class FeeAgreement(SharedRows, TenantModel):
    """One version of what an employer accepted under one version of the filed fee table.

    Kept by the agency, seen by both sides once it is offered. The words of the table are copied
    when it is offered, so that the paper stays readable; the version names the table itself, and
    the database asks that it was filed.
    """

    retention = EVIDENCE

    number = models.CharField(_("agreement number"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)
    company_id = models.BigIntegerField(_("company"), null=True, blank=True)
    employer_name = models.CharField(_("employer"), max_length=120)
    employer_address = models.CharField(
        _("employer's address"), max_length=200, blank=True, default=""
    )
    agency_name = models.CharField(_("agency's name"), max_length=120)
    fee_table_version = models.PositiveIntegerField(_("fee table version"))
    kind = models.CharField(_("kind of fee"), max_length=20)
    rate_permille = models.PositiveIntegerField(_("fee in permille of the base"), default=0)
    fixed_yen = models.PositiveIntegerField(_("fixed fee in yen"), null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=30)
    refund_rule = models.TextField(_("refund rule"), blank=True, default="")
    refund_steps = models.JSONField(_("refund steps"), default=list, blank=True)
    penalty_rule = models.TextField(_("penalty rule"), blank=True, default="")
    free_slot_clause = models.TextField(_("free slot clause"), blank=True, default="")
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, default=AGREEMENT.initial)
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    terms_shown_at = models.DateTimeField(_("refund and penalty shown at"), null=True, blank=True)
    accepted_by = models.CharField(_("accepted by"), max_length=80, blank=True, default="")
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    accepted_way = models.CharField(_("way of acceptance"), max_length=10, blank=True, default="")

    class Meta:
        verbose_name = _("fee agreement")
        verbose_name_plural = _("fee agreements")
        triggers: ClassVar = [state_guard(AGREEMENT)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number", "version"], name="one_fee_agreement_version"
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=models.Q(state="accepted"),
                name="one_fee_agreement_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "replaced", "ended"])
                | models.Q(accepted_on__isnull=False, terms_shown_at__isnull=False)
                & ~models.Q(accepted_by="")
                & ~models.Q(accepted_way=""),
                name="fee_agreement_was_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(rate_permille__gt=0, fixed_yen__isnull=True)
                | models.Q(rate_permille=0, fixed_yen__gt=0),
                name="fee_agreement_is_share_or_fixed",
            ),
        ]


class AgreementViewer(Viewer):
    """Who sees an agreement on fees."""

    retention = EVIDENCE

    subject = models.ForeignKey(
        FeeAgreement,
        on_delete=models.CASCADE,
        related_name="viewers",
        verbose_name=_("fee agreement"),
    )

    class Meta:
        verbose_name = _("viewer of a fee agreement")
        verbose_name_plural = _("viewers of fee agreements")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"], name="fee_agreement_seen_once"
            ),
        ]
