"""What several pages of the room share: audience, forms that ask for a reason, files of tables."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tasuki.adapters.tabular.write import UnwritableCharactersError, write_csv, write_xlsx
from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_views
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components import exports
from tasuki.web.components.columns import Column
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage

REASON_CHARACTERS_MAX: Final = 200
DAY_INPUT: Final = forms.DateInput(attrs={"type": "date"})


class AgencyPage:
    """What the pages of this room share."""

    kind: ClassVar = OrganisationKind.AGENCY


class ReasonForm(Form):
    """Why something is done; kept with the name of who did it."""

    submit_label = gettext_lazy("Confirm")
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history with your name."),
    )


class ReasonPage(AgencyPage, FormPage):
    """A form that asks for a reason and says what follows.

    Attributes:
        effects: what follows, one sentence each.
        submit: the words of the button.
    """

    form_class: ClassVar[type[Form]] = ReasonForm
    template_name: ClassVar[str] = "agency/reason.html"
    effects: ClassVar[tuple[Any, ...]] = ()
    submit: ClassVar[Any] = ""

    def get_context(self) -> dict[str, Any]:
        """Return what follows from the act."""
        return {
            "effects": self.effects,
            "submit_label": self.submit,
            "subject": self.find_subject(),
        }

    def find_subject(self) -> str:
        """Return the name of what is acted on.

        Raises:
            NotVisibleError: the agency has no such row.
        """
        raise TypeError(f"{type(self).__name__} names no subject")


def send_lines(
    *, actor: Actor, format_name: str, name: str, columns: Sequence[Column], rows: Iterable[Any]
) -> HttpResponse:
    """Return the rows of a small table as a file and record who took it.

    Args:
        actor: takes the file.
        format_name: a key of ``exports.FORMATS``; others give 404.
        name: first part of the file name.
        columns: what the file contains.
        rows: all rows, in order.

    Raises:
        NotAllowedError: the role may not export.
        InvalidInputError: characters that Shift_JIS cannot hold.
    """
    require(actor, Permission.EXPORT)
    kind = exports.FORMATS.get(format_name)
    if kind is None:
        raise Http404
    kept = list(rows)
    cells = [[column.exported(row) for column in columns] for row in kept]
    table = [[str(column.label) for column in columns], *cells]
    now = timezone.now()
    record_views(
        actor=actor,
        talent_record_ids=[exports.subject_of(row) for row in kept],
        way=RecordView.Way.EXPORTED,
        now=now,
    )
    audit.record(
        actor=actor,
        kind="list.export",
        object_kind="list",
        object_id=name[:40],
        now=now,
        data={"format": format_name, "row_count": len(cells)},
    )
    if kind.ending == "xlsx":
        content = write_xlsx(table, sheet_name=name)
        return exports.send_file(content, kind, name=name, now=now)
    try:
        content = write_csv(table, encoding=kind.encoding)
    except UnwritableCharactersError as error:
        listed = "、".join(error.characters)
        raise InvalidInputError(
            ja=f"Shift_JISで書けない文字があります（{listed}）。CSV（UTF-8）で書き出してください。",
            en=f"Shift_JIS has no place for {listed}. Export as CSV (UTF-8) instead.",
            code="unwritable_characters",
        ) from error
    return exports.send_file(content, kind, name=name, now=now)
