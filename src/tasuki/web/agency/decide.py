"""The buttons of the queue: each calls one action with the row version that the page showed."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.apps.errors import ActionError, NotAllowedError, NotVisibleError
from tasuki.apps.relay.actions import decisions
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.agency.queue import VIEWS
from tasuki.web.components import formats
from tasuki.web.components.views import ActView


class RegistrationAct(ActView):
    """One decision about one registration; afterwards the same person is shown again."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.REGISTRATION_DECIDE
    undo_name: ClassVar[str] = ""

    def act(self) -> str:
        """Call the action named by the subclass and say what was done."""
        return self.decide(
            {
                "actor": self.actor,
                "registration_id": self.kwargs["registration_id"],
                "expected_version": self._version(),
                "now": timezone.now(),
            }
        )

    def decide(self, common: dict[str, Any]) -> str:
        """Call the action."""
        raise TypeError(f"{type(self).__name__} names no decision")

    def get_success_url(self) -> str:
        """Show the person again, beside the same list."""
        page = reverse("agency:registration", args=[self.kwargs["registration_id"]])
        view = self._text("view")
        return f"{page}?view={view}" if view in VIEWS else page

    def refuse(self, error: ActionError) -> HttpResponseBase:
        """Say why, and show what was typed, so that nothing is lost."""
        if self.request.htmx or isinstance(error, NotVisibleError | NotAllowedError):
            return super().refuse(error)
        context = {
            "heading": _("Not done"),
            "error": error,
            "typed": self._text("note"),
            "back_url": self.get_success_url(),
            "back_label": _("Back to the person"),
        }
        return render(self.request, "agency/refused.html", context, status=error.status)

    def get_undo_url(self) -> str:
        """The address that takes the decision back, where one does."""
        if not self.undo_name:
            return ""
        registration_id: UUID = self.kwargs["registration_id"]
        return reverse(f"agency:{self.undo_name}", args=[registration_id])

    def _version(self) -> int | None:
        given = self.request.POST.get("version", "")
        return int(given) if given.isascii() and given.isdecimal() else None

    def _text(self, name: str) -> str:
        return str(self.request.POST.get(name, "")).strip()


class Accept(RegistrationAct):
    """R5."""

    undo_name = "undo_accept"

    def decide(self, common: dict[str, Any]) -> str:
        """Accept the person as a job seeker."""
        found = decisions.accept_registration(**common)
        return _("%(name)s was accepted. Now decide whether to count.") % {"name": found.full_name}


class UndoAccept(RegistrationAct):
    """Back to the queue, for ten minutes and before the count."""

    def decide(self, common: dict[str, Any]) -> str:
        """Take the acceptance back."""
        decisions.undo_acceptance(**common)
        return _("The acceptance was taken back.")


class Refuse(RegistrationAct):
    """R6 with a coded reason."""

    def decide(self, common: dict[str, Any]) -> str:
        """Refuse; the person gets a mail with the reason."""
        decisions.refuse_registration(**common, code=self._text("code"), note=self._text("note"))
        return _("Not accepted. The person gets a mail with the reason.")


class Hold(RegistrationAct):
    """R7."""

    def decide(self, common: dict[str, Any]) -> str:
        """Put the registration on hold for a reviewer."""
        decisions.hold_registration(**common, note=self._text("note"))
        return _("On hold. A reviewer decides within 14 days.")


class Review(RegistrationAct):
    """R8 by somebody who does not manage the contract."""

    permission: ClassVar = Permission.REGISTRATION_REVIEW

    def decide(self, common: dict[str, Any]) -> str:
        """Decide a held registration."""
        is_accepted = self._text("answer") == "accept"
        decisions.review_registration(
            **common,
            is_accepted=is_accepted,
            code="" if is_accepted else self._text("code"),
            note=self._text("note"),
        )
        return _("Accepted after review.") if is_accepted else _("Not accepted after review.")


class ResolveDuplicate(RegistrationAct):
    """The same person, or two people who look alike."""

    undo_name = "undo_duplicate"

    def decide(self, common: dict[str, Any]) -> str:
        """Answer the question whether two records are one person."""
        is_same = self._text("answer") == "same"
        decisions.resolve_duplicate(**common, is_same=is_same)
        return _("Recorded as the same person.") if is_same else _("Recorded as different people.")


class UndoDuplicate(RegistrationAct):
    """Within seven days."""

    def decide(self, common: dict[str, Any]) -> str:
        """Ask the question again."""
        decisions.undo_duplicate(**common)
        return _("The question about the duplicate is open again.")


class Count(RegistrationAct):
    """R9."""

    def decide(self, common: dict[str, Any]) -> str:
        """Count the person; may make a slot."""
        outcome = decisions.count_registration(**common)
        if outcome.slots:
            labels = ", ".join(slot.label for slot in outcome.slots)
            return _("Counted. Slot %(slot)s was granted.") % {"slot": labels}
        if outcome.is_waiting:
            return _("The monthly cap is reached. It is decided again on the first of next month.")
        return _("Counted for %(company)s.") % {"company": outcome.registration.company_name}


class NotCount(RegistrationAct):
    """R10 with a coded reason."""

    def decide(self, common: dict[str, Any]) -> str:
        """Decide not to count; the person is served all the same."""
        decisions.not_count_registration(**common, code=self._text("code"), note=self._text("note"))
        return _("Not counted. The person is served all the same.")


class Reverse(RegistrationAct):
    """R11."""

    permission: ClassVar = Permission.REGISTRATION_REVERSE

    def decide(self, common: dict[str, Any]) -> str:
        """Take a count back by a further entry."""
        found = decisions.reverse_registration(
            **common, code=self._text("code"), note=self._text("note")
        )
        return _("The count was reversed: %(state)s.") % {
            "state": formats.say(formats.status_label("registration", found.state).label)
        }
