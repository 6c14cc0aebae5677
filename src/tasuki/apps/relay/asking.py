"""What every question to a person about one company shares, with or without a free slot.

The items that may be named, the consents that must hold, the mail with its key.

Source: relay rules RL1-RL5; 個人情報保護法 27条; 職業安定法 5条の5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import ConsentEvent, Purpose
from tasuki.apps.consent.provision import recipient_key
from tasuki.apps.consent.queries import check_use, find_live_consent
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.relay.models import Release
from tasuki.apps.relay.release_words import consent_items, find_question_text, say_question
from tasuki.core.law.stops import ConsentFacts, check_transfer
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.core.relay.machines import ReleaseState

ANSWER_DAYS: Final = 7
RELEASE_PATH: Final = "/release/{key}/"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Addressee:
    """To whom a question goes.

    Attributes:
        name: as the person is addressed.
        mail: where the key is sent.
        language: of the mail and of the text that is shown.
    """

    name: str
    mail: str
    language: str


def check_fields(fields: Sequence[str]) -> list[str]:
    """Return the items that are asked for, each once.

    Raises:
        InvalidInputError: none, or one that does not exist.
    """
    named = list(dict.fromkeys(fields))
    if named and set(named) <= set(RELEASE_FIELDS):
        return named
    raise InvalidInputError(
        ja="会社に伝える項目を、一覧から1つ以上選んでください。",
        en="Choose at least one item from the list.",
        field="fields",
    )


def check_placement(record_id: UUID, *, fields: list[str], on: date) -> None:
    """H2: the agency itself may use these items of the person on that day.

    Raises:
        RefusedError: H2.
    """
    items = consent_items(fields)
    check_use(talent_record_id=record_id, purpose=Purpose.PLACEMENT, items=items, on=on)


def require_answer(
    release: Release, *, is_same: bool, items: list[str], on: date
) -> ConsentEvent | None:
    """H2: return the live yes, for this company and this job, that covers all that leaves.

    Args:
        release: the question.
        is_same: whether it was asked about the very job that the person is introduced to now.
        items: names of what leaves.
        on: the day of the transfer.

    Raises:
        RefusedError: H2.
    """
    facts, consent, purpose = None, None, release.purpose_words.ja
    if is_same and release.state == ReleaseState.YES:
        consent = find_live_consent(
            talent_record_id=release.talent_record_id,
            purpose=Purpose.PROVISION,
            on=on,
            scope_id=release.id,
        )
    if consent is not None:
        facts = ConsentFacts(
            recipient_id=recipient_key(consent.recipient_id, consent.recipient_name),
            items=frozenset(consent.items),
            purpose=purpose,
            given_on=localdate(consent.happened_at),
            valid_to=consent.expires_on,
            withdrawn_on=None,  # a consent that was taken back is not found
        )
    refusal = check_transfer(
        facts,
        recipient_id=recipient_key(release.company_id, release.company_name),
        items=items,
        purpose=purpose,
        on=on,
    )
    if refusal:
        raise RefusedError.by_law(refusal)
    check_placement(release.talent_record_id, fields=items, on=on)
    return consent


def mail_question(actor: Actor, release: Release, to: Addressee, *, now: datetime) -> None:
    """Mail the person the question with a key that opens this one answer."""
    key = make_door(
        kind=Door.Kind.RELEASE,
        subject=release.id,
        expires_at=now + timedelta(days=ANSWER_DAYS + 1),
    )
    url = f"{settings.BASE_URL}{RELEASE_PATH.format(key=key)}"
    asked = find_question_text(actor=actor, release=release, language=to.language)
    labels = [RELEASE_FIELDS[name] for name in release.fields]
    if to.language.startswith("en"):
        subject = f"May we introduce you to {release.company_name}?"
        text = (
            f"{to.name}\n\nWe would like to introduce you for the job "
            f"“{release.job_title}” at {release.company_name}.\n"
            f"What would be passed on: {', '.join(label.en for label in labels)}\n"
            f"Purpose: {release.purpose_words.en}\n\nNothing is passed on unless you say yes. "
            f"Without an answer by {release.answer_by.isoformat()} the answer is no. "
            f"A no has no disadvantage, and a yes can be taken back.\n\n{url}\n\n"
            f"The text of the consent (version {asked.version}):\n{say_question(release, asked)}"
        )
    else:
        subject = f"{release.company_name}への紹介について確認してください"
        text = (
            f"{to.name} 様\n\n{release.company_name}の求人"
            f"「{release.job_title}」に紹介したいと考えています。\n"
            f"会社に伝える項目：{'、'.join(label.ja for label in labels)}\n"
            f"目的：{release.purpose_words.ja}\n\n同意がない限り、何も伝えません。"
            f"{release.answer_by:%Y/%m/%d}までに回答がない場合は「同意しない」として扱います。"
            "同意しなくても不利益はなく、同意は後から取り消せます。"
            f"\n\n{url}\n\n"
            f"同意の文面（第{asked.version}版）：\n{say_question(release, asked)}"
        )
    queue_mail(
        actor=actor,
        kind="release",
        to_address=to.mail,
        subject=subject,
        text=text,
        language=to.language,
        reference_kind="release",
        reference_id=release.id,
        person_id=release.talent_record_id,
        now=now,
    )
