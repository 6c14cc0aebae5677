"""A request comes in: from the person's own page, or on paper through the desk.

Nobody learns from an answer whether somebody else is known here: a person's request is held
against the person's own records only, and no other row is looked up.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.messages.actions import notify, queue_mail
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.actions import EDITABLE, take_numbers
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rights import texts
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries.requests import lock_request
from tasuki.apps.rights.steps import record_step, take_step
from tasuki.apps.rights.subjects import find_contact, list_own_record_ids
from tasuki.core.access import Permission, Role
from tasuki.core.law.citations import cite
from tasuki.core.law.clocks import request_due
from tasuki.core.rights.requests import (
    KINDS,
    WAITING_STATES,
    ClaimGround,
    IdentityMethod,
    RequestEvent,
    RequestKind,
    RequestState,
)

SCOPE_CHARACTERS_MAX = 2_000
JOINED_CHARACTERS_MAX = 10_000
JOIN_MARK = "\n---\n"


@action(act=None)
def file_request(
    *,
    actor: Actor,
    kind: RequestKind | str,
    talent_record_id: UUID | None,
    scope: str = "",
    form_wanted: str = RightsRequest.Form.ELECTRONIC,
    claim_ground: ClaimGround | str = ClaimGround.NOT_STATED,
    wanted: Mapping[str, str] | None = None,
    claimant: Mapping[str, str] | None = None,
    channel: str = RightsRequest.Channel.PAPER,
    received_at: datetime | None = None,
    now: datetime,
) -> RightsRequest:
    """Take a request of a person; a second one of the same kind joins the one that waits.

    Args:
        actor: the person (role ``PERSON``), or a member of the desk for a paper request.
        kind: what is asked for.
        talent_record_id: the record it is about. A person names an own one, or None for all
            that is theirs; the desk leaves None when the person is not known here.
        scope: in the person's words, at most 2,000 characters.
        form_wanted: a value of ``RightsRequest.Form``; the person chooses (33条2項).
        claim_ground: why the use should stop (article 35), if it is stated.
        wanted: for a correction: field of the record -> new value.
        claimant: of a paper request: ``name``, ``mail``, ``address``, ``agent_kind`` and
            ``agent_name`` as they stand on it. Ignored when the person asks.
        channel: how a request through the desk came in.
        received_at: when a paper request arrived; not after ``now``.
        now: when.

    Returns:
        The new request, or the waiting one it joined (``joined_count`` > 0).

    Raises:
        NotVisibleError: the record is not the person's own; the same answer for every id.
        InvalidInputError: an unknown kind, an empty or too long text, a field that cannot be
            corrected, or a day in the future.

    Source: 個人情報保護法 32条2項, 33条1項・5項, 34条1項, 35条1項・3項・5項, 37条.
    """
    is_person = actor.role is Role.PERSON
    require(actor, Permission.OWN_DATA_DECIDE if is_person else Permission.REQUEST_DECIDE)
    values: dict[str, Any] = {
        "kind": _checked_kind(kind),
        "scope": _checked_scope(scope),
        "form_wanted": _checked_choice(form_wanted, RightsRequest.Form.values, "form_wanted"),
        "claim_ground": _checked_choice(claim_ground, list(ClaimGround), "claim_ground"),
        "wanted": _checked_wanted(kind, wanted or {}, scope),
    }
    _lock_filing(actor.organisation_id)
    if is_person:
        values |= _own_values(actor, talent_record_id, now)
    else:
        values |= _desk_values(talent_record_id, claimant or {}, channel)
        values["received_at"] = _checked_arrival(received_at, now)
    joined = _join(actor, values, now=now)
    return joined or _create(actor, values, now=now)


@action(act=None)
def withdraw_request(*, actor: Actor, request_id: UUID, now: datetime) -> RightsRequest:
    """RQ8: the person takes a request back, or the desk for them, before it is decided.

    Raises:
        NotVisibleError: the request is not the person's own.
        RefusedError: it is decided already.
    """
    request = lock_request(request_id=request_id)
    if actor.role is Role.PERSON:
        require(actor, Permission.OWN_DATA_DECIDE)
        check_own(actor, request)
    else:
        require(actor, Permission.REQUEST_DECIDE)
    request.withdrawn_at = request.ended_at = now
    return take_step(actor=actor, request=request, event=RequestEvent.WITHDRAW, now=now)


def check_own(actor: Actor, request: RightsRequest) -> None:
    """Refuse a person who is not the one the request is about.

    Raises:
        NotVisibleError: it is somebody else's.
    """
    is_own_record = request.talent_record_id in list_own_record_ids(actor=actor)
    is_own_registration = (
        request.registration_id is not None and request.registration_id == actor.registration_id
    )
    if not is_own_record and not is_own_registration:
        raise NotVisibleError


def _own_values(actor: Actor, talent_record_id: UUID | None, now: datetime) -> dict[str, Any]:
    own = list_own_record_ids(actor=actor)
    if talent_record_id is not None and talent_record_id not in own:
        raise NotVisibleError
    if not own and actor.registration_id is None:
        raise NotVisibleError
    record_id = talent_record_id or actor.talent_record_id or min(own, default=None)
    contact = find_contact(talent_record_id=record_id, registration_id=actor.registration_id)
    if contact is None:
        raise NotVisibleError
    method = IdentityMethod.SIGN_IN if actor.account_id else IdentityMethod.MAILED_KEY
    return {
        "talent_record_id": record_id,
        "registration_id": actor.registration_id,
        "claimant_name": contact.name,
        "claimant_mail": contact.mail,
        "language": contact.language,
        "channel": RightsRequest.Channel.OWN_PAGE,
        "received_at": now,
        "state": RequestState.IDENTIFIED,
        "identity_method": method,
        "identified_at": now,
        "identified_by_id": actor.account_id,
    }


def _desk_values(
    talent_record_id: UUID | None, claimant: Mapping[str, str], channel: str
) -> dict[str, Any]:
    if (
        talent_record_id is not None
        and not TalentRecord.objects.filter(id=talent_record_id).exists()
    ):
        raise NotVisibleError
    contact = find_contact(talent_record_id=talent_record_id)
    name = claimant.get("name", "").strip() or (contact.name if contact else "")
    if not name:
        raise InvalidInputError(
            ja="請求した方の氏名を入力してください。",
            en="Enter the name of the person who asks.",
            field="claimant_name",
        )
    agent = _checked_choice(
        claimant.get("agent_kind", ""), RightsRequest.Agent.values, "agent_kind"
    )
    if agent and not claimant.get("agent_name", "").strip():
        raise InvalidInputError(
            ja="代理人の氏名を入力してください。",
            en="Enter the name of the agent.",
            field="agent_name",
        )
    own_page = RightsRequest.Channel.OWN_PAGE
    channels = [one for one in RightsRequest.Channel.values if one != own_page]
    return {
        "talent_record_id": talent_record_id,
        "claimant_name": name[:160],
        "claimant_mail": claimant.get("mail", "").strip().lower()
        or (contact.mail if contact else ""),
        "claimant_address": claimant.get("address", "").strip()[:200],
        "agent_kind": agent,
        "agent_name": claimant.get("agent_name", "").strip()[:160] if agent else "",
        "language": contact.language if contact else "ja",
        "channel": _checked_choice(channel, channels, "channel"),
    }


def _lock_filing(organisation_id: int) -> None:
    """Let one request of an organisation in at a time, so that two equal ones meet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('rights:' || %s, 0))",
            [organisation_id],
        )


def _join(actor: Actor, values: Mapping[str, Any], *, now: datetime) -> RightsRequest | None:
    """Add to the request of the same person and kind that waits, if there is one."""
    waiting = RightsRequest.objects.select_for_update().filter(
        kind=values["kind"], state__in=WAITING_STATES
    )
    if values["talent_record_id"] is not None:
        waiting = waiting.filter(talent_record_id=values["talent_record_id"])
    elif values.get("registration_id") is not None:
        waiting = waiting.filter(registration_id=values["registration_id"])
    else:
        return None
    request = waiting.first()
    if request is None:
        return None
    parts = [request.scope, str(values["scope"])]
    request.scope = JOIN_MARK.join(part for part in parts if part)[:JOINED_CHARACTERS_MAX]
    request.wanted = request.wanted | dict(values["wanted"])
    request.form_wanted = str(values["form_wanted"])
    request.joined_count += 1
    if request.state == RequestState.RECEIVED and values.get("identity_method"):
        # The person came in by themselves: who asks is known from now on.
        request.state = RequestState.IDENTIFIED
        request.identity_method = str(values["identity_method"])
        request.identified_at = now
    request.save()
    record_step(actor, request, "join", before=request.state, now=now)
    return request


def _create(actor: Actor, values: dict[str, Any], *, now: datetime) -> RightsRequest:
    received_at = values["received_at"]
    assert isinstance(received_at, datetime)
    [number] = take_numbers(name="rights_request")
    request = RightsRequest.objects.create(
        organisation_id=actor.organisation_id,
        number=f"R-{number:05d}",
        answer_by=request_due(localdate(received_at)).answer_by,
        **values,
    )
    record_step(actor, request, "file", before="", now=now)
    _tell_desk(actor, request, now=now)
    if request.claimant_mail:
        _mail_receipt(actor, request, now=now)
    return request


def _tell_desk(actor: Actor, request: RightsRequest, *, now: datetime) -> None:
    kind = KINDS[RequestKind(request.kind)].words
    notify(
        actor=actor,
        text=f"{kind.ja}の請求（{request.number}）を受け付けました。"
        f"{request.answer_by:%Y/%m/%d}までに回答してください。",
        text_en=f"Request {request.number} ({kind.en}) came in. "
        f"Answer it by {request.answer_by.isoformat()}.",
        url=f"/privacy/requests/{request.id}/",
        needs=Permission.REQUEST_VIEW,
        mail_to=Permission.REQUEST_DECIDE,
        now=now,
    )


def _mail_receipt(actor: Actor, request: RightsRequest, *, now: datetime) -> None:
    language = request.language
    kind = RequestKind(request.kind)
    words = {
        "name": request.claimant_name,
        "number": request.number,
        "organisation": _organisation_name(request.organisation_id, language),
        "kind": texts.kind_text(kind, language),
        "article": cite(KINDS[kind].article, language),
        "received": texts.day_text(localdate(request.received_at), language),
        "answer_by": texts.day_text(request.answer_by, language),
    }
    queue_mail(
        actor=actor,
        kind="rights_received",
        to_address=request.claimant_mail,
        subject=texts.fill(texts.RECEIVED_SUBJECT, language, **words),
        text=texts.fill(texts.RECEIVED_TEXT, language, **words),
        language=language,
        reference_kind="rights_request",
        reference_id=request.id,
        person_id=request.talent_record_id or request.id,
        now=now,
    )


def _organisation_name(organisation_id: int, language: str) -> str:
    organisation = Organisation.objects.get(id=organisation_id)
    return (organisation.name_en if language.startswith("en") else "") or organisation.name


def _checked_kind(kind: RequestKind | str) -> RequestKind:
    try:
        return RequestKind(kind)
    except ValueError as error:
        raise InvalidInputError(
            ja="請求の種類を一覧から選んでください。",
            en="Choose the kind of request from the list.",
            field="kind",
        ) from error


def _checked_scope(scope: str) -> str:
    text = scope.strip()
    if len(text) > SCOPE_CHARACTERS_MAX or "\0" in text:
        raise InvalidInputError(
            ja=f"請求の内容は{SCOPE_CHARACTERS_MAX:,}文字以内で入力してください。",
            en=f"Enter at most {SCOPE_CHARACTERS_MAX:,} characters.",
            field="scope",
        )
    return text


def _checked_choice(value: object, allowed: list[str], field: str) -> str:
    if str(value) in allowed:
        return str(value)
    raise InvalidInputError(
        ja="一覧から選んでください。", en="Choose one from the list.", field=field
    )


def _checked_wanted(
    kind: RequestKind | str, wanted: Mapping[str, str], scope: str
) -> dict[str, str]:
    if kind != RequestKind.CORRECTION:
        return {}
    values = {field: str(value).strip() for field, value in wanted.items() if str(value).strip()}
    if unknown := sorted(values.keys() - EDITABLE):
        raise InvalidInputError(
            ja=f"この項目は訂正の対象になりません：{unknown[0]}",
            en=f"This field cannot be corrected: {unknown[0]}",
            field="wanted",
        )
    if not values and not scope.strip():
        raise InvalidInputError(
            ja="どの内容をどう訂正するかを入力してください。",
            en="Say what should be corrected, and how.",
            field="scope",
        )
    return values


def _checked_arrival(received_at: datetime | None, now: datetime) -> datetime:
    if received_at is not None and received_at > now:
        raise InvalidInputError(
            ja="受付日時が未来になっています。届いた日時を入力してください。",
            en="The moment of arrival lies in the future. Enter when it came in.",
            field="received_at",
        )
    return received_at or now
