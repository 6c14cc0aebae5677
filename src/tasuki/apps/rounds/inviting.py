"""Write to the people of a round: invitation, reminder, receipt, result.

Every mail holds a key of its own that opens this person's list and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate, localtime

from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.contact import find_contact
from tasuki.apps.rounds.models import Round, RoundPerson
from tasuki.core.rounds.rules import RoundKind
from tasuki.core.words import Words

LIST_PATH: Final = "/round/{key}/"
_ABOUT_JOBS: Final = frozenset({"round_invitation", "round_reminder"})
KEY_DAYS_AFTER: Final = 90
"""How long after the deadline a key still opens the result and the appeal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail about a round: its kind, subject and text; ``{url}`` is the page of the person."""

    kind: str
    subject: Words
    text: Words


def invite(*, actor: Actor, row: Round, people: Sequence[RoundPerson], now: datetime) -> int:
    """Ask people for their consent and their list; return how many mails were written."""
    until = localtime(row.deadline_at).strftime("%Y/%m/%d %H:%M")
    operator = find_organisation(organisation_id=row.organisation_id)
    letter = Letter(
        kind="round_invitation",
        subject=Words(f"「{row.title}」の希望をお聞かせください", f"Your wishes for “{row.title}”"),
        text=Words(
            f"{operator.name}から「{row.title}」のご案内です。\n\n"
            "参加は任意です。参加しなくても不利益な扱いはありません。次のページで内容を確認し、"
            "参加する場合は希望の順番を選んで提出してください。\n\n{url}\n\n"
            f"締切：{until}\n締切までは何度でも変更でき、いつでも取り下げられます。"
            "取り下げると、提出した希望はすべて削除されます。\n\n"
            f"同点の場合の抽選の約束（ハッシュ値）：\n{row.commitment}",
            f"{operator.name_en or operator.name} invites you to “{row.title}”.\n\n"
            "Taking part is free; a no has no disadvantage. Read the page below and, if you take "
            "part, put the places in the order of your wishes.\n\n{url}\n\n"
            f"Deadline: {until}\nUntil then you can change the list and take it back; taking it "
            "back deletes what you submitted.\n\n"
            f"Commitment to the lottery among equals:\n{row.commitment}",
        ),
    )
    for one in people:
        one.invited_at = now
    RoundPerson.objects.bulk_update(people, ["invited_at"])
    return write_to(actor=actor, row=row, people=people, letter=letter, now=now)


def write_to(
    *, actor: Actor, row: Round, people: Iterable[RoundPerson], letter: Letter, now: datetime
) -> int:
    """Send one letter to people, each with a new key; the keys of earlier mails still open.

    People without a mail address, or who stopped the use of their data, get none.

    Returns:
        How many mails were written.
    """
    listed = list(people)
    found = TalentRecord.objects.filter(
        id__in=[one.talent_record_id for one in listed], stopped_at=None
    )
    records: dict[UUID, TalentRecord] = {one.id: one for one in found}
    count = 0
    for one in listed:
        record = records.get(one.talent_record_id)
        if record is None or not record.mail or _is_banned(row, letter, record.id, now):
            continue
        url = f"{settings.BASE_URL}{LIST_PATH.format(key=make_key(one, row=row, now=now))}"
        language = record.language or "ja"
        name = f"{record.full_name} 様\n\n" if language == "ja" else f"{record.full_name},\n\n"
        queue_mail(
            actor=actor,
            kind=letter.kind,
            to_address=record.mail,
            subject=letter.subject.in_language(language),
            text=name + letter.text.in_language(language).replace("{url}", url),
            language=language,
            reference_kind="round",
            reference_id=row.id,
            person_id=record.id,
            now=now,
        )
        count += 1
    return count


def _is_banned(row: Round, letter: Letter, record_id: UUID, now: datetime) -> bool:
    """H7: whether the letter would speak to somebody placed for good about a new job."""
    if row.kind != RoundKind.INTRODUCTIONS or letter.kind not in _ABOUT_JOBS:
        return False
    return find_contact(talent_record_id=record_id, on=localdate(now)).ban is not None


def make_key(person: RoundPerson, *, row: Round, now: datetime) -> str:
    """Return a new key to one person's list; earlier ones stay, as the page of one may be open."""
    return make_door(
        kind=Door.Kind.ROUND,
        subject=person.id,
        expires_at=max(row.deadline_at, now) + timedelta(days=KEY_DAYS_AFTER),
    )
