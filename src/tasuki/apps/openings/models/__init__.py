"""Openings, the employers behind those of an agency, and the versions that were shown."""

from tasuki.apps.openings.models.employer import Employer
from tasuki.apps.openings.models.opening import Opening
from tasuki.apps.openings.models.version import OpeningVersion

__all__ = ["Employer", "Opening", "OpeningVersion"]
