"""Forms for what is known of a person; each field says how it is read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.people.models import (
    Employment,
    KanaSource,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonSkill,
)
from tasuki.apps.people.queries.people import list_tags
from tasuki.apps.vocab.queries import find_exact_term, find_term, search_terms
from tasuki.web.company.people_forms import TagForm
from tasuki.web.components.forms import Form
from tasuki.web.moves.fields import area_field, day_field, text_field

_NOT_SAID = ("", gettext_lazy("not said"))
PROPOSALS_SHOWN = 5


class NameForm(Form):
    """A former or business name."""

    submit_label = gettext_lazy("Save the name")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PersonName.Kind.choices)
    family_name = text_field(gettext_lazy("Family name"), size=80)
    given_name = text_field(
        gettext_lazy("Given name"),
        size=80,
        help_text=gettext_lazy("Leave it empty where it is the same as in the legal name."),
    )
    family_kana = text_field(gettext_lazy("Family name in kana"), size=80)
    given_kana = text_field(gettext_lazy("Given name in kana"), size=80)
    kana_source = forms.ChoiceField(
        label=gettext_lazy("Source of the kana"),
        choices=[_NOT_SAID, *KanaSource.choices],
        required=False,
        help_text=gettext_lazy("A guess helps the search and is never shown as a fact."),
    )


class ContactForm(Form):
    """A further way to write to the person."""

    submit_label = gettext_lazy("Save the contact")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PersonContact.Kind.choices)
    value = text_field(
        gettext_lazy("Mail address, phone or address"),
        size=254,
        required=True,
        help_text=gettext_lazy("Any spelling: full width, hyphens, +81."),
    )
    label = forms.ChoiceField(label=gettext_lazy("Label"), choices=PersonContact.Label.choices)


class EmploymentForm(Form):
    """The person's employment here."""

    submit_label = gettext_lazy("Save the employment")
    number = text_field(gettext_lazy("Employee number"), size=40)
    state = forms.ChoiceField(label=gettext_lazy("Status"), choices=Employment.State.choices)
    department = text_field(gettext_lazy("Department"), size=120)
    position = text_field(gettext_lazy("Position"), size=120)
    employment_type = text_field(gettext_lazy("Employment type"), size=60)
    joined_on = day_field(gettext_lazy("Joined on"), required=False)
    left_on = day_field(gettext_lazy("Left on"), required=False)
    left_reason = text_field(gettext_lazy("Reason for leaving"), size=300)


class CareerForm(Form):
    """One post."""

    submit_label = gettext_lazy("Save the entry")
    company = text_field(gettext_lazy("Company"), size=120)
    department = text_field(gettext_lazy("Department"), size=120)
    position = text_field(gettext_lazy("Position"), size=120)
    started = text_field(
        gettext_lazy("From"), size=20, help_text=gettext_lazy("Such as 2020/4 or 2020/4/1.")
    )
    ended = text_field(gettext_lazy("Until"), size=20)
    is_current = forms.BooleanField(label=gettext_lazy("Present post"), required=False)
    occupation_code = text_field(
        gettext_lazy("Occupation"),
        size=120,
        help_text=gettext_lazy("A name of job tag. Another word is answered with proposals."),
    )
    text = area_field(gettext_lazy("What the person did"), size=2000, rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.initial.get("occupation_code")
        if code and (term := find_term(kind="occupation", code=code)):
            self.initial["occupation_code"] = term.name

    def clean_occupation_code(self) -> str:
        """Return the code of the occupation, or propose some."""
        typed = self.cleaned_data["occupation_code"].strip()
        if not typed:
            return ""
        term = find_exact_term(kind="occupation", text=typed)
        if term is not None:
            return term.code
        proposals = search_terms(kind="occupation", text=typed, limit=PROPOSALS_SHOWN)
        if not proposals:
            raise forms.ValidationError(
                _("No such occupation. Leave the field empty, or try a shorter word.")
            )
        names = "、".join(one.name for one in proposals)
        raise forms.ValidationError(_("Choose one of these: %(names)s") % {"names": names})


class SkillForm(Form):
    """A skill or certificate."""

    submit_label = gettext_lazy("Save the skill")
    skill = text_field(
        gettext_lazy("Skill or certificate"),
        size=120,
        required=True,
        help_text=gettext_lazy("Known spellings become one skill; a new word a new skill."),
    )
    source = forms.ChoiceField(label=gettext_lazy("Source"), choices=PersonSkill.Source.choices)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"),
        choices=[_NOT_SAID, *PersonSkill.Level.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    evidence = text_field(gettext_lazy("Evidence"), size=200)
    obtained_on = day_field(gettext_lazy("Obtained on"), required=False)
    expires_on = day_field(gettext_lazy("Expires on"), required=False)


class PersonTagForm(TagForm):
    """A tag; the known ones are named."""

    submit_label = gettext_lazy("Add tag")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = "、".join(one.name for one in list_tags()[:20])
        if known:
            self.fields["tag"].help_text = _("There are: %(names)s") % {"names": known}


class NoteForm(Form):
    """A note."""

    submit_label = gettext_lazy("Save the note")
    text = area_field(
        gettext_lazy("Note"),
        size=2000,
        rows=6,
        required=True,
        help_text=gettext_lazy(
            "Nothing about family, birthplace, beliefs or health. Notes go six months after the "
            "selection ended."
        ),
    )


class DocumentForm(Form):
    """A paper."""

    submit_label = gettext_lazy("Add document")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PersonDocument.Kind.choices)
    title = text_field(gettext_lazy("Title"), size=120)
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, PNG, JPEG, docx or xlsx, 10 MB.")
    )
