"""Consent texts with their versions, drafts and publishing; who agreed, in numbers; D12."""

from typing import Any, ClassVar, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.consent import drafts as actions
from tasuki.apps.consent import papers, registers
from tasuki.apps.consent.actions import ensure_consent_texts
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.parts import ITEMS, PARTS, needed_holes, needed_parts, purposes_of
from tasuki.apps.consent.queries import find_text
from tasuki.apps.consent.texts import LANGUAGES
from tasuki.apps.relay.queries.links import list_links, public_address, qr_svg
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.machines import LinkState
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import (
    Column,
    Place,
    SmallTable,
    count_column,
    day_column,
    name_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, OrganisationView, PageView

LANGUAGE_NAMES: Final = {
    "ja": gettext_lazy("Japanese"),
    "en": gettext_lazy("English"),
    "ja-simple": gettext_lazy("Easy Japanese"),
}
_LINES = (
    name_column(
        gettext_lazy("Consent text"),
        lambda row: row.purpose.label,
        lambda row: reverse("privacy:consent_text", args=[row.purpose, row.language]),
    ),
    text_column("language", gettext_lazy("Language"), lambda row: LANGUAGE_NAMES[row.language]),
    text_column(
        "version",
        gettext_lazy("In force"),
        lambda row: version_words(row.current) if row.current else formats.NOTHING,
    ),
    Column(
        name="next",
        label=gettext_lazy("Next version"),
        value=lambda row: row,
        show=lambda row: _next_tag(row),
        place=Place.CORNER,
    ),
    count_column(
        "live", gettext_lazy("People who agreed"), lambda row: row.live_count, unit="person"
    ),
)
_EXPIRING = (
    day_column(
        "until",
        gettext_lazy("Last day of the consent"),
        lambda row: row.expires_on,
        place=Place.TITLE,
    ),
    text_column("purpose", gettext_lazy("Consent text"), lambda row: Purpose(row.purpose).label),
    day_column("given", gettext_lazy("Agreed on"), lambda row: row.happened_at),
)
SHOWN_ROWS: Final = 20


def version_words(text: Any) -> str:
    """Return the words of a version: 第2版（2026/11/24から）."""
    return _("version %(number)s from %(day)s") % {
        "number": text.version,
        "day": formats.day(text.valid_from),
    }


def _next_tag(row: registers.TextLine) -> str:
    if row.coming is not None:
        return formats.tag(version_words(row.coming), "wait")
    if row.draft is not None:
        return formats.tag(_("draft"), "warn")
    return formats.NOTHING


class ConsentsPage(PageView):
    """All texts, and what needs somebody's attention."""

    permission: ClassVar = Permission.CONSENT_VIEW
    template_name: ClassVar[str] = "privacy/consents.html"

    def get_context(self) -> dict[str, Any]:
        """Return texts and numbers."""
        now = timezone.now()
        kind = OrganisationKind(self.actor.kind)
        if purposes_of(kind):
            ensure_consent_texts(actor=self.actor, now=now)
        found = registers.find_overview(kind=kind, on=timezone.localdate())
        ending = list(registers.list_expiring(on=timezone.localdate())[:SHOWN_ROWS])
        return {
            "heading": _("Consents"),
            "lead": _("What people are asked, in which words, and how many agreed."),
            "texts": SmallTable.of(_("Consent texts"), _LINES, found.texts)
            if found.texts
            else None,
            "live": [(Purpose(name).label, number) for name, number in sorted(found.live.items())],
            "ending_count": found.expiring.total(),
            "ending": SmallTable.of(_("Ending soon"), _EXPIRING, ending) if ending else None,
            "asked_anew": found.asked_anew,
            "open_stops": found.open_stops,
            "may_see_stops": self.actor.can(Permission.PROVISION_VIEW),
            "is_agency": self.actor.kind == OrganisationKind.AGENCY,
        }


class TextView(OrganisationView):
    """What the pages of one text share."""

    @property
    def purpose(self) -> Purpose:
        """The purpose in the address; another organisation's purposes do not exist here."""
        found = self.kwargs["purpose"]
        if found not in purposes_of(OrganisationKind(self.actor.kind)):
            raise Http404
        return Purpose(found)

    @property
    def language(self) -> str:
        """The language in the address."""
        if self.kwargs["language"] not in LANGUAGES:
            raise Http404
        return str(self.kwargs["language"])

    def title(self) -> str:
        """Return the text's name: 職業紹介（やさしい日本語）."""
        return _("%(purpose)s (%(language)s)") % {
            "purpose": self.purpose.label,
            "language": LANGUAGE_NAMES[self.language],
        }


class TextPage(TextView, PageView):
    """All versions of one text, word for word."""

    permission: ClassVar = Permission.CONSENT_VIEW
    template_name: ClassVar[str] = "privacy/consent_text.html"

    def get_context(self) -> dict[str, Any]:
        """Return the versions."""
        versions = registers.list_versions(purpose=self.purpose, language=self.language)
        today = timezone.localdate()
        current = find_text(purpose=self.purpose, language=self.language, on=today)
        return {
            "heading": self.title(),
            "lead": _("Published versions never change; every consent names the one shown."),
            "versions": [
                (one, version_words(one), current is not None and one.pk == current.pk)
                for one in versions
            ],
            "may_edit": self.actor.can(Permission.CONSENT_EDIT),
            "purpose": self.purpose,
            "language": self.language,
            "back_url": reverse("privacy:consents"),
            "back_label": _("Consents"),
        }


class DraftForm(Form):
    """The parts of a text, one field for each; none can be left out."""

    submit_label = gettext_lazy("Save and look at it")

    def __init__(self, *args: Any, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in needed_parts(purpose):
            holes = "".join(f"{{{hole}}} " for hole in needed_holes(purpose, part))
            self.fields[part] = forms.CharField(
                label=formats.say(PARTS[part]),
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
                help_text=_("Must hold %(holes)s") % {"holes": holes.strip()} if holes else "",
            )
        if purpose is not Purpose.PROVISION:
            self.fields["item_keys"] = forms.MultipleChoiceField(
                label=_("Items used"),
                widget=forms.CheckboxSelectMultiple,
                choices=[(key, formats.say(words)) for key, words in ITEMS.items()],
                required=False,
            )


class EditDraft(TextView, FormPage):
    """Write the next version."""

    permission: ClassVar = Permission.CONSENT_EDIT
    form_class: ClassVar[type[Form]] = DraftForm
    lead: ClassVar[Any] = gettext_lazy("Nobody sees a draft before you publish it.")
    back_label: ClassVar[Any] = gettext_lazy("Back to the text")

    def get_context(self) -> dict[str, Any]:
        """Name the text."""
        return {"subject": self.title()}

    @property
    def heading(self) -> str:  # type: ignore[override]  # depends on the address
        """The question of the page."""
        return _("Next version: %(title)s") % {"title": self.title()}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Return the form with the parts of this purpose."""
        return DraftForm(data, files, initial=self.get_initial(), purpose=self.purpose)

    def get_initial(self) -> dict[str, Any]:
        """Begin with the draft, else with what holds today."""
        ensure_consent_texts(actor=self.actor, now=timezone.now())
        wanted = (self.purpose.value, self.language)
        for draft in actions.list_drafts():
            if (draft.purpose, draft.language) == wanted:
                return dict(draft.parts) | {"item_keys": draft.items}
        text = find_text(purpose=wanted[0], language=wanted[1], on=timezone.localdate())
        return dict(text.parts) | {"item_keys": text.items} if text else {}

    def act(self, form: Form) -> str:
        """Keep the draft."""
        values = form.cleaned_data
        actions.save_draft(
            actor=self.actor,
            purpose=self.purpose,
            language=self.language,
            parts={name: values[name] for name in values if name in PARTS},
            items=values.get("item_keys", []),
            now=timezone.now(),
        )
        return _("The draft was saved.")

    def get_success_url(self) -> str:
        """Look at it as people would."""
        return reverse("privacy:consent_preview", args=[self.purpose, self.language])

    def get_back_url(self) -> str:
        """Back to the versions."""
        return reverse("privacy:consent_text", args=[self.purpose, self.language])


class PublishForm(Form):
    """From when, and what happens to consents given before."""

    submit_label = gettext_lazy("Publish the new version")
    valid_from = forms.DateField(
        label=gettext_lazy("Shown to people from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    needs_new_consent = forms.BooleanField(
        label=gettext_lazy("Ask everybody anew who agreed before"),
        required=False,
        help_text=gettext_lazy(
            "For more items or a wider purpose. Until they answer, the old consent covers only "
            "what it named."
        ),
    )
    old_stops_on = forms.DateField(
        label=gettext_lazy("Old consents stop on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
        help_text=gettext_lazy("Empty: they run until their last day."),
    )


class PreviewPage(TextView, FormPage):
    """The draft as people would read it, and the button that publishes all drafts of the text."""

    permission: ClassVar = Permission.CONSENT_EDIT
    form_class: ClassVar[type[Form]] = PublishForm
    template_name: ClassVar[str] = "privacy/consent_preview.html"
    heading: ClassVar[Any] = gettext_lazy("Preview")
    lead: ClassVar[Any] = gettext_lazy("A published version never changes.")
    back_label: ClassVar[Any] = gettext_lazy("Back to the text")

    def get_context(self) -> dict[str, Any]:
        """Return the draft beside what holds today."""
        now = timezone.now()
        shown = actions.preview_draft(
            actor=self.actor, purpose=self.purpose, language=self.language, now=now
        )
        drafted = {one.language for one in actions.list_drafts() if one.purpose == self.purpose}
        return {
            "title": self.title(),
            "preview": shown,
            "current_words": version_words(shown.current) if shown.current else "",
            "languages": [LANGUAGE_NAMES[one] for one in LANGUAGES if one in drafted],
            "missing": [LANGUAGE_NAMES[one] for one in LANGUAGES if one not in drafted],
            "purpose": self.purpose,
            "language": self.language,
        }

    def get_initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"valid_from": timezone.localdate()}

    def act(self, form: Form) -> str:
        """Publish."""
        published = actions.publish_texts(
            actor=self.actor, purpose=self.purpose, now=timezone.now(), **form.cleaned_data
        )
        return _("%(count)s texts were published.") % {"count": len(published)}

    def get_success_url(self) -> str:
        """Show all texts."""
        return reverse("privacy:consents")

    def get_back_url(self) -> str:
        """Back to the versions."""
        return reverse("privacy:consent_text", args=[self.purpose, self.language])


class DiscardDraft(TextView, ActView):
    """Throw the draft away."""

    permission: ClassVar = Permission.CONSENT_EDIT

    def act(self) -> str:
        """Discard it."""
        actions.discard_draft(
            actor=self.actor, purpose=self.purpose, language=self.language, now=timezone.now()
        )
        return _("The draft was thrown away.")

    def get_success_url(self) -> str:
        """Show the versions."""
        return reverse("privacy:consent_text", args=[self.purpose, self.language])


class ConsentPaper(OrganisationView):
    """D12: guidance and consent form with two separate boxes and a QR code."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.CONSENT_VIEW

    def get(self, request: HttpRequest, language: str) -> HttpResponseBase:
        """Send the PDF, with the code chosen in the address if it is open."""
        if language not in LANGUAGES:
            raise Http404
        wanted = request.GET.get("code", "")
        codes = [one.code for one in list_links() if one.state == LinkState.ACTIVE]
        code = wanted if wanted in codes else ""
        content = papers.consent_form_pdf(
            actor=self.actor,
            address=public_address(code) if code else "",
            qr_svg=qr_svg(code=code) if code else "",
            language=language,
            now=timezone.now(),
        )
        return send_pdf(content, name=_("Consent form"))


def send_pdf(content: bytes, *, name: str) -> HttpResponse:
    """Return a PDF as a download."""
    kind = exports.FileFormat("pdf", "application/pdf")
    return exports.send_file(content, kind, name=name, now=timezone.now())


def page_language() -> str:
    """Return the language of the page."""
    return get_language() or "ja"


_TEXT: Final = "consents/<slug:purpose>/<slug:language>/"
PATTERNS = [
    path("consents/", ConsentsPage.as_view(), name="consents"),
    path("consents/form/<slug:language>.pdf", ConsentPaper.as_view(), name="consent_form"),
    path(_TEXT, TextPage.as_view(), name="consent_text"),
    path(f"{_TEXT}draft/", EditDraft.as_view(), name="consent_draft"),
    path(f"{_TEXT}preview/", PreviewPage.as_view(), name="consent_preview"),
    path(f"{_TEXT}discard/", DiscardDraft.as_view(), name="consent_discard"),
]
