"""The tables of the Career Relay."""

from tasuki.apps.relay.models.contracts import (
    Consultation,
    ContractViewer,
    FeeTable,
    IssuedCode,
    RelayContract,
    RelayLink,
)
from tasuki.apps.relay.models.credits import (
    Credit,
    Release,
    Slot,
    SlotCandidate,
    SlotEvent,
    SlotViewer,
)
from tasuki.apps.relay.models.notices import Invite, NoticeTemplate, PurposeNotice
from tasuki.apps.relay.models.registrations import Registration
from tasuki.apps.relay.models.statements import Dispute, DisputeViewer, Statement

__all__ = [
    "Consultation",
    "ContractViewer",
    "Credit",
    "Dispute",
    "DisputeViewer",
    "FeeTable",
    "Invite",
    "IssuedCode",
    "NoticeTemplate",
    "PurposeNotice",
    "Registration",
    "RelayContract",
    "RelayLink",
    "Release",
    "Slot",
    "SlotCandidate",
    "SlotEvent",
    "SlotViewer",
    "Statement",
]
