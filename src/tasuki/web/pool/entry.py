"""One pool member: where it stands, what can be done, mails and answers."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.pool import actions, queries
from tasuki.apps.pool.models import PoolEntry
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.pool.labels import (
    ANSWER_LABELS,
    REASON_LABELS,
    TAG_LABELS,
    PoolAnswer,
    PoolEndReason,
)
from tasuki.core.pool.machines import POOL, PoolEvent, PoolState
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.columns import SmallTable, day_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.views import PageView
from tasuki.web.pool.listing import say_tags

_CONTACTS = (
    day_column("sent", gettext_lazy("Sent"), lambda row: localdate(row.sent_at)),
    text_column(
        "answer",
        gettext_lazy("Answer"),
        lambda row: formats.say(ANSWER_LABELS[PoolAnswer(row.answer)]) if row.answer else "-",
    ),
    day_column(
        "answered",
        gettext_lazy("Answered on"),
        lambda row: localdate(row.answered_at) if row.answered_at else None,
    ),
    day_column(
        "taken_back",
        gettext_lazy("Taken back"),
        lambda row: localdate(row.taken_back_at) if row.taken_back_at else None,
    ),
)


class EntryPage(PageView):
    """One entry."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "pool/entry.html"

    def get_context(self) -> dict[str, Any]:
        """Read everything that the page shows."""
        row = queries.find_entry(entry_id=self.kwargs["entry_id"])
        if row is None:
            raise NotVisibleError
        can = POOL.allowed_events(PoolState(row.state))
        may_act = self.actor.can(Permission.APPLICATION_DECIDE)
        today = localdate(timezone.now())
        return {
            "row": row,
            "person": row.talent_record,
            "tags": say_tags(row.tags),
            "reason": formats.say(REASON_LABELS[PoolEndReason(row.end_reason)])
            if row.end_reason
            else "",
            "gets_mails": queries.has_mail_consent(entry=row, on=today),
            "may_act": may_act,
            "may_select": may_act and PoolEvent.SELECT in can,
            "may_end": may_act and PoolEvent.HIRE in can,
            "contacts": SmallTable.of(
                gettext_lazy("Mails and answers"),
                _CONTACTS,
                queries.list_contacts(entry_id=row.pk),
            ),
        }


class EntryForm(Form):
    """Words of the closed lists, and a day."""

    submit_label = gettext_lazy("Save")
    tags = forms.MultipleChoiceField(
        label=gettext_lazy("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )
    end_reason = forms.ChoiceField(
        label=gettext_lazy("Why the former selection ended"), required=False
    )
    next_contact_on = forms.DateField(
        label=gettext_lazy("Next contact"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].choices = [
            (str(key), formats.say(one)) for key, one in TAG_LABELS.items()
        ]
        self.fields["end_reason"].choices = [
            ("", "-"),
            *((str(key), formats.say(one)) for key, one in REASON_LABELS.items()),
        ]


class _OfEntry:
    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    id_name = "entry_id"
    page_name = "pool:entry"


class EditEntry(_OfEntry, RowForm):
    """Tags, reason code and the day of the next contact."""

    action = actions.edit_entry
    form_class = EntryForm
    heading = gettext_lazy("Tags and next contact")
    lead = gettext_lazy("Only words of the lists: nothing here judges a person.")
    back_label = gettext_lazy("Back to the entry")
    said = gettext_lazy("The entry was saved.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is known."""
        row: PoolEntry | None = queries.find_entry(entry_id=self.row_id)
        if row is None:
            raise NotVisibleError
        return {
            "tags": row.tags,
            "end_reason": row.end_reason,
            "next_contact_on": row.next_contact_on,
        }


class BeginSelection(_OfEntry, RowAct):
    """An interested person is in a selection again."""

    action = actions.begin_selection
    said = gettext_lazy("The selection was recorded.")


class ResultForm(Form):
    """How the selection ended."""

    submit_label = gettext_lazy("Save")
    is_hired = forms.TypedChoiceField(
        label=gettext_lazy("Result"),
        coerce=lambda text: text == "yes",
        choices=[("yes", gettext_lazy("Hired")), ("no", gettext_lazy("Not hired"))],
        widget=forms.RadioSelect,
    )


class EndSelection(_OfEntry, RowForm):
    """A named person decides how the selection ended."""

    action = actions.end_selection
    form_class = ResultForm
    heading = gettext_lazy("Result of the selection")
    lead = gettext_lazy("Who is not hired stays in the pool as long as the consent holds.")
    back_label = gettext_lazy("Back to the entry")
    said = gettext_lazy("The result was recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Ask nothing about an entry that is not there."""
        found(queries.find_entry(entry_id=self.row_id))
        return {}
