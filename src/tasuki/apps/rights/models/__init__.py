"""The request ledger and the incidents of an organisation."""

from tasuki.apps.rights.models.incidents import Incident, IncidentPerson, IncidentStep
from tasuki.apps.rights.models.requests import RightsRequest

__all__ = ["Incident", "IncidentPerson", "IncidentStep", "RightsRequest"]
