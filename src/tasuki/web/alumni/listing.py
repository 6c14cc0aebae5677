"""The coordinator's list: filters, inviting many, taking it back."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.alumni import actions, queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.alumni.labels import ALUMNI_LABELS, WILLINGNESS_LABELS, Willingness
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    day_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import ActView, toast


class AlumniFilter(Form):
    """Visible filters; none of them asks why somebody left."""

    state = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    willing = forms.ChoiceField(label=gettext_lazy("Open to"), required=False)
    is_due = forms.BooleanField(
        label=gettext_lazy("Only with a next action that is due"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.fields["state"].choices = every + [
            (str(key), formats.say(one.label)) for key, one in ALUMNI_LABELS.items()
        ]
        self.fields["willing"].choices = every + [
            (str(key), formats.say(one)) for key, one in WILLINGNESS_LABELS.items()
        ]


class MemberList(TableView):
    """Everybody who left and was recorded."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "alumni/members.html"
    heading = gettext_lazy("Alumni network")
    lead = gettext_lazy(
        "Former employees who agreed at leaving to hear from the company. Invitations go to the "
        "private address 30 days after leaving; members see of each other only what each one chose."
    )
    unit = "person"
    search_label = gettext_lazy("Name")
    filter_form = AlumniFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("In touch"), query="state=active"),
        Tab(label=gettext_lazy("Silent"), query="state=silent"),
    )
    bulk_acts = (
        BulkAct(
            name="invite",
            label=gettext_lazy("Invite to the network"),
            effect=gettext_lazy(
                "An invitation goes to the private address of those who agreed at leaving and "
                "left 30 days ago; the others are left out. For ten minutes you can take it back."
            ),
            permission=Permission.NOTICE_SEND,
        ),
    )
    empty_text = gettext_lazy("People appear here with their exit interview or from a file.")

    def get_context(self) -> dict[str, Any]:
        """Add the two ways in."""
        may_add = self.actor.can(Permission.APPLICATION_DECIDE)
        return super().get_context() | {"may_add": may_add}

    def get_rows(self) -> QuerySet[Any]:
        """Return all memberships."""
        return queries.list_members()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name."""
        return rows.filter(person_name__icontains=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state, willingness and due actions."""
        return rows & queries.list_members(
            state=values.get("state") or "",
            willing=values.get("willing") or "",
            due_by=localdate(timezone.now()) if values.get("is_due") else None,
        )

    def get_columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        return _COLUMNS

    def do_invite(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Invite the chosen people; the toast takes it back."""
        sent = actions.invite_members(
            actor=self.actor,
            member_ids=list(rows.values_list("pk", flat=True)),
            now=timezone.now(),
        )
        said = _("Invitations in ten minutes: %(count)s. Left out: %(left)s.") % {
            "count": formats.count(sent.count, "person"),
            "left": formats.count(sent.left_out_count, "person"),
        }
        toast(self.request, said, undo_url=reverse("alumni:back", args=[sent.batch_id]))
        return ""


class TakeBack(ActView):
    """Take invitations back while their mails wait."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_SEND

    def act(self) -> str:
        """Cancel the mails."""
        count = actions.take_back_invitations(
            actor=self.actor, batch_id=self.kwargs["batch_id"], now=timezone.now()
        )
        return _("Invitations taken back: %(count)s.") % {"count": formats.count(count, "person")}

    def get_success_url(self) -> str:
        """Show the list."""
        return reverse("alumni:members")


def say_willing(values: list[str]) -> str:
    """Return what a member is open to in one line, in the language of the page."""
    comma = ", " if formats.is_english() else "、"
    return comma.join(formats.say(WILLINGNESS_LABELS[Willingness(one)]) for one in values)


_COLUMNS: tuple[Column, ...] = (
    name_column(
        gettext_lazy("Name"),
        lambda row: row.person_name or "-",
        lambda row: reverse("alumni:member", args=[row.pk]),
    ),
    status_column("alumni_member", lambda row: row.state, gettext_lazy("Status")),
    day_column("left_on", gettext_lazy("Left on"), lambda row: row.left_on, sort="left_on"),
    text_column("willing", gettext_lazy("Open to"), lambda row: say_willing(row.willingness)),
    day_column(
        "last_contact_on",
        gettext_lazy("Last contact"),
        lambda row: row.last_contact_on,
        sort="last_contact_on",
    ),
    text_column("next_action", gettext_lazy("Next action"), lambda row: row.next_action or "-"),
    day_column(
        "next_action_on",
        gettext_lazy("Next action by"),
        lambda row: row.next_action_on,
        sort="next_action_on",
    ),
    day_column("ends_on", gettext_lazy("Consent until"), lambda row: row.ends_on, sort="ends_on"),
)
