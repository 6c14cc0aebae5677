"""Read registrations: the person's own, and the agency's queue. No other side reads here."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.timezone import localdate, localtime

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.queries import find_live_consent
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.orgs.queries import digest_of, find_door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.relay.duplicates import find_history
from tasuki.apps.relay.models import Registration, RelayContract
from tasuki.apps.relay.policy import person_actor
from tasuki.apps.relay.queries.stopped import is_veiled, veil_stopped
from tasuki.core.access import Permission, Role
from tasuki.core.dates import add_months, month_start
from tasuki.core.identity.names import full_name
from tasuki.core.relay.counting import (
    RISK_LABELS,
    CountDecision,
    CountingFacts,
    RiskFlag,
    decide_count,
)
from tasuki.core.relay.machines import ContractState, RegistrationState
from tasuki.core.relay.parameters import SelectionStage, parameters_from_json
from tasuki.core.relay.reasons import REFUSAL_CODES, ReasonCode
from tasuki.core.words import Words

OPEN_STATES = (RegistrationState.AGENCY_QUEUE, RegistrationState.HELD)
AGENCY_STATES = tuple(
    state
    for state in RegistrationState
    if state
    not in {
        RegistrationState.STARTED,
        RegistrationState.MAIL_VERIFIED,
        RegistrationState.CONSENTED,
        RegistrationState.ABANDONED,
    }
)


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What waits for the agency on a day."""

    waiting: int
    held: int
    to_count: int
    waiting_for_cap: int
    overdue: int


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of a registration beside the same field of the record it may repeat."""

    label: Words
    here: str
    there: str
    is_same: bool


# --- The person ------------------------------------------------------------------------------


def find_person_by_key(*, kind: str, key: str, now: datetime) -> Actor:
    """Return the person who holds a mailed key; works before any organisation is bound.

    Args:
        kind: ``Door.Kind.CONFIRM_MAIL`` or ``Door.Kind.REGISTRATION``.
        key: as it stood in the address.
        now: when.

    Raises:
        RefusedError: the key was used (``link_used``) or is too old (``link_expired``).
        NotVisibleError: there is no such key.
    """
    door = find_door(kind=kind, key=key, now=now)
    if door is None:
        raise refuse_dead_key(kind=kind, key=key)
    with bound(door.organisation_id, None):
        registration = Registration.objects.filter(id=door.subject).first()
        if registration is None:
            raise NotVisibleError
        return person_actor(
            organisation_id=door.organisation_id,
            registration_id=registration.id,
            talent_record_id=registration.talent_record_id,
            name=full_name(registration.family_name, registration.given_name),
        )


def refuse_dead_key(*, kind: str, key: str) -> NotVisibleError | RefusedError:
    """Return why a key opens nothing, for the person who holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select used_at is not null from tasuki.open_door(%s, %s)", [kind, digest_of(key)]
        )
        found = cursor.fetchone()
    if found is None:
        return NotVisibleError()
    if found[0]:
        return RefusedError(
            ja="このリンクはすでに使われました。確認は済んでいます。"
            "続きは、確認後に開いた画面か、受付のメールから行ってください。",
            en="This link was used already: the address is confirmed. "
            "Go on from the page that opened then, or from the mail of receipt.",
            code="link_used",
        )
    return RefusedError(
        ja="このリンクの有効期限が切れました。案内のページから、もう一度登録を始めてください。",
        en="This link has expired. Please start again from the page in the notice.",
        code="link_expired",
    )


def find_own_registration(*, actor: Actor) -> Registration:
    """Return the person's registration: the one of the key, else the newest of the record.

    Raises:
        NotVisibleError: there is none.
    """
    own = list_own_registrations(actor=actor)
    chosen = [one for one in own if one.id == actor.registration_id] or own
    if not chosen:
        raise NotVisibleError
    return chosen[0]


def list_own_registrations(*, actor: Actor) -> list[Registration]:
    """Return the person's registrations at the agency bound now, newest first."""
    require(actor, Permission.OWN_DATA_VIEW)
    if actor.role is not Role.PERSON:
        return []
    rows = Registration.objects.select_related("contract", "link").order_by("-created_at", "-id")
    return list(rows.filter(id__in=list_own_ids(actor=actor)))


def find_own_record_id(*, actor: Actor) -> UUID | None:
    """Return the record of the person who acts, by sign-in or by the key of a registration."""
    if actor.talent_record_id is not None or actor.registration_id is None:
        return actor.talent_record_id
    found = Registration.objects.filter(id=actor.registration_id).first()
    return found.talent_record_id if found is not None else None


def list_own_ids(*, actor: Actor) -> set[UUID]:
    """Return the ids of the registrations that are the actor's own."""
    own: set[UUID] = set()
    if actor.registration_id is not None:
        own.add(actor.registration_id)
    if actor.talent_record_id is not None:
        records = list_record_ids(talent_record_id=actor.talent_record_id)
        rows = Registration.objects.filter(talent_record_id__in=records)
        own |= set(rows.values_list("id", flat=True))
    return own


def lock_own_registration(*, actor: Actor, registration_id: UUID) -> Registration:
    """Return one of the person's registrations, locked until the transaction ends.

    Raises:
        NotVisibleError: it is not the actor's own.
    """
    if actor.role is not Role.PERSON or registration_id not in list_own_ids(actor=actor):
        raise NotVisibleError
    return lock_registration(registration_id=registration_id)


# --- The agency ------------------------------------------------------------------------------


def find_registration(*, registration_id: UUID) -> Registration:
    """Return one registration of the agency bound now; veiled where the use was stopped.

    Raises:
        NotVisibleError: there is none.
    """
    rows = Registration.objects.select_related("contract", "link").filter(id=registration_id)
    found: Registration | None = veil_stopped(rows).first()
    if found is None:
        raise NotVisibleError
    return found


def lock_registration(*, registration_id: UUID) -> Registration:
    """Return one registration, locked until the transaction ends.

    Raises:
        NotVisibleError: there is none.
    """
    [registration] = lock_registrations(registration_ids=[registration_id])
    return registration


def lock_registrations(*, registration_ids: "list[UUID] | set[UUID]") -> list[Registration]:
    """Return registrations, locked in the order of their keys, so that nobody waits in a ring.

    Raises:
        NotVisibleError: one of them does not exist here.
    """
    found = list(
        Registration.objects.select_related("contract", "link")
        .select_for_update(of=("self",))
        .filter(id__in=list(registration_ids))
        .order_by("id")
    )
    if len(found) != len(set(registration_ids)):
        raise NotVisibleError
    return found


def list_queue(
    *, state: str | None = None, book_id: UUID | None = None
) -> "QuerySet[Registration, Registration]":
    """Return what waits for an answer, the earliest due day first.

    Args:
        state: ``agency_queue``, ``held`` or ``accepted`` (a count to decide); None for the
            first two.
        book_id: only the people of one company's contract.
    """
    states = OPEN_STATES if state is None else (state,)
    rows = Registration.objects.select_related("contract", "link").filter(state__in=states)
    if book_id is not None:
        rows = rows.filter(book_id=book_id)
    return veil_stopped(rows).order_by("due_on", "completed_at", "id")


def list_registrations(
    *, state: str | None = None, book_id: UUID | None = None
) -> "QuerySet[Registration, Registration]":
    """Return the registrations that were completed, newest first; unfinished ones are nobody's."""
    rows = Registration.objects.select_related("contract", "link").filter(state__in=AGENCY_STATES)
    if state is not None:
        rows = rows.filter(state=state)
    if book_id is not None:
        rows = rows.filter(book_id=book_id)
    return veil_stopped(rows).order_by("-created_at", "-id")


def count_queue(*, on: date) -> QueueCounts:
    """Return how much waits for the agency on a day."""
    accepted = Q(state=RegistrationState.ACCEPTED)
    capped = Q(count_code=ReasonCode.N8)
    kinds = {
        "waiting": Q(state=RegistrationState.AGENCY_QUEUE),
        "held": Q(state=RegistrationState.HELD),
        "to_count": accepted & ~capped,
        "waiting_for_cap": accepted & capped,
        "overdue": Q(state__in=OPEN_STATES, due_on__lt=on),
    }
    rows = Registration.objects.filter(state__in=(*OPEN_STATES, RegistrationState.ACCEPTED))
    counts = {name: Count("id", filter=kind) for name, kind in kinds.items()}
    return QueueCounts(**rows.aggregate(**counts))


def count_reasons(*, book_id: UUID, since: date, until: date) -> dict[str, int]:
    """Return how many people of a contract were refused or not counted, by reason code.

    Args:
        book_id: the contract's book.
        since: first day, Tokyo.
        until: last day, Tokyo.
    """
    # By code, not by state: who left after the decision was decided about all the same.
    rows = Registration.objects.filter(book_id=book_id)
    refused = rows.filter(
        decision_code__in=REFUSAL_CODES,
        decided_at__date__gte=since,
        decided_at__date__lte=until,
    ).values_list("decision_code", flat=True)
    not_counted = rows.filter(counted_at__date__gte=since, counted_at__date__lte=until).exclude(
        count_code__in=("", ReasonCode.N8)
    )
    codes = not_counted.values_list("count_code", flat=True)
    return dict(sorted(Counter([*refused, *codes]).items()))


def preview_count(*, registration: Registration, now: datetime) -> CountDecision:
    """Return what the rules of the registration's own contract version say about its count.

    Args:
        registration: completed.
        now: when; the month of this moment counts toward the cap.
    """
    parameters = parameters_from_json(registration.contract.parameters)
    return decide_count(_counting_facts(registration, now=now), parameters=parameters)


def _counting_facts(registration: Registration, *, now: datetime) -> CountingFacts:
    completed_at = registration.completed_at
    assert completed_at is not None
    registered_on = localdate(completed_at)
    history = find_history(registration=registration)
    return CountingFacts(
        registered_on=registered_on,
        code_live_from=registration.link.active_from,
        code_live_to=registration.link.accepted_to,
        is_contract_running=_ran_at(registration.book_id, completed_at),
        is_mail_verified=registration.mail_verified_at is not None,
        is_own_act=registration.consented_at is not None,
        has_consents=_has_consent(registration, on=localdate(now)),
        is_accepted=registration.state == RegistrationState.ACCEPTED,
        stage_declared=SelectionStage(registration.stage_declared),
        result_month=registration.result_month,
        was_known_to_agency=history.was_known,
        was_counted_at_agency=history.was_counted,
        last_counted_on=history.last_counted_on,
        counted_this_month=count_counted_in_month(company_id=registration.company_id, now=now),
        has_open_hold=registration.state == RegistrationState.HELD,
    )


def count_counted_in_month(*, company_id: int, now: datetime) -> int:
    """Return how many people were counted for a company in the month of a moment (Tokyo)."""
    first = month_start(localdate(now))
    return Registration.objects.filter(
        company_id=company_id,
        counted_at__date__gte=first,
        counted_at__date__lt=add_months(first, 1),
        count_code="",
    ).count()


def _ran_at(book_id: UUID, moment: datetime) -> bool:
    """Return whether any version of the book ran then: a change of version is no gap."""
    versions = RelayContract.objects.filter(
        book_id=book_id, valid_from__lte=localdate(moment)
    ).exclude(state__in=(ContractState.DRAFT, ContractState.AGREED))
    return versions.filter(Q(ended_at=None) | Q(ended_at__gt=moment)).exists()


def _has_consent(registration: Registration, *, on: date) -> bool:
    if registration.talent_record_id is None:
        return False
    live = find_live_consent(
        talent_record_id=registration.talent_record_id, purpose=Purpose.PLACEMENT, on=on
    )
    return live is not None


def list_risk_labels(registration: Registration) -> list[Words]:
    """Return why a registration is held, in words."""
    return [RISK_LABELS[RiskFlag(flag)] for flag in registration.risk_flags]


def find_duplicate(*, registration: Registration) -> TalentRecord | None:
    """Return the record that may be the same person; None when nothing was suspected."""
    if registration.duplicate_of_id is None:
        return None
    return TalentRecord.objects.filter(id=registration.duplicate_of_id).first()


def compare_with_duplicate(*, registration: Registration) -> list[FieldPair]:
    """Return the fields of a registration beside those of the suspected record.

    Of a record whose use was stopped only whether a field is the same is told.
    """
    record = find_duplicate(registration=registration)
    if record is None:
        return []
    pairs = (
        (Words("氏名", "name"), registration.full_name, record.full_name),
        (Words("ふりがな", "kana"), registration.name_kana, record.name_kana),
        (Words("メール", "mail"), registration.mail, record.mail),
        (Words("電話", "phone"), registration.phone, record.phone),
        (
            Words("生年月日", "birth date"),
            _date_text(registration.birth_date),
            _date_text(record.birth_date),
        ),
    )
    shown = "" if is_veiled(record) else None
    return [
        FieldPair(label, here, there if shown is None else shown, here == there != "")
        for label, here, there in pairs
    ]


def _date_text(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""


def find_proof(*, actor: Actor, registration_id: UUID) -> FieldFile:
    """Return the file by which a person showed the stage; for reviewers only.

    Raises:
        NotAllowedError: the actor is no reviewer.
        NotVisibleError: there is no file.
    """
    require(actor, Permission.REGISTRATION_REVIEW)
    proof = find_registration(registration_id=registration_id).proof_file
    if not proof:
        raise NotVisibleError
    return proof


def count_same_day(*, registration: Registration, now: datetime) -> tuple[int, int, int]:
    """Return how many were completed this day under the code, from the device, from the address.

    The registration itself is among them.
    """
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Registration.objects.filter(completed_at__gte=midnight).exclude(id=registration.id)
    device, address = registration.risk_source[:32], registration.risk_source[32:]

    def count(rows: "QuerySet[Registration, Registration]") -> int:
        return rows.count() + 1

    return (
        count(today.filter(link_id=registration.link_id)),
        count(today.filter(risk_source__startswith=device)) if device.strip("-") else 1,
        count(today.filter(risk_source__endswith=address)) if address.strip("-") else 1,
    )
