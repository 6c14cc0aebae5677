"""Decide a request by a named human, do it, and tell the person.

Source: 個人情報保護法 33条2項・3項・5項, 34条2項・3項, 35条2項・4項・6項・7項, 36条.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_view
from tasuki.apps.rights import executing, texts
from tasuki.apps.rights.collectors import PROVISION_NAMES, collect
from tasuki.apps.rights.executing import Effect
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries.requests import lock_request
from tasuki.apps.rights.steps import check_step, require_human, take_step
from tasuki.apps.upkeep.erasure import lock_answered
from tasuki.core.access import Permission
from tasuki.core.law.stops import check_human_decision
from tasuki.core.rights.requests import (
    KINDS,
    REFUSAL_WORDS,
    REQUEST,
    RefusalGround,
    RequestEvent,
    RequestKind,
    RequestState,
    can_grant,
)

ANSWER_LIFE: Final = timedelta(days=30)
TEXT_CHARACTERS_MAX: Final = 5_000
_CONTACT: Final = ("claimant_name", "claimant_mail", "claimant_address", "agent_name")
"""To whom the decision is told (35条7項); after an erasure they go with the answer."""
_PARTIAL: Final = frozenset({RefusalGround.HARM, RefusalGround.BUSINESS, RefusalGround.OTHER_LAW})


@action(act=None)
def grant_request(
    *,
    actor: Actor,
    request_id: UUID,
    answer_text: str = "",
    note: str = "",
    values: Mapping[str, str] | None = None,
    withheld_ground: RefusalGround | str = "",
    is_stop_instead: bool = False,
    now: datetime,
) -> RightsRequest:
    """RQ2-RQ5: do what was asked, at once and in the same transaction.

    Args:
        actor: the human who decides.
        request_id: a request whose identity was checked.
        answer_text: the answer; empty takes the usual words in the person's language.
        note: the facts that were found; stays inside.
        values: for a correction: field -> new value; empty takes what the person asked for.
        withheld_ground: for a disclosure: the ground on which assessments are left out.
        is_stop_instead: for an erasure: stop the use instead (35条, the person's wish allows).
        now: when.

    Raises:
        RefusedError: the identity is open, the request is decided, nothing is held, or a legal
            hold forbids the erasure (H8).
        InvalidInputError: a text is too long, or a correction changes nothing.
        NotAllowedError: no named human acts (H12).
    """
    require(actor, Permission.REQUEST_DECIDE)
    account_id, name = require_human(actor)
    request = lock_request(request_id=request_id)
    kind = RequestKind(request.kind)
    event = RequestEvent.STOP if is_stop_instead else KINDS[kind].granting
    if not can_grant(kind, event):
        raise InvalidInputError(
            ja="この種類の請求には、この回答を選べません。",
            en="This answer does not fit this kind of request.",
            field="outcome",
        )
    check_step(request, event)
    ground = _checked_withheld(kind, withheld_ground)
    text = _checked_text(answer_text) or _usual_answer(request, is_stop_instead, ground)
    effect = _execute(actor, request, event, values, bool(ground), now)
    request.refresh_from_db()
    request.changes = effect.changes
    request.kept = effect.kept
    request.found_counts = effect.counts
    request.refusal_ground = ground
    request.answer_text = text
    _sign(request, account_id, name, event, note, now)
    return take_step(actor=actor, request=request, event=event, now=now)


@action(act=None)
def refuse_request(
    *,
    actor: Actor,
    request_id: UUID,
    ground: RefusalGround | str,
    note: str,
    answer_text: str = "",
    now: datetime,
) -> RightsRequest:
    """RQ6: do not follow a request, on a ground of the law that fits its kind.

    Args:
        actor: the human who decides.
        request_id: a request that is not decided; an open identity leaves two grounds only.
        ground: one of ``KINDS[kind].grounds``.
        note: the facts that were found, 1-5,000 characters; the explanation of article 36.
        answer_text: the answer; empty takes the usual words with the ground and the note.
        now: when.

    Raises:
        RefusedError: H12 without a reason; or the request is decided already.
        InvalidInputError: the ground does not fit.
    """
    require(actor, Permission.REQUEST_DECIDE)
    account_id, name = require_human(actor)
    reason = _checked_text(note)
    if refusal := check_human_decision(decided_by=name, reason=reason):
        raise RefusedError.by_law(refusal)
    request = lock_request(request_id=request_id)
    check_step(request, RequestEvent.REFUSE)
    found = _checked_ground(request, ground)
    text = _checked_text(answer_text)
    if not text:
        words = REFUSAL_WORDS[found].in_language(request.language)
        text = texts.fill(texts.REFUSED_ANSWER, request.language, ground=words) + f"\n\n{reason}"
    request.refusal_ground = found
    request.answer_text = text
    _sign(request, account_id, name, RequestEvent.REFUSE, reason, now)
    return take_step(actor=actor, request=request, event=RequestEvent.REFUSE, now=now)


@action(act=None)
def answer_request(
    *,
    actor: Actor,
    request_id: UUID,
    sent_how: str = RightsRequest.SentHow.MAIL,
    now: datetime,
) -> RightsRequest:
    """RQ7: send the answer; by mail it carries a link of 30 days to the files.

    Args:
        actor: a member of the desk.
        request_id: a decided request.
        sent_how: a value of ``RightsRequest.SentHow`` except the empty one.
        now: when.

    Raises:
        RefusedError: nothing is decided yet, or it was sent already.
        InvalidInputError: no way of sending, or no mail address is known.
    """
    require(actor, Permission.REQUEST_DECIDE)
    request = lock_request(request_id=request_id)
    check_step(request, RequestEvent.NOTIFY)
    if sent_how not in {RightsRequest.SentHow.MAIL, "post", "hand"}:
        raise InvalidInputError(
            ja="送り方を一覧から選んでください。", en="Choose how it is sent.", field="sent_how"
        )
    if sent_how == RightsRequest.SentHow.MAIL:
        request.mail_id = _mail_answer(actor, request, now=now)
    request.sent_how = sent_how
    request.notified_at = request.ended_at = now
    done = take_step(actor=actor, request=request, event=RequestEvent.NOTIFY, now=now)
    if request.outcome == RequestState.ERASED:
        lock_answered(row=done, names=_CONTACT, now=now)
    return done


def _execute(
    actor: Actor,
    request: RightsRequest,
    event: RequestEvent,
    values: Mapping[str, str] | None,
    without_assessments: bool,
    now: datetime,
) -> Effect:
    if event is RequestEvent.DISCLOSE:
        record_view(
            actor=actor,
            talent_record_id=request.talent_record_id,
            way=RecordView.Way.EXPORTED,
            now=now,
        )
        return _disclose(request, without_assessments)
    if event is RequestEvent.CORRECT:
        return executing.correct(
            actor=actor, request=request, values=values or request.wanted, now=now
        )
    acts: dict[RequestEvent, Callable[..., Effect]] = {
        RequestEvent.ERASE: executing.erase,
        RequestEvent.STOP: executing.stop_provision
        if request.kind == RequestKind.STOP_PROVISION
        else executing.stop_use,
    }
    return acts[event](actor=actor, request=request, now=now)


def _disclose(request: RightsRequest, without_assessments: bool) -> Effect:
    names = PROVISION_NAMES if request.kind == RequestKind.PROVISIONS else None
    found = collect(
        executing.subject_of(request), names=names, without_assessments=without_assessments
    )
    counts = {one.collector.name: len(one.rows) for one in found if one.rows}
    if not counts.keys() - {"requests"} and request.kind == RequestKind.DISCLOSURE:
        raise executing.not_held()
    return Effect(counts=counts)


def _sign(
    request: RightsRequest,
    account_id: int,
    name: str,
    event: RequestEvent,
    note: str,
    now: datetime,
) -> None:
    request.outcome = REQUEST.next_state(RequestState(request.state), event)
    request.decision_note = _checked_text(note)
    request.decided_at, request.decided_by_id, request.decided_by_name = now, account_id, name


def _usual_answer(request: RightsRequest, is_stop_instead: bool, ground: str) -> str:
    language = request.language
    kind = RequestKind(request.kind)
    words = texts.STOPPED_INSTEAD if is_stop_instead else texts.draft_answer(kind)
    text = words.in_language(language)
    if ground:
        reason = REFUSAL_WORDS[RefusalGround(ground)].in_language(language)
        text += "\n" + texts.fill(texts.PARTIAL_ANSWER, language, ground=reason)
    return text


def _checked_withheld(kind: RequestKind, ground: RefusalGround | str) -> str:
    if not ground:
        return ""
    if kind is RequestKind.DISCLOSURE and ground in _PARTIAL:
        return str(ground)
    raise InvalidInputError(
        ja="一部を開示しない理由は、33条2項の3つから選んでください。",
        en="Choose one of the three grounds of article 33 (2).",
        field="withheld_ground",
    )


def _checked_ground(request: RightsRequest, ground: RefusalGround | str) -> RefusalGround:
    fitting = list_grounds(request)
    for one in fitting:
        if one == ground:
            return one
    raise InvalidInputError(
        ja="この請求に応じない理由を、一覧から選んでください。",
        en="Choose a ground of the law that fits this request.",
        field="ground",
    )


def list_grounds(request: RightsRequest) -> tuple[RefusalGround, ...]:
    """Return the grounds on which a request may be refused in its present state."""
    if request.state == RequestState.RECEIVED:
        return (RefusalGround.IDENTITY, RefusalGround.AUTHORITY)
    return KINDS[RequestKind(request.kind)].grounds


def _checked_text(text: str) -> str:
    stripped = text.strip()
    if len(stripped) > TEXT_CHARACTERS_MAX or "\0" in stripped:
        raise InvalidInputError(
            ja=f"文章は{TEXT_CHARACTERS_MAX:,}文字以内で入力してください。",
            en=f"Enter at most {TEXT_CHARACTERS_MAX:,} characters.",
            field="answer_text",
        )
    return stripped


def _mail_answer(actor: Actor, request: RightsRequest, *, now: datetime) -> UUID:
    if not request.claimant_mail:
        raise InvalidInputError(
            ja="メールアドレスがありません。郵送または手渡しを選んでください。",
            en="No mail address is known. Choose post or handing over.",
            field="sent_how",
        )
    _check_address_is_on_record(request)
    until = now + ANSWER_LIFE
    key = make_door(kind=Door.Kind.RIGHTS_ANSWER, subject=request.id, expires_at=until)
    language = request.language
    organisation = find_organisation(organisation_id=actor.organisation_id)
    values = {
        "name": request.claimant_name,
        "number": request.number,
        "organisation": organisation.name,
        "kind": texts.kind_text(RequestKind(request.kind), language),
        "answer": request.answer_text,
        "until": texts.day_text(localdate(until), language),
        "url": f"{settings.BASE_URL}/privacy/answers/{key}/",
    }
    mail = queue_mail(
        actor=actor,
        kind="rights_answered",
        to_address=request.claimant_mail,
        subject=texts.fill(texts.ANSWERED_SUBJECT, language, **values),
        text=texts.fill(texts.ANSWERED_TEXT, language, **values),
        language=language,
        reference_kind="rights_request",
        reference_id=request.id,
        # After an erasure the key of the person is gone; the request keeps its own.
        person_id=request.id
        if request.outcome == RequestState.ERASED
        else request.talent_record_id,
        now=now,
    )
    return mail.id


def _check_address_is_on_record(request: RightsRequest) -> None:
    """Refuse to mail personal data to an address that only stands on a paper.

    A document shows who asks, and not whose mailbox an address is.

    Raises:
        RefusedError: data were disclosed, and the address is not on record for the person.

    Source: 個人情報保護法 23条 (safeguards), 37条.
    """
    if request.outcome != RequestState.DISCLOSED:
        return
    if request.claimant_mail.strip().lower() not in executing.subject_of(request).mails:
        raise RefusedError(
            ja="書面のメールアドレスは、この方の登録と一致しません。"
            "郵送または手渡しで回答してください。",
            en="The address on the paper is not the one on record for this person. "
            "Answer by post or hand it over.",
            code="address_not_on_record",
        )
