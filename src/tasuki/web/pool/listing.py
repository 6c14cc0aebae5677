"""The list of the pool: filters, why an opening may fit, writing to many, taking it back."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.openings.models import Opening
from tasuki.apps.pool import actions, queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.pool.labels import POOL_LABELS, REASON_LABELS, TAG_LABELS, PoolTag
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


def openings() -> list[tuple[str, str]]:
    """Return the open openings as choices."""
    return [(str(one.pk), f"{one.number} {one.title}") for one in queries.list_open_openings()]


def say_tags(tags: Sequence[str]) -> str:
    """Return tags in one line, in the language of the page."""
    comma = ", " if formats.is_english() else "、"
    return comma.join(formats.say(TAG_LABELS[PoolTag(one)]) for one in tags)


class PoolFilter(Form):
    """Visible filters; none of them asks for a protected trait (H5)."""

    opening = forms.ChoiceField(label=gettext_lazy("Show why this opening may fit"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    tag = forms.ChoiceField(label=gettext_lazy("Tag"), required=False)
    end_reason = forms.ChoiceField(label=gettext_lazy("Reason code"), required=False)
    job = forms.CharField(label=gettext_lazy("Job applied for"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.fields["opening"].choices = [("", _("None")), *openings()]
        self.fields["state"].choices = every + [
            (str(key), formats.say(one.label)) for key, one in POOL_LABELS.items()
        ]
        self.fields["tag"].choices = every + [
            (str(key), formats.say(one)) for key, one in TAG_LABELS.items()
        ]
        self.fields["end_reason"].choices = every + [
            (str(key), formats.say(one)) for key, one in REASON_LABELS.items()
        ]


class ContactForm(Form):
    """About which opening the chosen people are written to."""

    opening_id = forms.ChoiceField(label=gettext_lazy("Opening to tell about"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opening_id"].choices = [("", _("Choose")), *openings()]


def _joined(words: Sequence[Any]) -> str:
    return ("; " if formats.is_english() else "／").join(formats.say(one) for one in words)


class PoolList(TableView):
    """Everybody who agreed to be kept."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    heading = gettext_lazy("Talent pool")
    lead = gettext_lazy(
        "Past applicants who agreed to be kept. Choose an opening to see reasons and points to "
        "verify; nobody is ranked, and you decide whom to write to."
    )
    unit = "person"
    search_label = gettext_lazy("Name")
    filter_form = PoolFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Ready"), query="state=active"),
        Tab(label=gettext_lazy("Interested"), query="state=interested"),
    )
    bulk_acts = (
        BulkAct(
            name="contact",
            label=gettext_lazy("Write about an opening"),
            effect=gettext_lazy(
                "A mail with three answers goes to those who agreed to mails about jobs; the "
                "others are left out. For ten minutes you can take it back."
            ),
            permission=Permission.NOTICE_SEND,
            form=ContactForm,
        ),
    )
    empty_text = gettext_lazy(
        "People appear here when they agree, after the result of their selection."
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return all entries."""
        return queries.list_entries()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name or kana."""
        return rows.filter(talent_record__search_key__icontains=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state, tag, reason and job; the opening leaves nobody out."""
        names = ("state", "tag", "end_reason", "job")
        return rows & queries.list_entries(**{one: values.get(one) or "" for one in names})

    def get_columns(self) -> tuple[Column, ...]:
        """Return the columns; reasons and points where an opening was chosen."""
        return (*_COLUMNS, *_FIT_COLUMNS) if self._opening() else _COLUMNS

    def prepare(self, rows: Sequence[Any]) -> None:
        """Read reasons and points of one page."""
        opening = self._opening()
        if opening is None:
            return
        fits = queries.list_fits(entries=rows, opening=opening, on=localdate(timezone.now()))
        for row in rows:
            row.fit = fits[row.pk]

    def _opening(self) -> Opening | None:
        wanted = self.request.GET.get("opening", "")
        return next((one for one in queries.list_open_openings() if str(one.pk) == wanted), None)

    def do_contact(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Write to the chosen people; the toast takes it back."""
        sent = actions.contact_entries(
            actor=self.actor,
            entry_ids=list(rows.values_list("pk", flat=True)),
            opening_id=UUID(self.bulk_values["opening_id"]),
            now=timezone.now(),
        )
        said = _("Mails in ten minutes: %(count)s. Left out: %(left)s.") % {
            "count": formats.count(sent.count, "person"),
            "left": formats.count(sent.left_out_count, "person"),
        }
        toast(self.request, said, undo_url=reverse("pool:back", args=[sent.batch_id]))
        return ""


class TakeBack(ActView):
    """Take a sending back while its mails wait."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_SEND

    def act(self) -> str:
        """Cancel the mails."""
        count = actions.take_back_contacts(
            actor=self.actor, batch_id=self.kwargs["batch_id"], now=timezone.now()
        )
        return _("Taken back: %(count)s.") % {"count": formats.count(count, "person")}

    def get_success_url(self) -> str:
        """Show the list."""
        return reverse("pool:entries")


_COLUMNS: tuple[Column, ...] = (
    name_column(
        gettext_lazy("Name"),
        lambda row: row.talent_record.full_name or "-",
        lambda row: reverse("pool:entry", args=[row.pk]),
    ),
    status_column("pool_entry", lambda row: row.state, gettext_lazy("Status")),
    text_column("tags", gettext_lazy("Tags"), lambda row: say_tags(row.tags)),
    day_column("ends_on", gettext_lazy("Consent until"), lambda row: row.ends_on, sort="ends_on"),
    day_column(
        "contacted_on",
        gettext_lazy("Last written to"),
        lambda row: row.contacted_on,
        sort="contacted_on",
    ),
    day_column(
        "next_contact_on",
        gettext_lazy("Next contact"),
        lambda row: row.next_contact_on,
        sort="next_contact_on",
    ),
)
_FIT_COLUMNS: tuple[Column, ...] = (
    text_column(
        "reasons", gettext_lazy("Reasons"), lambda row: _joined(row.fit.reasons), export=False
    ),
    text_column(
        "points", gettext_lazy("To verify"), lambda row: _joined(row.fit.points), export=False
    ),
)
