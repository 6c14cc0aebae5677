"""The contract between a company and an agency, its versions, and the codes issued under it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.postgres.shared import SharedRows
from tasuki.apps.base import TenantModel, Viewer, state_guard
from tasuki.core.relay.machines import CONTRACT, LINK
from tasuki.core.retention import EVIDENCE


class FeeTable(TenantModel):
    """One version of the agency's fee table as filed (職業安定法32条の3)."""

    retention = EVIDENCE

    version = models.PositiveIntegerField(_("version"))
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    kind = models.CharField(_("kind of fee"), max_length=20, default="filed")
    rate_permille = models.PositiveIntegerField(_("fee in permille of the yearly pay"))
    max_fixed_yen = models.PositiveIntegerField(
        _("highest fixed fee in yen"), null=True, blank=True
    )
    free_slot_clause = models.TextField(_("free slot clause"), blank=True, default="")
    refund_rule = models.TextField(_("refund rule"), blank=True, default="")
    refund_steps = models.JSONField(_("refund steps"), default=list, blank=True)
    penalty_rule = models.TextField(_("penalty rule"), blank=True, default="")

    class Meta:
        verbose_name = _("fee table")
        verbose_name_plural = _("fee tables")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="one_fee_table_version"
            ),
        ]


class Consultation(TenantModel):
    """労働局需給調整事業部への相談記録: must exist before a credit plan runs (H4)."""

    retention = EVIDENCE

    office = models.CharField(_("office"), max_length=120)
    consulted_on = models.DateField(_("consulted on"))
    answer = models.TextField(_("answer"))
    file_name = models.CharField(_("file name"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("consultation record")
        verbose_name_plural = _("consultation records")


class RelayContract(SharedRows, TenantModel):
    """One version of a relay contract. Kept by the agency, seen by both sides.

    All versions between the same two parties share ``book_id``, the book of the journal:
    credits pass from one version to the next, the rules that counted them do not change.
    """

    retention = EVIDENCE

    book_id = models.UUIDField(_("book"))
    version = models.PositiveIntegerField(_("version"))
    company_id = models.BigIntegerField(_("company"))
    company_name = models.CharField(_("company's name"), max_length=120)
    agency_name = models.CharField(_("agency's name"), max_length=120)
    state = models.CharField(_("state"), max_length=10, default="draft")
    shape = models.CharField(_("lawful shape"), max_length=20, default="SELF_REGISTRATION")
    parameters = models.JSONField(_("rules"), default=dict)
    licence_number = models.CharField(_("licence number"), max_length=30, blank=True, default="")
    licence_valid_to = models.DateField(_("licence valid to"), null=True, blank=True)
    fee_table_version = models.PositiveIntegerField(_("fee table version"), null=True, blank=True)
    fee_table_filed_on = models.DateField(_("fee table filed on"), null=True, blank=True)
    free_slot_clause = models.TextField(_("free slot clause"), blank=True, default="")
    fee_rate_permille = models.PositiveIntegerField(_("fee in permille"), null=True, blank=True)
    refund_rule = models.TextField(_("refund rule"), blank=True, default="")
    penalty_shown_at = models.DateTimeField(_("penalty rule shown at"), null=True, blank=True)
    consultation_office = models.CharField(
        _("office consulted"), max_length=120, blank=True, default=""
    )
    consulted_on = models.DateField(_("consulted on"), null=True, blank=True)
    purpose_notice_version = models.PositiveIntegerField(
        _("version of the purpose notice"), null=True, blank=True
    )
    tax_note_acknowledged = models.BooleanField(_("tax note acknowledged"), default=False)
    account_manager_id = models.BigIntegerField(_("account manager"), null=True, blank=True)
    company_signed_by = models.CharField(
        _("signed for the company by"), max_length=80, blank=True, default=""
    )
    company_signed_at = models.DateTimeField(_("signed for the company at"), null=True, blank=True)
    agency_signed_by = models.CharField(
        _("signed for the agency by"), max_length=80, blank=True, default=""
    )
    agency_signed_at = models.DateTimeField(_("signed for the agency at"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    pause_reason = models.CharField(
        _("reason of the pause"), max_length=200, blank=True, default=""
    )

    class Meta:
        verbose_name = _("relay contract")
        verbose_name_plural = _("relay contracts")
        triggers: ClassVar = [state_guard(CONTRACT)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "book_id", "version"], name="one_contract_version"
            ),
            models.UniqueConstraint(
                fields=["organisation", "book_id"],
                condition=models.Q(state__in=["running", "paused"]),
                name="one_live_contract_version",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["running"])
                | models.Q(
                    fee_table_filed_on__isnull=False,
                    consulted_on__isnull=False,
                    company_signed_at__isnull=False,
                    agency_signed_at__isnull=False,
                )
                & ~models.Q(free_slot_clause=""),
                name="h4_running_needs_filed_table_and_consultation",
            ),
        ]


class ContractViewer(Viewer):
    """Who sees a relay contract."""

    retention = EVIDENCE

    subject = models.ForeignKey(
        RelayContract,
        on_delete=models.CASCADE,
        related_name="viewers",
        verbose_name=_("relay contract"),
    )

    class Meta:
        verbose_name = _("contract viewer")
        verbose_name_plural = _("contract viewers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="contract_seen_once"),
        ]


class RelayLink(TenantModel):
    """A company code and its label. One code for a company, never one for a person.

    The counters are sums without persons; the company sees them in monthly batches only.
    """

    retention = EVIDENCE

    book_id = models.UUIDField(_("book"))
    company_id = models.BigIntegerField(_("company"))
    code = models.CharField(_("company code"), max_length=30)
    label_job = models.CharField(_("label: job"), max_length=60, blank=True, default="")
    label_stage = models.CharField(_("label: stage"), max_length=60, blank=True, default="")
    label_text = models.CharField(_("label: text variant"), max_length=60, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="ja")
    active_from = models.DateField(_("active from"))
    active_to = models.DateField(_("active to"))
    accepted_to = models.DateField(_("accepted to"))
    state = models.CharField(_("state"), max_length=10, default="active")
    view_count = models.PositiveIntegerField(_("page views"), default=0)
    started_count = models.PositiveIntegerField(_("started"), default=0)
    verified_count = models.PositiveIntegerField(_("mail confirmed"), default=0)
    confirmed_count = models.PositiveIntegerField(_("counted"), default=0)

    class Meta:
        verbose_name = _("registration link")
        verbose_name_plural = _("registration links")
        triggers: ClassVar = [state_guard(LINK)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_code_at_an_agency"),
        ]


class IssuedCode(TenantModel):
    """The company's own copy of a code: no counters, so nothing live can be read from it."""

    retention = EVIDENCE

    book_id = models.UUIDField(_("book"))
    link_id = models.UUIDField(_("registration link"))
    agency_id = models.BigIntegerField(_("agency"))
    code = models.CharField(_("company code"), max_length=30)
    label_job = models.CharField(_("label: job"), max_length=60, blank=True, default="")
    label_stage = models.CharField(_("label: stage"), max_length=60, blank=True, default="")
    label_text = models.CharField(_("label: text variant"), max_length=60, blank=True, default="")
    active_from = models.DateField(_("active from"))
    active_to = models.DateField(_("active to"))
    accepted_to = models.DateField(_("accepted to"))
    state = models.CharField(_("state"), max_length=10, default="active")

    class Meta:
        verbose_name = _("issued code")
        verbose_name_plural = _("issued codes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "link_id"], name="one_copy_of_a_code"),
        ]
