"""How one line of the view log reads: who, in which role, how, what for. No staff names."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tasuki.apps.people.models import RecordView
from tasuki.apps.relay.queries.holdings import LogLine
from tasuki.core.access import Role
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.web.components import formats
from tasuki.web.person.frame import say_all

ROLES: Final[dict[str, Any]] = {
    Role.COMPANY_OWNER: _("head of the company's desk"),
    Role.COMPANY_HR: _("recruiter"),
    Role.COMPANY_MANAGER: _("manager of the job"),
    Role.COMPANY_VIEWER: _("reader at the company"),
    Role.AGENCY_OWNER: _("head of the agency"),
    Role.AGENCY_ADVISOR: _("your adviser"),
    Role.AGENCY_CLERK: _("clerk of the agency"),
    Role.MUNICIPALITY_OPERATOR: _("municipal officer"),
    Role.MUNICIPALITY_VIEWER: _("reader at the municipality"),
}
WAYS: Final[dict[str, Any]] = {
    RecordView.Way.OPENED: _("opened your record"),
    RecordView.Way.EXPORTED: _("wrote your record into a file"),
    RecordView.Way.PRINTED: _("printed your record"),
}


def describe_line(line: LogLine) -> dict[str, Any]:
    """Return a line of the log as the page shows it."""
    items = [RELEASE_FIELDS[one] for one in line.items if one in RELEASE_FIELDS]
    return {
        "kind": line.kind,
        "at": line.at,
        "who": line.who,
        "role": ROLES.get(line.role, ""),
        "way": WAYS.get(line.way, ""),
        "items": say_all(items),
        "purpose": formats.say(line.purpose),
        "number": line.number,
    }
