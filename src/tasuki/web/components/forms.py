"""How Django's forms look here; settings name ``Renderer`` as the renderer of all forms."""

from typing import Any, ClassVar, Final

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.forms.utils import ErrorList
from django.template.loader import get_template
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tasuki.apps.errors import ActionError

_CHOICES: Final = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)
_BARE: Final = (forms.HiddenInput, forms.FileInput)
_CHOSEN: Final = (forms.ChoiceField, forms.BooleanField, forms.FileField)
_DJANGO: Final = DjangoTemplates()
_ENTER: Final = _("Enter: {label}.")
_CHOOSE: Final = _("Choose: {label}.")


class Field(forms.BoundField):
    """A field that knows its class, so that no template has to."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        """Add the class of text fields; Django adds required, aria-invalid and describedby."""
        built = dict(super().build_widget_attrs(attrs, widget))
        used = widget or self.field.widget
        if not isinstance(used, (*_CHOICES, *_BARE)) and "class" not in used.attrs:
            built["class"] = "inp"
        return built

    @property
    def is_check(self) -> bool:
        """Whether this is one box with its label behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_group(self) -> bool:
        """Whether this is a group of boxes or radio buttons."""
        return isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


class Renderer(TemplatesSetting):
    """Draws every form with the templates of this room."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
    bound_field_class = Field

    def get_template(self, template_name: str) -> Any:
        """Return a template of the project, or Django's own widget template."""
        if template_name.startswith("django/forms/"):
            return _DJANGO.get_template(template_name)
        return get_template(template_name)


class Form(forms.Form):
    """A form that can carry what an action answered.

    Attributes:
        submit_label: the words of the one filled button.
    """

    submit_label: ClassVar[Any] = _("Save")
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # The message names what is missing and what to do, not "this field".
            wording = _CHOOSE if isinstance(field, _CHOSEN) else _ENTER
            label = field.label or name
            field.error_messages["required"] = format_lazy(wording, label=label)

    def add_refusal(self, error: ActionError) -> None:
        """Show an action's refusal beside the field it names, or on top."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, forms.ValidationError(error.text, code=error.code))

    @property
    def top_errors(self) -> ErrorList:
        """What is wrong with the form as a whole."""
        return self.non_field_errors()
