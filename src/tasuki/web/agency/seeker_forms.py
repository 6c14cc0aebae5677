"""Forms about a job seeker: received, wishes, terms, arrival, notes, renewal, end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tasuki.apps.placement.contact import NOTED_WAYS
from tasuki.apps.placement.models import InterviewNote, TermsDelivery, WorkRequest
from tasuki.apps.placement.receiving import SeekerValues
from tasuki.apps.placement.seekers import WishValues
from tasuki.apps.placement.terms import NOTED_ARRIVALS
from tasuki.core.openings.labels import PAY_UNITS
from tasuki.core.placement.seekers import CLOSE_REASONS, WISHED_TERMS, CloseReason
from tasuki.core.prefectures import PREFECTURES
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.occupations import OccupationField, with_code

_WAYS = dict(WorkRequest.Way.choices)
_LANGUAGES = (("ja", gettext_lazy("Japanese")), ("en", gettext_lazy("English")))
_ARRIVALS = dict(TermsDelivery.Arrival.choices)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def line_field(label: Any, size: int, *, required: bool = False, **more: Any) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, max_length=size, required=required, **more)


def area_field(label: Any, size: int, *, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    required = more.pop("required", False)
    return forms.CharField(label=label, max_length=size, required=required, widget=widget, **more)


def said(words: dict[Any, Words], *, is_optional: bool = False) -> Any:
    """Return choices whose words follow the language of the moment."""

    def choices() -> list[tuple[str, str]]:
        empty = [("", formats.NOTHING)] if is_optional else []
        return [*empty, *((str(code), formats.say(one)) for code, one in words.items())]

    return choices


class PersonForm(Form):
    """Who the person is and how to reach him or her."""

    family_name = line_field(gettext_lazy("Family name"), 80, required=True)
    given_name = line_field(gettext_lazy("Given name"), 80)
    name_kana = line_field(gettext_lazy("Name in kana"), 160)
    birth_date = day_field(gettext_lazy("Birth date"))
    mail = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    phone = line_field(gettext_lazy("Phone"), 20)
    address = line_field(gettext_lazy("Home address"), 200)


class ReceiveForm(PersonForm):
    """A person who came without a code."""

    submit_label = gettext_lazy("Receive the application")
    received_on = day_field(gettext_lazy("Day of the application"))
    received_way = forms.ChoiceField(
        label=gettext_lazy("How the application came"),
        choices=[(way.value, _WAYS[way.value]) for way in NOTED_WAYS],
        widget=forms.RadioSelect,
    )
    wished_occupation = line_field(
        gettext_lazy("Wished occupation"),
        120,
        help_text=gettext_lazy("Harbour and construction work is not placed."),
    )
    occupation_code = OccupationField()
    is_another = forms.BooleanField(
        label=gettext_lazy("I looked: another person of the same name and birth date"),
        required=False,
    )

    def values(self) -> SeekerValues:
        """Return what was typed."""
        return SeekerValues(**with_code(self.cleaned_data))


class WishesForm(Form):
    """What the person wishes and brings, and the text of the card."""

    wished_occupation = line_field(gettext_lazy("Wished occupation"), 120, required=True)
    occupation_code = OccupationField()
    prefectures = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Wished prefectures"),
        choices=said(dict(enumerate(PREFECTURES, start=1))),
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("Several with Ctrl or Command."),
    )
    place = line_field(gettext_lazy("Wished place"), 200)
    term = forms.ChoiceField(
        label=gettext_lazy("Wished term"),
        choices=said(WISHED_TERMS, is_optional=True),
        required=False,
    )
    pay_unit = forms.ChoiceField(label=gettext_lazy("Unit of pay"), choices=said(PAY_UNITS))
    pay_min_yen = forms.IntegerField(
        label=gettext_lazy("Lowest pay in yen"), required=False, min_value=0, max_value=99_999_999
    )
    pay_text = line_field(gettext_lazy("About the pay"), 200)
    hours = line_field(gettext_lazy("Days and hours"), 200)
    begins = line_field(gettext_lazy("Possible start"), 100)
    note = area_field(gettext_lazy("Further wishes"), 1_000)
    history = area_field(gettext_lazy("Working life"), 4_000, rows=6)
    certificates = area_field(gettext_lazy("Certificates"), 1_000, rows=2)
    card_text = area_field(
        gettext_lazy("Text of the card"),
        1_000,
        help_text=gettext_lazy(
            "Read by employers before the person says yes: no name, no address, no employer of "
            "today by name."
        ),
    )

    def values(self) -> WishValues:
        """Return what was typed."""
        return WishValues(**with_code(self.cleaned_data))


class MailTermsForm(Form):
    """The person wishes the terms by mail."""

    submit_label = gettext_lazy("Send the terms by mail")
    wished_on = day_field(gettext_lazy("Day on which the person asked for mail"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_LANGUAGES)


class HandTermsForm(Form):
    """The paper was handed over."""

    submit_label = gettext_lazy("Record the delivery")
    handed_on = day_field(gettext_lazy("Day on which the paper was handed over"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_LANGUAGES)


class ArrivalForm(Form):
    """How the arrival is known."""

    submit_label = gettext_lazy("Note the arrival")
    arrival = forms.ChoiceField(
        label=gettext_lazy("How the arrival is known"),
        choices=[(one.value, _ARRIVALS[one.value]) for one in NOTED_ARRIVALS],
        widget=forms.RadioSelect,
    )
    arrived_on = day_field(gettext_lazy("Day of the arrival"))


class InterviewForm(Form):
    """What was talked about."""

    submit_label = gettext_lazy("Keep the note")
    held_on = day_field(gettext_lazy("Day of the talk"))
    way = forms.ChoiceField(label=gettext_lazy("How you talked"), choices=InterviewNote.Way.choices)
    text = area_field(
        gettext_lazy("What was talked about"),
        4_000,
        rows=8,
        required=True,
        help_text=gettext_lazy(
            "Wishes and experience. Family, faith, birthplace, health and the like are not asked "
            "and not written."
        ),
    )


class RenewForm(Form):
    """The person said that the search goes on."""

    submit_label = gettext_lazy("Renew for twelve months")
    confirmed_on = day_field(gettext_lazy("Day on which the person said so"))


class CloseForm(Form):
    """Why the search ends."""

    submit_label = gettext_lazy("End the search")
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason of the end"),
        choices=said(
            {
                one: words
                for one, words in CLOSE_REASONS.items()
                if one is not CloseReason.STOP_OF_USE
            }
        ),
        widget=forms.RadioSelect,
    )


class SeekerFilter(Form):
    """Conditions of the list."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    prefecture = forms.TypedChoiceField(
        label=gettext_lazy("Wished prefecture"),
        choices=said(dict(enumerate(PREFECTURES, start=1)), is_optional=True),
        coerce=int,
        empty_value=None,
        required=False,
    )
    mine = forms.BooleanField(label=gettext_lazy("In my charge"), required=False)
