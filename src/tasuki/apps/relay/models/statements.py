"""Monthly statements and what is asked about them: counts only."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.postgres.shared import SharedRows
from tasuki.apps.base import TenantModel, Viewer, state_guard
from tasuki.core.relay.machines import DISPUTE, STATEMENT
from tasuki.core.retention import EVIDENCE


class Statement(TenantModel):
    """One month's totals under one book; each side has a row of its own, both alike.

    ``totals`` maps the names of ``core.relay.statements.Totals`` to whole numbers.
    """

    retention = EVIDENCE

    book_id = models.UUIDField(_("book"))
    contract_id = models.UUIDField(_("relay contract"))
    contract_version = models.PositiveIntegerField(_("contract version"))
    company_id = models.BigIntegerField(_("company"))
    company_name = models.CharField(_("company's name"), max_length=120)
    agency_id = models.BigIntegerField(_("agency"))
    agency_name = models.CharField(_("agency's name"), max_length=120)
    month = models.DateField(_("month"))
    number = models.PositiveIntegerField(_("number"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    state = models.CharField(_("state"), max_length=12, default="issued")
    is_carried_over = models.BooleanField(_("added to the next month"), default=False)
    totals = models.JSONField(_("totals"))
    reasons = models.JSONField(_("totals by reason"), default=dict)
    balance_after = models.IntegerField(_("balance after"), default=0)
    slots_granted = models.JSONField(_("slots granted"), default=list)
    journal_number = models.PositiveBigIntegerField(_("last journal entry"), default=0)
    journal_head = models.CharField(_("journal hash"), max_length=64, blank=True, default="")
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.CharField(_("issued by"), max_length=120)
    dispute_until = models.DateField(_("questions until"))

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "book_id", "month", "revision"],
                name="one_statement_revision",
            ),
        ]
        triggers: ClassVar = [
            state_guard(STATEMENT),
            pgtrigger.Protect(name="statement_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="statement_totals_stay",
                fields=["month", "number", "totals", "reasons", "balance_after", "issued_at"],
            ),
        ]


class Dispute(SharedRows, TenantModel):
    """The company asks about the totals of a statement; the agency answers."""

    retention = EVIDENCE

    statement_book_id = models.UUIDField(_("book"))
    statement_month = models.DateField(_("month of the statement"))
    company_id = models.BigIntegerField(_("company"))
    company_name = models.CharField(_("company's name"), max_length=120)
    state = models.CharField(_("state"), max_length=10, default="opened")
    note = models.TextField(_("question"), max_length=2_000)
    opened_by = models.CharField(_("asked by"), max_length=120)
    opened_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("answer due on"))
    answer = models.TextField(_("answer"), max_length=2_000, blank=True, default="")
    answered_by = models.CharField(_("answered by"), max_length=120, blank=True, default="")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    journal_number = models.PositiveBigIntegerField(_("journal entry"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        triggers: ClassVar = [state_guard(DISPUTE)]


class DisputeViewer(Viewer):
    """Who sees a dispute."""

    retention = EVIDENCE

    subject = models.ForeignKey(
        Dispute, on_delete=models.CASCADE, related_name="viewers", verbose_name=_("dispute")
    )

    class Meta:
        verbose_name = _("dispute viewer")
        verbose_name_plural = _("dispute viewers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="dispute_seen_once"),
        ]
