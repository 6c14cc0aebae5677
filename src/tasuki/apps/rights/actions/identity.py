"""Make sure that the person asks: a document seen, or a code mailed to the address on record.

A code is worth one request, one use and one day; five wrong ones end it. It goes to the address
that the organisation already has and never to one that the request names.

Source: 個人情報保護法 37条1項・3項, 施行令 12条・13条.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localtime

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, InvalidInputError, RefusedError
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rights import texts
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries.requests import lock_request
from tasuki.apps.rights.steps import check_step, record_step, require_human, take_step
from tasuki.apps.rights.subjects import find_contact
from tasuki.core.access import Permission
from tasuki.core.rights.requests import IdentityMethod, RequestEvent

CODE_DIGITS: Final = 8
CODE_LIFE: Final = timedelta(hours=24)
CODE_TRIES_MAX: Final = 5
NOTE_CHARACTERS_MAX: Final = 300


@action(act=None)
def assign_record(
    *, actor: Actor, request_id: UUID, talent_record_id: UUID | None, now: datetime
) -> RightsRequest:
    """Say which record a paper request is about, before the identity is checked.

    Raises:
        NotVisibleError: no such request or record.
        RefusedError: the identity is checked already, or the same request waits for this record.
    """
    require(actor, Permission.REQUEST_DECIDE)
    request = lock_request(request_id=request_id)
    check_step(request, RequestEvent.IDENTIFY)
    if talent_record_id is not None:
        contact = find_contact(talent_record_id=talent_record_id)
        if contact is None or not TalentRecord.objects.filter(id=talent_record_id).exists():
            raise InvalidInputError(
                ja="この組織の記録から選んでください。",
                en="Choose a record of your organisation.",
                field="talent_record_id",
            )
        same = RightsRequest.objects.filter(
            kind=request.kind,
            talent_record_id=talent_record_id,
            state__in=("received", "identified"),
        ).exclude(id=request.id)
        if other := same.first():
            raise RefusedError(
                ja=f"この方の同じ請求（{other.number}）を受け付け済みです。そちらで回答し、"
                "この請求は取り下げてください。",
                en=f"The same request of this person waits as {other.number}. Answer that one "
                "and withdraw this one.",
                code="joined",
            )
    request.talent_record_id = talent_record_id
    request.code_digest = None
    request.save()
    record_step(actor, request, "assign", before=request.state, now=now)
    return request


@action(act=None)
def confirm_identity(*, actor: Actor, request_id: UUID, note: str, now: datetime) -> RightsRequest:
    """RQ1: a member saw a document of the person, or of the agent and the authority.

    Args:
        actor: who saw it.
        request_id: a request whose identity is open.
        note: which document, never its number; 1-300 characters. For an agent also the paper
            that shows the authority.
        now: when.

    Raises:
        InvalidInputError: no document is named.
        RefusedError: the identity is checked already.
    """
    require(actor, Permission.REQUEST_DECIDE)
    account_id, name = require_human(actor)
    text = " ".join(note.split())
    if not text or len(text) > NOTE_CHARACTERS_MAX:
        raise InvalidInputError(
            ja="確認した書類の種類を入力してください（例：運転免許証。番号は書きません）。",
            en="Name the document seen, such as a driving licence, without its number.",
            field="note",
        )
    request = lock_request(request_id=request_id)
    request.identity_method = IdentityMethod.DOCUMENT
    request.identity_note = text
    request.identified_at, request.identified_by_id = now, account_id
    request.identified_by_name = name
    request.code_digest = None
    return take_step(actor=actor, request=request, event=RequestEvent.IDENTIFY, now=now)


@action(act=None)
def send_identity_code(*, actor: Actor, request_id: UUID, now: datetime) -> RightsRequest:
    """Mail a new code to the address on record; the former code ends.

    Raises:
        RefusedError: the identity is checked already, an agent asks, or no address is on record.
    """
    require(actor, Permission.REQUEST_DECIDE)
    request = lock_request(request_id=request_id)
    check_step(request, RequestEvent.IDENTIFY)
    contact = find_contact(talent_record_id=request.talent_record_id)
    if contact is None or not contact.mail or request.agent_kind:
        raise RefusedError(
            ja="登録済みのメールアドレスがないか、代理人による請求のため、コードでは確認できません。"
            "書類で確認してください。",
            en="There is no mail address on record, or an agent asks. See a document instead.",
            code="no_address",
        )
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    request.code_digest = _digest(request, code)
    request.code_expires_at = now + CODE_LIFE
    request.code_tries = 0
    request.save()
    organisation = find_organisation(organisation_id=actor.organisation_id)
    values = {
        "name": contact.name,
        "number": request.number,
        "organisation": organisation.name,
        "code": code,
        "until": f"{localtime(request.code_expires_at):%Y/%m/%d %H:%M}",
    }
    queue_mail(
        actor=actor,
        kind="rights_code",
        to_address=contact.mail,
        subject=texts.fill(texts.CODE_SUBJECT, contact.language, **values),
        text=texts.fill(texts.CODE_TEXT, contact.language, **values),
        language=contact.language,
        reference_kind="rights_request",
        reference_id=request.id,
        person_id=request.talent_record_id,
        now=now,
    )
    record_step(actor, request, "code", before=request.state, now=now)
    return request


def confirm_code(*, actor: Actor, request_id: UUID, code: str, now: datetime) -> RightsRequest:
    """RQ1: the person told the mailed code; it works once.

    A wrong code is counted although the act is refused.

    Args:
        actor: the member to whom the code was told.
        request_id: a request whose identity is open.
        code: as typed; spaces and full-width digits are read.
        now: when.

    Raises:
        InvalidInputError: the code is wrong, used, expired or was tried too often: one text.
        RefusedError: the identity is checked already.
    """
    found = _try_code(actor=actor, request_id=request_id, code=code, now=now)
    if isinstance(found, ActionError):
        raise found
    return found


@action(act=None)
def _try_code(
    *, actor: Actor, request_id: UUID, code: str, now: datetime
) -> RightsRequest | ActionError:
    require(actor, Permission.REQUEST_DECIDE)
    request = lock_request(request_id=request_id)
    check_step(request, RequestEvent.IDENTIFY)
    typed = "".join(str(int(sign)) for sign in code if sign.isdecimal())
    expected = bytes(request.code_digest) if request.code_digest else b""
    is_live = (
        request.code_expires_at is not None
        and now < request.code_expires_at
        and request.code_tries < CODE_TRIES_MAX
    )
    if not hmac.compare_digest(_digest(request, typed), expected) or not is_live:
        request.code_tries = min(request.code_tries + 1, CODE_TRIES_MAX)
        if request.code_tries >= CODE_TRIES_MAX:
            request.code_digest = None
        request.save()
        record_step(actor, request, "wrong_code", before=request.state, now=now)
        return InvalidInputError(
            ja="コードが違うか、期限が切れています。新しいコードを送信してください。",
            en="The code is wrong or has expired. Send a new one.",
            field="code",
        )
    contact = find_contact(talent_record_id=request.talent_record_id)
    if contact is not None:
        # The answer goes where the code went, whatever address the paper names.
        request.claimant_mail = contact.mail
    request.identity_method = IdentityMethod.MAILED_CODE
    request.identified_at = now
    request.identified_by_id = actor.account_id
    request.identified_by_name = actor.name[:80]
    request.code_digest = None
    return take_step(actor=actor, request=request, event=RequestEvent.IDENTIFY, now=now)


def _digest(request: RightsRequest, code: str) -> bytes:
    """Return the keyed hash of a code, bound to its request."""
    text = f"rights code {request.organisation_id} {request.id} {code}"
    return hmac.digest(settings.INDEX_KEY, text.encode(), hashlib.sha256)
