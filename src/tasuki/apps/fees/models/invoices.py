"""Invoices and refund invoices, which stay as they were issued, and what was paid."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.postgres.shared import SharedRows
from tasuki.apps.base import TenantForeignKey, TenantModel, Viewer, state_guard
from tasuki.apps.fees.models.agreements import FeeAgreement
from tasuki.apps.placement.models import Introduction
from tasuki.core.fees.machines import INVOICE
from tasuki.core.retention import EVIDENCE


class Invoice(SharedRows, TenantModel):
    """An invoice for a placement, or the refund of one.

    Kept by the agency; the company sees it from the day of issue. From then on the row stays as
    it is: it can only be cancelled, and what is paid is counted by the database from the
    payments. It names no person, and its recipient is the employer of the job order (H4).

    Source: 消費税法 57条の4 (適格請求書, 適格返還請求書); 電子帳簿保存法 7条.
    """

    retention = EVIDENCE

    kind = models.CharField(_("kind"), max_length=10, default="fee")
    state = models.CharField(_("state"), max_length=10, default=INVOICE.initial)
    serial = models.PositiveIntegerField(_("running number"), null=True, blank=True)
    number = models.CharField(_("invoice number"), max_length=20, blank=True, default="")
    introduction = TenantForeignKey(Introduction, verbose_name=_("introduction"))
    agreement = TenantForeignKey(
        FeeAgreement, verbose_name=_("fee agreement"), related_name="invoices"
    )
    corrects = TenantForeignKey(
        "self",
        verbose_name=_("invoice it follows"),
        null=True,
        blank=True,
        related_name="followers",
    )
    company_id = models.BigIntegerField(_("company"), null=True, blank=True)
    recipient_name = models.CharField(_("recipient"), max_length=120)
    recipient_address = models.CharField(
        _("recipient's address"), max_length=200, blank=True, default=""
    )
    issuer_name = models.CharField(_("issuer"), max_length=120, blank=True, default="")
    issuer_address = models.CharField(_("issuer's address"), max_length=200, blank=True, default="")
    issuer_number = models.CharField(
        _("registration number of the issuer"), max_length=14, blank=True, default=""
    )
    bank_account = models.TextField(_("bank account"), max_length=400, blank=True, default="")
    remark = models.TextField(_("remark"), max_length=400, blank=True, default="")
    is_qualified = models.BooleanField(_("qualified invoice"), default=False)
    delivered_on = models.DateField(_("day of the dealing"))
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    lines = models.JSONField(_("lines"), default=list)
    tax_rows = models.JSONField(_("totals by tax rate"), default=list)
    net_yen = models.BigIntegerField(_("amount without tax"))
    tax_yen = models.BigIntegerField(_("consumption tax"))
    total_yen = models.BigIntegerField(_("amount with tax"))
    yearly_pay_yen = models.PositiveBigIntegerField(_("expected yearly pay"))
    basis = models.CharField(_("how the fee was reckoned"), max_length=200)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    left_on = models.DateField(_("last day of work"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("reason of the cancellation"), max_length=200, blank=True, default=""
    )
    paid_yen = models.BigIntegerField(_("paid"), default=0)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        triggers: ClassVar = [
            state_guard(INVOICE),
            pgtrigger.Protect(name="invoice_stays", operation=pgtrigger.Delete),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "serial"], name="one_invoice_number"
            ),
            models.UniqueConstraint(
                fields=["organisation", "introduction"],
                condition=models.Q(kind="fee", state__in=["draft", "issued"]),
                name="one_live_invoice_of_a_hire",
            ),
            models.UniqueConstraint(
                fields=["organisation", "corrects"],
                condition=models.Q(kind="refund", state__in=["draft", "issued"]),
                name="one_live_refund_of_an_invoice",
            ),
            models.CheckConstraint(
                condition=models.Q(total_yen=models.F("net_yen") + models.F("tax_yen"))
                & (
                    models.Q(kind="fee", net_yen__gt=0, tax_yen__gte=0)
                    | models.Q(kind="refund", net_yen__lt=0, tax_yen__lte=0)
                    & models.Q(corrects__isnull=False)
                ),
                name="invoice_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded"], serial=None, number="")
                | models.Q(
                    state__in=["issued", "cancelled"], serial__gte=1, issued_on__isnull=False
                )
                & ~models.Q(number="")
                & ~models.Q(issuer_name=""),
                name="issued_invoice_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled")
                | models.Q(cancelled_on__isnull=False, paid_yen=0) & ~models.Q(cancel_reason=""),
                name="cancelled_invoice_has_reason_and_no_money",
            ),
            models.CheckConstraint(
                condition=models.Q(is_qualified=False)
                | models.Q(issuer_number__regex=r"^T\d{13}$"),
                name="qualified_invoice_has_issuer_number",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-issued_on", "-id"], name="invoice_newest"),
            models.Index(fields=["organisation", "due_on"], name="invoice_due"),
        ]


class InvoiceViewer(Viewer):
    """Who sees an invoice."""

    retention = EVIDENCE

    subject = models.ForeignKey(
        Invoice, on_delete=models.CASCADE, related_name="viewers", verbose_name=_("invoice")
    )

    class Meta:
        verbose_name = _("viewer of an invoice")
        verbose_name_plural = _("viewers of invoices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="invoice_seen_once"),
        ]


class Payment(TenantModel):
    """Money that moved for an invoice; append-only, a wrong one is taken back by another row."""

    retention = EVIDENCE

    invoice = TenantForeignKey(Invoice, verbose_name=_("invoice"), related_name="payments")
    paid_on = models.DateField(_("paid on"))
    amount_yen = models.BigIntegerField(_("amount in yen"))
    way = models.CharField(_("way"), max_length=10)
    note = models.CharField(_("note"), max_length=120, blank=True, default="")
    takes_back = TenantForeignKey(
        "self",
        verbose_name=_("payment taken back"),
        null=True,
        blank=True,
        related_name="undone_by",
    )
    recorded_by = models.CharField(_("recorded by"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        triggers: ClassVar = [
            pgtrigger.Protect(name="payment_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(amount_yen=0), name="payment_moves_something"
            ),
            models.UniqueConstraint(
                fields=["organisation", "takes_back"], name="payment_taken_back_once"
            ),
        ]
