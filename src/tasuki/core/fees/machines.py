"""The state tables of agreements on fees (A) and of invoices (B)."""

from enum import StrEnum
from typing import Final

from tasuki.core.states import Machine, Transition


class AgreementState(StrEnum):
    """Where an agreement on fees stands; stored."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REPLACED = "replaced"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class AgreementEvent(StrEnum):
    """What can happen to an agreement."""

    DRAFT = "draft"
    OFFER = "offer"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"
    REPLACE = "replace"
    END = "end"


class InvoiceState(StrEnum):
    """Where an invoice stands; whether it was paid is counted from the payments. Stored."""

    DRAFT = "draft"
    ISSUED = "issued"
    CANCELLED = "cancelled"
    DISCARDED = "discarded"


class InvoiceEvent(StrEnum):
    """What can happen to an invoice."""

    DRAFT = "draft"
    ISSUE = "issue"
    CANCEL = "cancel"
    DISCARD = "discard"


_A, _AE = AgreementState, AgreementEvent
_I, _IE = InvoiceState, InvoiceEvent

AGREEMENT: Final = Machine(
    name="fee agreement",
    initial=_A.DRAFT,
    transitions=(
        Transition(None, _AE.DRAFT, _A.DRAFT, "A1"),
        Transition(_A.DRAFT, _AE.OFFER, _A.OFFERED, "A2"),
        Transition(_A.DRAFT, _AE.WITHDRAW, _A.WITHDRAWN, "A3"),
        Transition(_A.OFFERED, _AE.ACCEPT, _A.ACCEPTED, "A4"),
        Transition(_A.OFFERED, _AE.WITHDRAW, _A.WITHDRAWN, "A5"),
        Transition(_A.ACCEPTED, _AE.REPLACE, _A.REPLACED, "A6"),
        Transition(_A.ACCEPTED, _AE.END, _A.ENDED, "A7"),
    ),
)
INVOICE: Final = Machine(
    name="invoice",
    initial=_I.DRAFT,
    transitions=(
        Transition(None, _IE.DRAFT, _I.DRAFT, "B1"),
        Transition(_I.DRAFT, _IE.ISSUE, _I.ISSUED, "B2"),
        Transition(_I.DRAFT, _IE.DISCARD, _I.DISCARDED, "B3"),
        Transition(_I.ISSUED, _IE.CANCEL, _I.CANCELLED, "B4"),
    ),
)
