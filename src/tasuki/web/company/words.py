"""Words and tags that several pages of the room share."""

from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import Application
from tasuki.web.components import formats

_OUTCOME_TONES: Final = {"running": "wait", "hired": "ok", "not_selected": "", "withdrew": ""}
_IMPORT_TONES: Final = {
    "draft": "",
    "checking": "wait",
    "running": "wait",
    "done": "ok",
    "partly": "warn",
    "failed": "err",
    "undoing": "wait",
    "undone": "",
}
_MAIL_TONES: Final = {
    "queued": "wait",
    "sent": "ok",
    "cancelled": "",
    "failed": "err",
    "bounced": "err",
    "suppressed": "",
}
MAIL_KINDS: Final = {
    "member_notice": _("Notice to members"),
    "result_notice": _("Result notice"),
    "relay_guidance": _("Mail with guidance"),
    "test": _("Test mail"),
    "invitation": _("Invitation of a member"),
    "stop_receipt": _("Receipt of a stop"),
    "round_invitation": _("Invitation to a round"),
    "round_reminder": _("Reminder of a round"),
    "round_receipt": _("Receipt of a list"),
    "round_result": _("Result of a round"),
    "job_mail": _("Mail about an opening"),
    "round_answer": _("Answer to an appeal"),
}


def outcome_tag(outcome: str) -> SafeString:
    """The tag of a result."""
    return formats.tag(str(Application.Outcome(outcome).label), _OUTCOME_TONES[outcome])


def import_tag(state: str) -> SafeString:
    """The tag of an import."""
    return formats.tag(str(ImportRun.State(state).label), _IMPORT_TONES[state])


def mail_tag(state: str) -> SafeString:
    """The tag of a mail."""
    return formats.tag(str(OutboxMail.State(state).label), _MAIL_TONES[state])


def mail_kind(kind: str) -> str:
    """What a mail is about."""
    return str(MAIL_KINDS.get(kind, kind))
