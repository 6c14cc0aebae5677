"""Writes of the area; the acts behind the hard stops H9, H10 and H11 by their names."""

from tasuki.apps.moves.actions.contract_work import end_contract_work, start_contract_work
from tasuki.apps.moves.actions.months import close_side_work_month
from tasuki.apps.moves.actions.secondments import activate_secondment
from tasuki.apps.moves.actions.side_work import approve_side_work

__all__ = [
    "activate_secondment",
    "approve_side_work",
    "close_side_work_month",
    "end_contract_work",
    "start_contract_work",
]
