"""The registers of what went out and came in (D13), and what stands on their pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.actions import LASTING
from tasuki.apps.consent.models import (
    ConsentDraft,
    ConsentEvent,
    ConsentText,
    ProvisionRecord,
    Purpose,
    ReceiptRecord,
    StopNotice,
)
from tasuki.apps.consent.parts import LANGUAGES, purposes_of
from tasuki.apps.consent.queries import find_new_demand, find_text, list_open_consents
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import OrganisationKind, Permission

EXPIRING_DAYS = 30


@dataclass(frozen=True, slots=True)
class TextLine:
    """One text of the overview: what holds, what comes, and how many agreed to it."""

    purpose: Purpose
    language: str
    current: ConsentText | None
    coming: ConsentText | None
    draft: ConsentDraft | None
    live_count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The consents of an organisation in numbers.

    Attributes:
        texts: one line for each purpose and language.
        live: how many consents hold, by purpose.
        expiring: how many of them end within 30 days, by purpose.
        asked_anew: how many persons have not answered a changed text yet.
        open_stops: stop notices that nobody has acted on.
    """

    texts: list[TextLine]
    live: Counter[str]
    expiring: Counter[str]
    asked_anew: int
    open_stops: int


def find_overview(*, kind: OrganisationKind, on: date) -> Overview:
    """Return the state of the consents of the organisation bound now.

    Args:
        kind: what the organisation is; it decides for what consents are asked.
        on: today.
    """
    rows = list_open_consents().filter(expires_on__gte=on).order_by()
    pairs = rows.values("purpose", "text__language").annotate(number=Count("id"))
    counts = {(one["purpose"], one["text__language"]): one["number"] for one in pairs}
    live: Counter[str] = Counter()
    for (purpose, _language), number in counts.items():
        live[purpose] += number
    soon = rows.filter(expires_on__lte=on + timedelta(days=EXPIRING_DAYS), purpose__in=LASTING)
    expiring = Counter(
        {
            one["purpose"]: one["number"]
            for one in soon.values("purpose").annotate(number=Count("id"))
        }
    )
    return Overview(
        texts=[
            _line(purpose, language, on, counts.get((purpose.value, language), 0))
            for purpose in purposes_of(kind)
            for language in LANGUAGES
        ],
        live=live,
        expiring=expiring,
        asked_anew=_count_asked_anew(on),
        open_stops=StopNotice.objects.filter(done_at=None).count(),
    )


def _line(purpose: Purpose, language: str, on: date, live_count: int) -> TextLine:
    texts = ConsentText.objects.filter(purpose=purpose, language=language)
    drafts = ConsentDraft.objects.filter(purpose=purpose, language=language)
    return TextLine(
        purpose=purpose,
        language=language,
        current=find_text(purpose=purpose, language=language, on=on),
        coming=texts.filter(valid_from__gt=on).order_by("valid_from", "version").first(),
        draft=drafts.first(),
        live_count=live_count,
    )


def _count_asked_anew(on: date) -> int:
    demands = ConsentText.objects.filter(needs_new_consent=True, valid_from__lte=on)
    if not demands.exists():
        return 0
    rows = list_open_consents().filter(expires_on__gte=on, purpose__in=LASTING)
    events = rows.select_related("text")
    return sum(find_new_demand(event=event, on=on) is not None for event in events)


def list_versions(*, purpose: str, language: str) -> list[ConsentText]:
    """Return all versions of a text, newest first; they never change."""
    texts = ConsentText.objects.filter(purpose=purpose, language=language)
    return list(texts.order_by("-version"))


def list_expiring(*, on: date) -> "QuerySet[ConsentEvent, ConsentEvent]":
    """Return the lasting consents that end within 30 days, the first to end on top."""
    last = on + timedelta(days=EXPIRING_DAYS)
    rows = list_open_consents().filter(purpose__in=LASTING, expires_on__range=(on, last))
    return rows.select_related("text").order_by("expires_on", "id")


def list_provision_rows() -> "QuerySet[ProvisionRecord, ProvisionRecord]":
    """Return what the organisation bound now handed over, newest first."""
    return ProvisionRecord.objects.select_related("consent").order_by("-provided_at", "-id")


def list_receipt_rows() -> "QuerySet[ReceiptRecord, ReceiptRecord]":
    """Return what the organisation bound now received, newest first."""
    return ReceiptRecord.objects.order_by("-received_at", "-id")


def list_stop_notices(*, is_done: bool | None = None) -> "QuerySet[StopNotice, StopNotice]":
    """Return the notices to stop a use, newest first.

    Args:
        is_done: whether somebody confirmed that copies are gone; None for all.
    """
    rows = StopNotice.objects.select_related("receipt").order_by("-told_at", "-id")
    return rows if is_done is None else rows.filter(done_at__isnull=not is_done)


def find_provision(*, provision_id: UUID) -> ProvisionRecord:
    """Return one provision record of the organisation bound now.

    Raises:
        NotVisibleError: there is none.
    """
    found = ProvisionRecord.objects.filter(id=provision_id).select_related("consent").first()
    if found is None:
        raise NotVisibleError
    return found


def find_stop_notice(*, notice_id: UUID) -> StopNotice:
    """Return one stop notice of the organisation bound now.

    Raises:
        NotVisibleError: there is none.
    """
    found = StopNotice.objects.filter(id=notice_id).select_related("receipt").first()
    if found is None:
        raise NotVisibleError
    return found


def find_record(*, talent_record_id: UUID) -> TalentRecord | None:
    """Return the person's record at the organisation bound now; None if there is none."""
    return TalentRecord.objects.filter(id=talent_record_id).first()


def find_subject(*, number: str) -> TalentRecord:
    """Return the person's record with a number of the organisation bound now.

    Raises:
        InvalidInputError: there is none.
    """
    found = TalentRecord.objects.filter(number=number.strip()).first()
    if found is None:
        raise InvalidInputError(
            ja="この番号の記録は見つかりません。番号を確かめてください。",
            en="There is no record with this number. Check it.",
            field="number",
        )
    return found


@action(act=None)
def confirm_stop(*, actor: Actor, notice_id: UUID, now: datetime) -> StopNotice:
    """Confirm that the use ended and all copies are gone; said once, with a name.

    Args:
        actor: a member of the recipient.
        notice_id: a stop notice.
        now: when.

    Raises:
        NotAllowedError: the right to decide for persons is missing; reading the register is less.
        NotVisibleError: there is none here.
    """
    require(actor, Permission.REQUEST_DECIDE)
    notice = (
        StopNotice.objects.select_for_update(of=("self",))
        .select_related("receipt")
        .filter(id=notice_id)
        .first()
    )
    if notice is None:
        raise NotVisibleError
    if notice.done_at is None:
        notice.done_at, notice.done_by_id = now, actor.account_id
        notice.save(update_fields=["done_at", "done_by_id"])
        audit.record(
            actor=actor,
            kind="receipt.stop_done",
            object_kind="stop_notice",
            object_id=notice.id,
            now=now,
            after=localdate(now).isoformat(),
        )
    return notice
