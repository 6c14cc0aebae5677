"""What the intake of the relay allows, and the limits it works within."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.policy import require_no_reward
from tasuki.apps.relay.models import Registration
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.law.forbidden import check_forbidden_data
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.stops import RewardFacts, check_no_gift
from tasuki.core.relay.fields import WISH_FIELDS
from tasuki.core.relay.machines import RegistrationState

UNDO_ACCEPT_MINUTES: Final = 10
UNDO_MERGE_DAYS: Final = 7
CONFIRM_HOURS: Final = 24
OWN_KEY_DAYS: Final = 30
HOLD_DAYS: Final = 14
ABANDON_DAYS: Final = 7
PROOF_BYTES_MAX: Final = 5_000_000
PROOF_KEEP_DAYS: Final = 30
CONFIRM_MAILS_A_DAY_MAX: Final = 5
SAME_ANSWER_CHARACTERS_MIN: Final = 20
WISH_CHARACTERS_MAX: Final = 1_000

PUBLIC_PATH: Final = "/r/{code}/"
CONFIRM_PATH: Final = "/r/confirm/{key}/"
OWN_PATH: Final = "/r/own/{key}/"

CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that nobody mistakes for another one on paper or on the phone."""

CODE_RANDOM_CHARACTERS: Final = 4
CODE_PREFIX_CHARACTERS_MAX: Final = 10

PROOF_TYPES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"%PDF-", ".pdf"),
)
"""First bytes of the files that are taken, with the ending under which they are kept."""


class LawfulShape(StrEnum):
    """How people come from a company to the agency; only the first is offered so far.

    The last two are never lawful here.

    Source: 職業安定法 4条, 30条, 32条の3 (classification of shapes S1-S6).
    """

    SELF_REGISTRATION = "SELF_REGISTRATION"
    TRANSFER_ALL = "TRANSFER_ALL"
    LICENSED_TIEUP = "LICENSED_TIEUP"
    MUNICIPAL_FREE = "MUNICIPAL_FREE"
    SELECTED_TRANSFER = "SELECTED_TRANSFER"
    DIRECT_TRANSFER = "DIRECT_TRANSFER"


def check_shape(shape: LawfulShape, *, has_municipality: bool) -> Refusal | None:
    """Return why a credit plan of this shape may not be agreed or run; None if it may.

    Args:
        shape: how people come to the agency.
        has_municipality: one of the parties is a municipality (shape S6).

    Source: 職業安定法 4条, 29条, 30条, 32条の3.
    """
    if shape is LawfulShape.SELECTED_TRANSFER:
        return _SELECTED
    if shape is LawfulShape.DIRECT_TRANSFER:
        return _DIRECT
    if has_municipality or shape is LawfulShape.MUNICIPAL_FREE:
        return _MUNICIPAL
    if shape is LawfulShape.TRANSFER_ALL:
        return _TRANSFER
    if shape is LawfulShape.LICENSED_TIEUP:
        return _TIEUP
    return None


_SELECTED: Final = Refusal(
    "H3",
    "会社が応募者を選び、または評価を付けて渡す形は、許可のない職業紹介にあたります。",
    "Choosing applicants or passing them on with an evaluation is placement without a licence.",
    "「本人の登録」を選んでください。",
    "Choose self-registration.",
    "職業安定法 4条, 30条",
)
_DIRECT: Final = Refusal(
    "H4",
    "応募者をほかの会社へ直接渡し、枠や金銭を受け取ることはできません。",
    "Applicants may not be passed straight to another company for money or slots.",
    "「本人の登録」を選び、人材紹介会社を通してください。",
    "Choose self-registration, through the agency.",
    "職業安定法 30条, 36条, 40条",
)
_MUNICIPAL: Final = Refusal(
    "H4",
    "自治体の無料職業紹介では、枠や報奨を扱えません。",
    "A municipality's free placement knows no slots or rewards.",
    "枠のない形で運用してください。",
    "Run it without slots.",
    "職業安定法 29条",
)
_TRANSFER: Final = Refusal(
    "H4",
    "全数送付の形は、まだ提供していません。",
    "Passing on all who ask is not offered yet.",
    "「本人の登録」を選んでください。",
    "Choose self-registration.",
    "職業安定法 4条6項, 43条の2; 個人情報保護法 27条",
)
_TIEUP: Final = Refusal(
    "H1",
    "職業紹介事業者どうしの業務提携の形は、まだ提供していません。",
    "A tie-up between licensed agencies is not offered yet.",
    "「本人の登録」を選んでください。",
    "Choose self-registration.",
    "職業安定法 30条",
)


_PER_HIRE: Final = re.compile(
    r"(採用|入社|就職)[^。、]{0,6}(につき|ごとに|毎に|に応じ)[^。]{0,20}(枠|報酬|謝礼|紹介料)"
    r"|(slot|reward|payment)s? (for|per) (each |every )?(hire|placement)",
    re.IGNORECASE,
)


def check_reward_clause(clause: str) -> None:
    """Refuse a clause that rewards the person, or gives a company slots for hires.

    Slots are given for people who registered by their own act, never for a hire: the company
    holds no licence.

    Args:
        clause: the clause about free slots as it stands in the fee table.

    Raises:
        RefusedError: H4.

    Source: 職業安定法 指針 (お祝い金の禁止), 30条, 36条, 40条.
    """
    error: RefusedError | None = None
    if refusal := check_no_gift(clause):
        error = RefusedError.by_law(refusal)
    elif _PER_HIRE.search(clause):
        try:
            require_no_reward(RewardFacts(beneficiary="company", is_per_hire=True))
        except RefusedError as found:
            error = found
    if error is not None:
        error.field = "free_slot_clause"
        raise error


def make_code(slug: str) -> str:
    """Return a new company code such as MINATO-7K2F: the company's short name and chance.

    Args:
        slug: short name of the company; only its first word is used.
    """
    words = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in slug).split()
    prefix = (words[0] if words else "RELAY").upper()[:CODE_PREFIX_CHARACTERS_MAX]
    chance = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_RANDOM_CHARACTERS))
    return f"{prefix}-{chance}"


def make_risk_source(*, device: str, address: str) -> str:
    """Return the keyed hash of a device and of a network address, 32 signs each.

    Args:
        device: value of the device's cookie; empty if it has none.
        address: network address as the server saw it; empty if unknown.
    """
    return "".join(_hashed("device", device) + _hashed("address", address))


def _hashed(kind: str, value: str) -> str:
    if not value:
        return "-" * 32
    message = f"risk {kind} {value}".encode()
    return hmac.digest(settings.INDEX_KEY, message, hashlib.sha256).hex()[:32]


def person_actor(
    *,
    organisation_id: int,
    registration_id: UUID | None = None,
    talent_record_id: UUID | None = None,
    account_id: int | None = None,
    name: str = "",
) -> Actor:
    """Return the actor of a person who came through a door of an agency.

    Args:
        organisation_id: the agency.
        registration_id: the person's registration; None before there is one.
        talent_record_id: the person's record; None before there is one.
        account_id: None for the holder of a mailed key.
        name: as people read it.
    """
    return Actor(
        organisation_id=organisation_id,
        kind=OrganisationKind.AGENCY,
        role=Role.PERSON,
        account_id=account_id,
        name=name,
        talent_record_id=talent_record_id,
        registration_id=registration_id,
    )


def is_clean(registration: Registration) -> bool:
    """Return whether a registration may be accepted together with others, without a look."""
    return (
        registration.state == RegistrationState.AGENCY_QUEUE
        and not registration.risk_flags
        and not has_open_duplicate(registration)
    )


def has_open_duplicate(registration: Registration) -> bool:
    """Return whether somebody still has to say if two records are one person."""
    return registration.duplicate_of_id is not None and not registration.duplicate_resolution


def is_count_standing(registration: Registration) -> bool:
    """Return whether the person counts, also after a withdrawal or a pause."""
    is_counted = registration.counted_at is not None and not registration.count_code
    return is_counted and registration.state in {
        RegistrationState.COUNTED,
        RegistrationState.PAUSED,
        RegistrationState.WITHDRAWN,
    }


def age_on(birth_date: date, on: date) -> int:
    """Return the age in whole years on a day."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (0 if had_birthday else 1)


def check_wishes(wishes: Mapping[str, Any]) -> dict[str, str]:
    """Return the wishes as stored: known fields only, trimmed, without empty ones.

    Raises:
        InvalidInputError: an unknown field, no text, or a text that is too long.
        RefusedError: a text tells what an agency must not collect (H5).
    """
    stored: dict[str, str] = {}
    for key, value in wishes.items():
        if key not in WISH_FIELDS or not isinstance(value, str):
            raise InvalidInputError(
                ja=f"「{key}」という項目はありません。画面の項目だけを入力してください。",
                en=f"There is no field “{key}”. Fill in the fields of the page only.",
                field="wishes",
            )
        label, text = WISH_FIELDS[key], value.strip()
        if len(text) > WISH_CHARACTERS_MAX:
            raise InvalidInputError(
                ja=f"{label.ja}は{WISH_CHARACTERS_MAX:,}文字以内で入力してください。",
                en=f"Enter {label.en} in at most {WISH_CHARACTERS_MAX:,} characters.",
                field=key,
            )
        if refusal := check_forbidden_data(text):
            error = RefusedError.by_law(refusal)
            error.field = key
            raise error
        if text:
            stored[key] = text
    return stored
