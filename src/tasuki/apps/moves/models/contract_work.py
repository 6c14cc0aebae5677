"""Contracts with suppliers without staff or smaller ones (業務委託), and what they delivered."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.core.law.contract_work import WorkKind
from tasuki.core.law.record_kinds import RecordKind
from tasuki.core.moves.machines import CONTRACT_WORK, DELIVERY
from tasuki.core.retention import Retention

CONTRACT_WORK_RECORD: Final = Retention(
    kind=RecordKind.CONTRACT_WORK_RECORD,
    starts_at="the work ended",
    basis="取適法7条: two years; design: three",
)


class ContractWork(TenantModel):
    """One contract, with the nine items of its notice (3条通知).

    H11 is held by check constraints of the database too: nothing is accepted before the notice,
    no pay day lies past the sixtieth day, and a long contract does not end at short notice.
    """

    retention = CONTRACT_WORK_RECORD.by(
        "ended_on",
        subject="talent_record_id",
        also_emptied=("supplier_mail", "place", "end_reason"),
        drafts=("draft",),
    )
    personal_fields = ("supplier_name",)

    number = models.CharField(_("number"), max_length=20)
    supplier_name = models.CharField(_("supplier"), max_length=160)
    supplier_mail = SealedTextField(
        _("supplier's mail address"),
        max_length=254,
        blank=True,
        default="",
        is_mail=True,
        index="supplier_mail_index",
    )
    supplier_mail_index = BlindIndexField(
        _("keyed hash of the mail address"), of="supplier_mail", kind="mail"
    )
    talent_record_id = models.UUIDField(_("talent record"), null=True, blank=True)
    supplier_has_staff = models.BooleanField(_("supplier has staff"), default=False)
    supplier_employee_count = models.PositiveIntegerField(_("supplier's employees"), default=0)
    supplier_capital_yen = models.PositiveBigIntegerField(_("supplier's capital in yen"), default=0)
    buyer_name = models.CharField(_("buyer"), max_length=160, blank=True, default="")
    buyer_has_staff = models.BooleanField(_("we have staff"), default=True)
    buyer_employee_count = models.PositiveIntegerField(_("our employees"), default=0)
    buyer_capital_yen = models.PositiveBigIntegerField(_("our capital in yen"), default=0)
    work_kind = models.CharField(_("kind of work"), max_length=20, default=WorkKind.OWN_SERVICE)
    deliverable = models.TextField(_("what is delivered or done"), blank=True, default="")
    fee_yen = models.PositiveIntegerField(_("fee in yen"), default=0)
    fee_note = models.CharField(_("how the fee is counted"), max_length=200, blank=True, default="")
    consigned_on = models.DateField(_("day of the order"), null=True, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    receive_on = models.DateField(_("day of receipt"), null=True, blank=True)
    pay_on = models.DateField(_("pay day"), null=True, blank=True)
    place = SealedTextField(_("place"), max_length=200, blank=True, default="")
    inspection = models.CharField(_("end of inspection"), max_length=120, blank=True, default="")
    non_cash = models.CharField(
        _("payment other than cash"), max_length=200, blank=True, default=""
    )
    upstream_name = models.CharField(
        _("who gave us the order"), max_length=160, blank=True, default=""
    )
    upstream_pay_on = models.DateField(_("pay day of that order"), null=True, blank=True)
    is_toriteki = models.BooleanField(_("the act on smaller suppliers holds"), default=False)
    signs = models.JSONField(_("signs of employment"), default=list, blank=True)
    notice_version = models.PositiveIntegerField(_("version of the notice"), default=0)
    notice_issued_at = models.DateTimeField(_("notice issued at"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, default=CONTRACT_WORK.initial)
    end_noticed_on = models.DateField(_("end announced on"), null=True, blank=True)
    end_exception = models.CharField(
        _("exception from the notice"), max_length=30, blank=True, default=""
    )
    end_reason = SealedTextField(_("reason of the end"), max_length=300, blank=True, default="")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("contract work")
        verbose_name_plural = _("contracts of work")
        triggers: ClassVar = [state_guard(CONTRACT_WORK)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="one_contract_work_number"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="contract_newest"),
        ]


class Delivery(TenantModel):
    """One receipt under a contract and its payment."""

    retention = CONTRACT_WORK_RECORD.by("paid_on")

    contract = TenantForeignKey(
        ContractWork, verbose_name=_("contract work"), related_name="deliveries"
    )
    received_on = models.DateField(_("received on"))
    pay_on = models.DateField(_("pay day"))
    agreed_yen = models.PositiveIntegerField(_("agreed fee in yen"))
    upstream_pay_on = models.DateField(_("pay day of that order"), null=True, blank=True)
    is_toriteki = models.BooleanField(_("the act on smaller suppliers holds"), default=False)
    inspected_on = models.DateField(_("inspected on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_yen = models.PositiveIntegerField(_("paid in yen"), null=True, blank=True)
    is_supplier_fault = models.BooleanField(_("the supplier is at fault"), default=False)
    deduction_reason = models.CharField(
        _("reason of the deduction"), max_length=300, blank=True, default=""
    )
    state = models.CharField(_("state"), max_length=20, default=DELIVERY.initial)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        triggers: ClassVar = [state_guard(DELIVERY)]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="paid")
                | models.Q(paid_on__isnull=False, paid_yen__gte=models.F("agreed_yen"))
                | models.Q(paid_on__isnull=False, paid_yen__isnull=False, is_supplier_fault=True)
                & ~models.Q(deduction_reason=""),
                name="h11_nothing_is_taken_off",
            ),
        ]
