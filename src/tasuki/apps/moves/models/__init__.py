"""The tables of the area."""

from tasuki.apps.moves.models.contract_work import ContractWork, Delivery
from tasuki.apps.moves.models.reminders import MoveReminder
from tasuki.apps.moves.models.secondments import Secondment
from tasuki.apps.moves.models.side_work import SideWork, SideWorkDay, SideWorkMonth

__all__ = [
    "ContractWork",
    "Delivery",
    "MoveReminder",
    "Secondment",
    "SideWork",
    "SideWorkDay",
    "SideWorkMonth",
]
