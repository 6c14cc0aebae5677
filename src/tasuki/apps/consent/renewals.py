"""What the clock does with consents: ask once before the end, end them, ask anew after a change.

Every step looks at the rows again in its own transaction, so a night that runs twice or late
does no harm. Days are those of Tokyo.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import LASTING, can_go_on, give_consents
from tasuki.apps.consent.events import end_event, lock_person
from tasuki.apps.consent.models import ConsentEvent, ConsentText, Purpose, StopNotice
from tasuki.apps.consent.queries import (
    find_live_consent,
    find_new_demand,
    is_use_stopped,
    list_open_consents,
)
from tasuki.apps.consent.releases import find_keeper
from tasuki.apps.consent.shown import Shown
from tasuki.apps.consent.stopping import stop_at_recipient, stop_for_withdrawal
from tasuki.apps.errors import ActionError, NotAllowedError, RefusedError
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.core.law.parameters import find_number

KEY_DAYS: Final = 31
ANSWER_PATH: Final = "/privacy/keep/{key}/"
RENEWAL_MAIL: Final = "consent_renewal"
CHANGE_MAIL: Final = "consent_changed"


@dataclass(frozen=True, slots=True)
class ConsentNight:
    """How often each step did something, and what was refused."""

    counts: dict[str, int]
    refused: list[str]


def run_consent_night(*, actor: Actor, now: datetime) -> ConsentNight:
    """Do what is due with the consents of one organisation; safe to repeat.

    Args:
        actor: the organisation's task.
        now: the moment of the run.
    """
    counts, refused = {"ended": 0, "renewals_asked": 0, "asked_anew": 0}, []
    steps: tuple[tuple[str, Callable[..., bool], Callable[[date], Iterable[UUID]]], ...] = (
        ("ended", end_consent, _list_over),
        ("renewals_asked", ask_renewal, _list_ending),
        ("asked_anew", ask_anew, _list_demanded),
    )
    for name, step, find in steps:
        with bound(actor.organisation_id, None):
            due = list(find(localdate(now)))
        for event_id in due:
            try:
                counts[name] += step(actor=actor, event_id=event_id, now=now)
            except ActionError as error:
                # Somebody answered since the look; the rest of the night goes on.
                refused.append(f"{name}: {error.code}")
    return ConsentNight(counts, refused)


@action(act=None)
def end_consent(*, actor: Actor, event_id: UUID, now: datetime) -> bool:
    """Write the end of a consent that ran out, stop the use and tell the recipients.

    Args:
        actor: the organisation's task.
        event_id: a consent given.
        now: from the day after its last one on.

    Returns:
        False where it is live or ended already.

    Source: 個人情報保護法 22条; 職業安定法 5条の5 (no use beyond what the person agreed to).
    """
    _require_task(actor)
    event = _hold(event_id)
    if event is None or _live(event, on=localdate(now)) is not None or not _is_last(event):
        return False
    reason = StopNotice.Reason.EXPIRED
    if event.purpose == Purpose.PROVISION:
        assert event.scope_id is not None
        _, releases = find_keeper()
        gone = releases.end_one(actor=actor, release_id=event.scope_id, now=now)
        for provision in gone:
            stop_at_recipient(actor=actor, provision=provision, reason=reason, now=now)
        return True
    kind = ConsentEvent.Kind.EXPIRED
    end_event(actor=actor, live=event, kind=kind, channel="clock", now=now)
    stop_for_withdrawal(
        actor=actor,
        talent_record_id=event.talent_record_id,
        purpose=Purpose(event.purpose),
        reason=reason,
        now=now,
    )
    return True


@action(act=None)
def ask_renewal(*, actor: Actor, event_id: UUID, now: datetime) -> bool:
    """Ask a person once, 30 days before the end, whether the consents shall go on.

    One mail for all that end together, and never a second one; without an answer they end.

    Args:
        actor: the organisation's task.
        event_id: a live consent.
        now: at most 30 days before its last day.

    Returns:
        Whether a mail was written.
    """
    _require_task(actor)
    event = _hold(event_id)
    today = localdate(now)
    if event is None or event.expires_on is None or _live(event, on=today) is None:
        return False
    opens_on = event.expires_on - timedelta(days=_renewal_days(today))
    if today < opens_on or _was_mailed(event, RENEWAL_MAIL, since=opens_on):
        return False
    if not can_go_on(event, on=today):
        return False  # the cap of the pool: one tap would change nothing, so nobody is asked
    return _mail(actor, event, RENEWAL_MAIL, _renewal_words(event, actor), now=now)


@action(act=None)
def ask_anew(*, actor: Actor, event_id: UUID, now: datetime) -> bool:
    """Ask a person once whether a changed text is agreed to.

    Args:
        actor: the organisation's task.
        event_id: a live consent to an older text.
        now: when.

    Returns:
        Whether a mail was written.

    Source: 個人情報保護法 18条1項 (a wider purpose needs a new consent).
    """
    _require_task(actor)
    event = _hold(event_id)
    today = localdate(now)
    if event is None or _live(event, on=today) is None:
        return False
    demand = find_new_demand(event=event, on=today)
    if demand is None or _was_mailed(event, CHANGE_MAIL, since=demand.valid_from):
        return False
    return _mail(actor, event, CHANGE_MAIL, _change_words(demand, actor), now=now)


@action(act=None)
def renew_own_consent(
    *,
    actor: Actor,
    talent_record_id: UUID,
    purpose: Purpose,
    language: str,
    channel: str,
    shown: Shown | None = None,
    now: datetime,
) -> ConsentEvent:
    """Let a live consent of the person go on, to the text of today: one tap.

    Args:
        actor: the person.
        talent_record_id: the person's record.
        purpose: a lasting purpose whose consent is live.
        language: variant of the text that was shown.
        channel: where, such as ``mail``.
        shown: what stood on the page, and when.
        now: when; at most on the last day.

    Raises:
        RefusedError: there is no live consent to renew, or the pool's 24 months are over.
    """
    lock_person(talent_record_id)
    live = find_live_consent(talent_record_id=talent_record_id, purpose=purpose, on=localdate(now))
    if live is None:
        raise RefusedError(
            ja="更新できる同意がありません。期限が過ぎた場合は、あらためて登録してください。",
            en="There is no consent to renew. If it has ended, please register again.",
            code="no_live_consent",
        )
    [event] = give_consents(
        actor=actor,
        talent_record_id=talent_record_id,
        answers={purpose: True},
        language=language,
        channel=channel,
        shown=shown,
        now=now,
    )
    return event


def _require_task(actor: Actor) -> None:
    if not actor.is_task:
        raise NotAllowedError


def _hold(event_id: UUID) -> ConsentEvent | None:
    event = ConsentEvent.objects.select_related("text").filter(id=event_id).first()
    if event is not None:
        lock_person(event.talent_record_id)
    return event


def _live(event: ConsentEvent, *, on: date) -> ConsentEvent | None:
    live = find_live_consent(
        talent_record_id=event.talent_record_id,
        purpose=event.purpose,
        on=on,
        scope_id=event.scope_id,
    )
    return live if live is not None and live.id == event.id else None


def _is_last(event: ConsentEvent) -> bool:
    """Return whether nothing was answered after this event, under any merged record."""
    ids = list_record_ids(talent_record_id=event.talent_record_id)
    events = ConsentEvent.objects.filter(
        talent_record_id__in=ids, purpose=event.purpose, scope_id=event.scope_id
    )
    last = events.order_by("-happened_at", "-created_at", "-id").first()
    return last is not None and last.id == event.id


def _list_over(today: date) -> Iterable[UUID]:
    ended = list(list_open_consents().filter(expires_on__lt=today).values_list("id", flat=True))
    stops = ConsentText.objects.filter(needs_new_consent=True, old_stops_on__lte=today)
    for text in stops:
        ended += _older_than(text).values_list("id", flat=True)
    return list(dict.fromkeys(ended))


def _renewal_days(today: date) -> int:
    return find_number("consent_renewal_days", on=today)


def _list_ending(today: date) -> Iterable[UUID]:
    last = today + timedelta(days=_renewal_days(today))
    rows = list_open_consents().filter(purpose__in=LASTING, expires_on__range=(today, last))
    return rows.values_list("id", flat=True)


def _list_demanded(today: date) -> Iterable[UUID]:
    texts = ConsentText.objects.filter(needs_new_consent=True, valid_from__lte=today)
    found: list[UUID] = []
    for text in texts:
        found += _older_than(text).values_list("id", flat=True)
    return list(dict.fromkeys(found))


def _older_than(text: ConsentText) -> "QuerySet[ConsentEvent, ConsentEvent]":
    return list_open_consents().filter(
        purpose=text.purpose, text__language=text.language, text__version__lt=text.version
    )


def _was_mailed(event: ConsentEvent, kind: str, *, since: date) -> bool:
    ids = list_record_ids(talent_record_id=event.talent_record_id)
    mails = OutboxMail.objects.filter(kind=kind, reference_id__in=ids)
    return mails.filter(send_after__date__gte=since).exists()


def _mail(actor: Actor, event: ConsentEvent, kind: str, words: "_Words", *, now: datetime) -> bool:
    ids = list_record_ids(talent_record_id=event.talent_record_id)
    records = TalentRecord.objects.filter(id__in=ids).order_by("created_at", "id")
    record = next((one for one in records if one.mail), None)
    if record is None or is_use_stopped(talent_record_id=event.talent_record_id):
        return False
    key = make_door(
        kind=Door.Kind.CONSENT, subject=record.id, expires_at=now + timedelta(days=KEY_DAYS)
    )
    url = f"{settings.BASE_URL}{ANSWER_PATH.format(key=key)}"
    is_english = event.text.language == "en"
    queue_mail(
        actor=actor,
        kind=kind,
        to_address=record.mail,
        subject=words.subject,
        text=f"{record.full_name}{'' if is_english else ' 様'}\n\n{words.text}\n\n{url}",
        language="en" if is_english else "ja",
        reference_kind="talent_record",
        reference_id=record.id,
        person_id=record.id,
        now=now,
    )
    return True


@dataclass(frozen=True, slots=True)
class _Words:
    subject: str
    text: str


def _renewal_words(event: ConsentEvent, actor: Actor) -> _Words:
    name = Organisation.objects.get(id=actor.organisation_id)
    last = event.expires_on
    assert last is not None
    if event.text.language == "en":
        return _Words(
            f"Your consent to {name.name_en or name.name} ends on {last.isoformat()}",
            f"Your consent ends on {last.isoformat()}. If it shall go on, one tap on the page "
            "below renews it. If you do nothing, it ends that day and your data is no longer "
            "used; that has no disadvantage for you. You get this question once.",
        )
    return _Words(
        f"{name.name}への同意は{last:%Y/%m/%d}に終わります",
        f"{name.name}への同意の期限は{last:%Y/%m/%d}です。続ける場合は、下のページで1回押すだけで"
        "更新できます。何もしない場合はその日で終わり、情報の利用を止めます。不利益はありません。"
        "このお尋ねは1回だけです。",
    )


def _change_words(demand: ConsentText, actor: Actor) -> _Words:
    name = Organisation.objects.get(id=actor.organisation_id)
    stop = demand.old_stops_on
    if demand.language == "en":
        until = f" Without it the use stops on {stop.isoformat()}." if stop else ""
        return _Words(
            f"The consent text of {name.name_en or name.name} has changed",
            f"We changed what we ask you to agree to. Your former consent goes on only within "
            f"what it named.{until} Please read the new text and choose; a no has no "
            "disadvantage. You get this question once.",
        )
    until = f"お答えがない場合、{stop:%Y/%m/%d}に利用を止めます。" if stop else ""
    return _Words(
        f"{name.name}の同意の文面が変わりました",
        "同意をお願いする内容を変更しました。これまでの同意は、その文面にあった範囲だけで使います。"
        f"{until}新しい文面を読んで、選んでください。同意しなくても不利益はありません。"
        "このお尋ねは1回だけです。",
    )
