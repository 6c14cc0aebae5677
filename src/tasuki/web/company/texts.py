"""Texts of result notices: templates with their check, and what applicants were told before."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import ActionError, found
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.relay.actions import notice_sending
from tasuki.apps.relay.actions import notices as actions
from tasuki.apps.relay.models import NoticeTemplate
from tasuki.apps.relay.notice_texts import TemplateValues, default_line
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components.columns import SmallTable, day_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.panels import Event
from tasuki.web.components.views import ActView, FormPage, PageView, toast

_LANGUAGES = (("ja", gettext_lazy("Japanese")), ("en", gettext_lazy("English")))
_TEMPLATES = (
    name_column(
        gettext_lazy("Template name"),
        lambda row: row.name,
        lambda row: reverse("company:template", args=[row.pk]),
    ),
    text_column("language", gettext_lazy("Language"), lambda row: dict(_LANGUAGES)[row.language]),
    text_column(
        "version",
        gettext_lazy("Version"),
        lambda row: _("Version %(number)s") % {"number": row.version},
        css="nw",
    ),
    text_column("subject", gettext_lazy("Subject"), lambda row: row.subject),
    text_column("label", gettext_lazy("Text variant"), lambda row: row.label_text),
    day_column("saved", gettext_lazy("Saved on"), lambda row: row.created_at),
)
_PURPOSES = (
    name_column(
        gettext_lazy("Version"),
        lambda row: _("Version %(number)s") % {"number": row.version},
        lambda row: "",
    ),
    day_column("from", gettext_lazy("Shown from"), lambda row: row.shown_from),
    text_column(
        "covers",
        gettext_lazy("Guidance"),
        lambda row: _("covered") if row.covers_relay else _("not covered"),
    ),
    text_column("text", gettext_lazy("Text"), lambda row: row.text[:80]),
)


class TextsPage(PageView):
    """All texts: templates in use, and versions of the purpose notice."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT
    template_name: ClassVar[str] = "company/texts.html"

    def get_context(self) -> dict[str, Any]:
        """Read the texts."""
        templates = list(queries.list_templates())
        purposes = list(queries.list_purpose_notices())
        return {
            "heading": _("Texts"),
            "lead": _("What the result notice says, and what applicants were told beforehand."),
            "templates": SmallTable.of(_("Templates"), _TEMPLATES, templates),
            "purposes": SmallTable.of(_("Purpose notices"), _PURPOSES, purposes),
            "has_templates": bool(templates),
            "current": queries.current_purpose_notice(on=timezone.localdate()),
            "has_purposes": bool(purposes),
            "back_url": reverse("company:notices"),
            "back_label": _("Back to result notices"),
        }


class TemplateForm(Form):
    """The texts of a template."""

    submit_label = gettext_lazy("Save as a new version")
    name = forms.CharField(label=gettext_lazy("Template name"), max_length=25)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=_LANGUAGES, widget=forms.RadioSelect
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=100,
        help_text=gettext_lazy("The same for everybody; no fields."),
    )
    body = forms.CharField(
        label=gettext_lazy("Result"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Result and thanks. Fields: {name} {company} {job}"),
    )
    relay_line = forms.CharField(
        label=gettext_lazy("Guidance after the result"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Fields: {agency} {licence} {url} {stop_url}"),
    )
    label_text = forms.CharField(
        label=gettext_lazy("Text variant"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("A name such as A or B, to compare totals of variants."),
    )

    def values(self) -> TemplateValues:
        """Return what is typed now, complete or not."""
        typed = {name: (self[name].value() or "") for name in self.fields}
        return TemplateValues(**typed)


class TemplatePage(FormPage):
    """Write a template: what is missing shows beside it, and how three people would get it."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT
    template_name: ClassVar[str] = "company/template.html"
    partial_name: ClassVar[str] = "check"
    form_class = TemplateForm
    back_label = gettext_lazy("Back to texts")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Check only, send a test, or save."""
        form = self.make_form(request.POST)
        if request.htmx or "check" in request.POST:
            return self.show(self._context(form))
        if "test" in request.POST:
            return self._send_test(form)
        return super().post(request, **kwargs)

    def act(self, form: Form) -> str:
        """Save a new version."""
        assert isinstance(form, TemplateForm)
        saved = actions.save_template(actor=self.actor, values=form.values(), now=timezone.now())
        return _("Saved as version %(version)s.") % {"version": saved.version}

    def get_success_url(self) -> str:
        """Go to the texts."""
        return reverse("company:texts")

    def get_back_url(self) -> str:
        """Go back to the texts."""
        return reverse("company:texts")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the stored version, or with the sample texts."""
        stored = self._stored()
        if stored is not None:
            values = queries.values_of(stored)
            return {name: getattr(values, name) for name in TemplateForm.base_fields}
        language = "en" if self.request.GET.get("language") == "en" else "ja"
        return {"language": language, "relay_line": default_line(language)} | _sample(language)

    def _stored(self) -> NoticeTemplate | None:
        template_id: UUID | None = self.kwargs.get("template_id")
        if template_id is None:
            return None
        return found(queries.find_template(template_id=template_id))

    def _show_form(self, form: Form, *, status: int = 200) -> Any:
        return self.show(self._context(form), status=status)

    def _context(self, form: Form) -> dict[str, Any]:
        assert isinstance(form, TemplateForm)
        values = form.values()
        stored = self._stored()
        versions = (
            queries.list_template_versions(name=stored.name, language=stored.language)
            if stored
            else []
        )
        return {
            "form": form,
            "heading": stored.name if stored else _("New template"),
            "lead": _("The result stands first; the guidance follows it, or is left out."),
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
            "template": stored,
            "check": queries.check_notice(values),
            "is_typed": self.request.method == "POST",
            "previews": queries.preview_notice(values=values, on=timezone.localdate()),
            "versions": _versions(list(versions)),
        }

    def _send_test(self, form: Form) -> HttpResponseBase:
        assert isinstance(form, TemplateForm)
        try:
            mail = notice_sending.send_test(
                actor=self.actor, values=form.values(), now=timezone.now()
            )
        except ActionError as error:
            form.is_valid()
            form.add_refusal(error)
            return self._show_form(form, status=error.status)
        toast(self.request, _("A test was sent to %(address)s.") % {"address": mail.to_address})
        return self._show_form(form)


def _sample(language: str) -> dict[str, str]:
    """Return the sample result of a language; a start, to be rewritten."""
    if language == "en":
        return {
            "subject": "Result of your application",
            "body": "Dear {name},\n\nthank you for applying to {company} as {job}. "
            "After careful consideration we will not go further with your application.\n"
            "We thank you for your time and interest.",
        }
    return {
        "subject": "選考結果のお知らせ",
        "body": "{name} 様\n\n{company}の{job}にご応募いただき、ありがとうございました。\n"
        "選考の結果、今回は採用を見送らせていただくことになりました。\n"
        "お時間をいただいたことに、心より御礼申し上げます。",
    }


def _versions(rows: list[NoticeTemplate]) -> list[Event]:
    names = {member.account_id: member.name for member in orgs.list_members()} if rows else {}
    return [
        Event(
            at=row.created_at,
            text=_("Version %(number)s") % {"number": row.version},
            detail=names.get(row.saved_by_id, ""),
            url=reverse("company:template", args=[row.pk]),
        )
        for row in rows
    ]


class RetireTemplate(ActView):
    """Take a template out of use."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT

    def act(self) -> str:
        """Retire it."""
        template_id = self.kwargs["template_id"]
        actions.retire_template(actor=self.actor, template_id=template_id, now=timezone.now())
        return _("The template is out of use; its versions stay as evidence.")

    def get_success_url(self) -> str:
        """Go to the texts."""
        return reverse("company:texts")
