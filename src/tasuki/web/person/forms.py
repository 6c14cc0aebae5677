"""The three forms of a registration: nine fields in all, and a file that nobody must add."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tasuki.core.dates import add_months, month_start
from tasuki.core.identity.dates import parse_date
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.relay.parameters import SelectionStage
from tasuki.web.components import formats
from tasuki.web.components.forms import Form

MONTHS_SHOWN: Final = 6
STAGES: Final = (
    (SelectionStage.APPLICATION, _("Application only")),
    (SelectionStage.DOCUMENT_SCREENING, _("Document screening")),
    (SelectionStage.TEST, _("Test")),
    (SelectionStage.FIRST_INTERVIEW, _("First interview")),
    (SelectionStage.LATER_INTERVIEW, _("Second or later interview")),
    (SelectionStage.FINAL_INTERVIEW, _("Final interview")),
)


def _text(*, label: Any, help_text: Any = "", is_required: bool = True, **attrs: str) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_required,
        max_length=200,
        widget=forms.TextInput(attrs=attrs),
    )


class _PersonForm(Form):
    """Says which field is missing, by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            template = gettext("Please fill in: %(field)s.")
            field.error_messages["required"] = template % {"field": field.label}


class StartForm(_PersonForm):
    """1/3: the mail address and what the person applied for."""

    mail = forms.CharField(
        label=_("Mail address"),
        max_length=254,
        help_text=_("We send a mail to confirm it. Open its link within 24 hours to go on."),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "enterkeyhint": "next"}
        ),
    )
    stage = forms.ChoiceField(label=_("How far did the selection go?"))
    result_month = forms.ChoiceField(
        label=_("When did you get the result?"),
        required=False,
        help_text=_("If you do not remember, leave it open."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = ("", gettext("Please choose"))
        self._offer("stage", [choose, *STAGES])
        months = [add_months(month_start(today), -back) for back in range(MONTHS_SHOWN)]
        shown = [(one.isoformat(), formats.month(one)) for one in months]
        earlier = (add_months(months[-1], -1).isoformat(), gettext("Earlier than that"))
        self._offer("result_month", [choose, *shown, earlier])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def month(self) -> date | None:
        """First day of the month of the result."""
        chosen = self.cleaned_data["result_month"]
        return date.fromisoformat(chosen) if chosen else None


class ConsentForm(_PersonForm):
    """2/3: two questions, both unticked; the action says which one is needed."""

    placement = forms.BooleanField(required=False)
    job_mails = forms.BooleanField(required=False)


class WishesForm(_PersonForm):
    """3/3: who the person is and what work is wanted."""

    family_name = _text(
        label=_("Family name"),
        autocomplete="family-name",
        enterkeyhint="next",
        help_text=_("If you have one name only, write it here."),
    )
    given_name = _text(
        label=_("Given name"),
        is_required=False,
        autocomplete="given-name",
        enterkeyhint="next",
    )
    name_kana = _text(
        label=_("Name in kana"),
        is_required=False,
        enterkeyhint="next",
        help_text=_("Hiragana or katakana. Not needed for a name in Latin letters."),
    )
    phone = _text(
        label=_("Phone"),
        autocomplete="tel",
        inputmode="tel",
        enterkeyhint="next",
        help_text=_("Example: 090-0000-0001"),
    )
    birth_date = _text(
        label=_("Birth date"),
        autocomplete="bday",
        enterkeyhint="next",
        help_text=_("Example: 1998/4/12 or H10.4.12"),
    )
    occupation = forms.CharField(
        label=_("Work you wish for"),
        max_length=1_000,
        help_text=_("Kind of work, place, hours: a few words are enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    referrer_name_shown = forms.BooleanField(required=False)
    proof_file = forms.FileField(
        label=_("Proof of the selection (picture or PDF)"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "For example the invitation to the interview. PNG, JPEG or PDF, 5 MB at most. "
            "Only the agency's reviewer sees it; it is deleted 30 days after the decision."
        ),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.pdf"}),
    )

    offered: date | None = None

    def show_reading(self, url: str) -> None:
        """Let the page ask, when the field was left, how the birth date is read."""
        self.fields["birth_date"].widget.attrs |= {
            "hx-post": url,
            "hx-trigger": "change",
            "hx-target": "#understood",
            "hx-swap": "innerHTML",
            "hx-params": "birth_date,csrfmiddlewaretoken",
        }

    def clean_birth_date(self) -> date:
        """Return the date that was meant, or say what cannot be read and what is near."""
        found = parse_date(self.cleaned_data["birth_date"])
        if isinstance(found, ParseProblem):
            if isinstance(found.suggestion, date):
                self.offered = found.suggestion
            raise forms.ValidationError(formats.say(found.text))
        return found

    @property
    def understood(self) -> date | None:
        """The birth date as it was read; None while it cannot be read."""
        found = self.cleaned_data.get("birth_date") if hasattr(self, "cleaned_data") else None
        return found if isinstance(found, date) else None


def long_day(value: date) -> str:
    """Return a date in full: 1998年4月12日."""
    if formats.is_english():
        return value.isoformat()
    return f"{value.year}年{value.month}月{value.day}日"


def is_plainly_written(raw: str, meant: date) -> bool:
    """Return whether a date was written with its year, month and day as such."""
    digits = [int(part) for part in raw.replace("-", "/").split("/") if part.isdecimal()]
    return digits == [meant.year, meant.month, meant.day]
