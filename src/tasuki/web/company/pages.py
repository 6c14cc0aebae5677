"""A page with a form whose heading is the name of a row."""

from http import HTTPStatus

from django.http import HttpResponse

from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage


class RowFormPage(FormPage):
    """A form beside the facts of one row; what ``get_context`` says wins over the class."""

    def _show_form(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        own = {
            "form": form,
            "heading": self.heading,
            "lead": self.lead,
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
        }
        return self.show(own | self.get_context(), status=status)
