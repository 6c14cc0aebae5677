"""What is done with one opening: accept, refuse, show, suspend, end; and its papers."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.openings import actions, orders, queries
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.papers import (
    write_change_notice,
    write_job_sheet,
    write_refusal_notice,
)
from tasuki.apps.openings.versions import list_versions
from tasuki.core.access import Permission
from tasuki.core.dates import last_day_of_period
from tasuki.core.law.order_refusals import ORDER_GROUND_LABELS
from tasuki.web.agency.frame import DAY_INPUT, AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.forms import Form
from tasuki.web.moves.frame import PaperView

VERSION_MAX: Final = 32_767


class AcceptForm(Form):
    """When the order came and how long it holds."""

    submit_label = gettext_lazy("Accept the order")
    received_on = forms.DateField(label=gettext_lazy("Received on"), widget=DAY_INPUT)
    valid_to = forms.DateField(
        label=gettext_lazy("Valid until"),
        widget=DAY_INPUT,
        help_text=gettext_lazy("At most twelve months after it came."),
    )


class OpeningForm(AgencyPage, RowForm):
    """A form about one opening."""

    permission: ClassVar = Permission.OPENING_EDIT
    id_name: ClassVar[str] = "opening_id"
    page_name: ClassVar[str] = "agency:opening"
    back_label: ClassVar[Any] = gettext_lazy("Back to the opening")

    def get_context(self) -> dict[str, Any]:
        """Ask nothing about an opening that is not there."""
        self.opening = found(queries.find_opening(opening_id=self.row_id))
        return {"subject": self.opening.title}


class AcceptOrder(OpeningForm):
    """Accept an order: its row is written into the book."""

    form_class: ClassVar[type[Form]] = AcceptForm
    heading: ClassVar[Any] = gettext_lazy("Acceptance of the order")
    lead: ClassVar[Any] = gettext_lazy(
        "The row of the book of job orders is written now, with a number of its own."
    )
    action = orders.accept_order

    def get_initial(self) -> dict[str, Any]:
        """Begin with the day on which it came, and three months."""
        opening = found(queries.find_opening(opening_id=self.row_id))
        today = timezone.localdate()
        received = today if opening.accepted_on else opening.received_on or today
        return {
            "received_on": received.isoformat(),
            "valid_to": last_day_of_period(today, orders.VALID_MONTHS).isoformat(),
        }

    def say(self, done: Any) -> str:
        """Name the row of the book."""
        return _("Accepted as %(number)s. Publish the job when you are ready.") % {
            "number": done.order.number
        }


class ExtendForm(Form):
    """The new last day."""

    submit_label = gettext_lazy("Save the day")
    valid_to = forms.DateField(label=gettext_lazy("Valid until"), widget=DAY_INPUT)


class ExtendOrder(OpeningForm):
    """Let an order hold longer, or end earlier."""

    form_class: ClassVar[type[Form]] = ExtendForm
    heading: ClassVar[Any] = gettext_lazy("Validity of the order")
    action = orders.extend_order
    said: ClassVar[Any] = gettext_lazy("The book shows the new day.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the present day."""
        opening = found(queries.find_opening(opening_id=self.row_id))
        return {"valid_to": opening.valid_to.isoformat() if opening.valid_to else ""}


class RefuseForm(Form):
    """The ground and what it is."""

    submit_label = gettext_lazy("Refuse the order")
    ground = forms.ChoiceField(label=gettext_lazy("Ground of the law"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("What it is in this case"),
        max_length=orders.REFUSAL_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Stands in the notice to the employer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [
            (str(ground), formats.say(words)) for ground, words in ORDER_GROUND_LABELS.items()
        ]


class RefuseOrder(OpeningForm):
    """Refuse an order on a ground of the law."""

    form_class: ClassVar[type[Form]] = RefuseForm
    heading: ClassVar[Any] = gettext_lazy("Refusal of the order")
    lead: ClassVar[Any] = gettext_lazy(
        "Every order is accepted unless one of these grounds applies."
    )
    action = orders.refuse_order
    said: ClassVar[Any] = gettext_lazy("Refused. Print the notice and give it to the employer.")


class OpeningAct(AgencyPage, RowAct):
    """A button about one opening."""

    permission: ClassVar = Permission.OPENING_EDIT
    id_name: ClassVar[str] = "opening_id"
    page_name: ClassVar[str] = "agency:opening"


class Publish(OpeningAct):
    """Show it."""

    action = actions.publish_opening
    said: ClassVar[Any] = gettext_lazy("The job is open: people can be introduced to it.")


class Confirm(OpeningAct):
    """Say that it is still true."""

    action = actions.confirm_opening
    said: ClassVar[Any] = gettext_lazy("Confirmed as of today.")


class Suspend(OpeningAct):
    """Show it to nobody for a while."""

    action = orders.suspend_opening
    said: ClassVar[Any] = gettext_lazy("Suspended. Confirm it to show it again.")


class Fill(OpeningAct):
    """Everybody wanted was found."""

    action = orders.fill_opening
    said: ClassVar[Any] = gettext_lazy("Filled. The order in the book is closed.")


class Close(OpeningAct):
    """End it."""

    action = actions.close_opening
    said: ClassVar[Any] = gettext_lazy("Closed. The order in the book is closed.")


class ListPublicly(OpeningAct):
    """Open its public page."""

    action = orders.list_publicly
    said: ClassVar[Any] = gettext_lazy("The public page is open. Search engines may read it.")


class Unlist(OpeningAct):
    """Take its public page away."""

    action = orders.unlist
    said: ClassVar[Any] = gettext_lazy("The public page was taken away.")


class OpeningPaper(AgencyPage, PaperView):
    """A paper of one opening."""

    permission: ClassVar = Permission.OPENING_VIEW

    def read(self) -> Opening:
        """Return the opening."""
        return found(queries.find_opening(opening_id=self.kwargs["opening_id"]))


class JobSheetFile(OpeningPaper):
    """D8."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return the job sheet."""
        opening = self.read()
        content = write_job_sheet(opening, language=language, printed_by=printed_by, now=now)
        return content, f"{opening.number}_{_('Job sheet')}"


class ChangeNoticeFile(OpeningPaper):
    """D9."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return the notice of what changed since a version."""
        opening = self.read()
        since = self.request.GET.get("since", "")
        before = int(since) if since.isascii() and since.isdecimal() else opening.version - 1
        is_known = list_versions(opening_id=opening.pk).filter(version=min(before, VERSION_MAX))
        found(is_known.first())
        content = write_change_notice(
            opening,
            before=before,
            after=opening.version,
            addressee=self.request.GET.get("to", "")[:80],
            language=language,
            printed_by=printed_by,
            now=now,
        )
        return content, f"{opening.number}_{_('Notice of changes')}"


class RefusalFile(OpeningPaper):
    """The notice to an employer."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return the notice."""
        opening = self.read()
        found(opening.refused_on)
        content = write_refusal_notice(opening, language=language, printed_by=printed_by, now=now)
        return content, f"{opening.number}_{_('Notice of the refusal')}"
