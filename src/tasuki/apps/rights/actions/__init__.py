"""Acts on requests of people and on incidents; see the modules."""

from tasuki.apps.rights.actions.answers import answer_request
from tasuki.apps.rights.actions.filing import file_request, withdraw_request
from tasuki.apps.rights.actions.incidents import open_incident

__all__ = ["answer_request", "file_request", "open_incident", "withdraw_request"]
