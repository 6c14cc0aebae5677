"""The group of the side menu that every organisation's menu shares."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Group, Item

GROUP = Group(
    heading=_("Law and personal data"),
    items=(
        Item(label=_("Law check"), url_name="privacy:law", permission=Permission.LAW_VIEW),
        Item(
            label=_("Quarantine"),
            url_name="privacy:quarantine",
            permission=Permission.QUARANTINE_DECIDE,
        ),
        Item(label=_("Consents"), url_name="privacy:consents", permission=Permission.CONSENT_VIEW),
        Item(
            label=_("Provision register"),
            url_name="privacy:provisions",
            permission=Permission.PROVISION_VIEW,
        ),
        Item(
            label=_("Requests about personal data"),
            url_name="privacy:requests",
            permission=Permission.REQUEST_VIEW,
        ),
        Item(
            label=_("Incidents"),
            url_name="privacy:incidents",
            permission=Permission.INCIDENT_VIEW,
        ),
        Item(
            label=_("Retention and disposal"),
            url_name="privacy:retention",
            permission=Permission.RETENTION_VIEW,
        ),
    ),
)
