"""The groups of the side menu: fees of an agency, invoices of a company."""

from django.utils.translation import gettext_lazy as _

from tasuki.core.access import Permission
from tasuki.web.components.navigation import Group, Item

_VIEW = Permission.FEE_VIEW

GROUP = Group(
    heading=_("Fees"),
    items=(
        Item(label=_("Invoices"), url_name="fees:invoices", permission=_VIEW),
        Item(label=_("Fee agreements"), url_name="fees:agreements", permission=_VIEW),
        Item(label=_("Monthly accounts"), url_name="fees:accounts", permission=_VIEW),
    ),
)
COMPANY_GROUP = Group(
    heading=_("Placement fees"),
    items=(
        Item(label=_("Invoices"), url_name="fees:company_invoices", permission=_VIEW),
        Item(label=_("Fee agreements"), url_name="fees:company_agreements", permission=_VIEW),
    ),
)
