"""Erase one person in one organisation; keep locked what a law orders to keep.

What is erased is found through the declarations beside the models: every rule that names a
``subject`` is followed. A second pass looks for the person's name, addresses and phone in the
free texts of all other rows. The keys that sealed the person's values are destroyed, so that no
copy in a backup opens any more.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.holds import is_held
from tasuki.adapters.sealed import SealedRows
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.models import ProvisionRecord, ReceiptRecord
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.imports.forgetting import forget_person
from tasuki.apps.keys.actions import forget_keys
from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.messages.models import Suppression
from tasuki.apps.orgs.actions import remove_unused_account
from tasuki.apps.orgs.models import Door
from tasuki.apps.people.actions.bulk import forget_exports
from tasuki.apps.relay.models import SlotCandidate
from tasuki.apps.same_person.forgetting import forget_pairs
from tasuki.apps.upkeep import engine, subjects
from tasuki.apps.upkeep.accounts import forget_waiting_codes
from tasuki.apps.upkeep.declarations import Rule, has_field, list_rules
from tasuki.apps.upkeep.holds import check_not_held
from tasuki.apps.upkeep.leaving import end_dealings
from tasuki.apps.upkeep.locked import lock_away
from tasuki.apps.upkeep.receipt import mail_receipt
from tasuki.apps.upkeep.subjects import Subject
from tasuki.apps.upkeep.sweeping import sweep_texts, words_of
from tasuki.core.access import Permission, Role
from tasuki.core.law.record_kinds import RecordKind
from tasuki.core.retention import AtCeiling
from tasuki.core.sealing import ORGANISATION_SUBJECT

GROUNDS = frozenset({"request", "withdrawal", "own_act"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """What stays locked, until when and why.

    Attributes:
        name: model label, such as ``placement.JobSeeker``.
        until: last day on which it must be kept; None while its clock has not started.
        basis: the law behind it.
    """

    name: str
    until: date | None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReport:
    """What became of a person's data in one organisation.

    Attributes:
        erased: model label -> rows deleted or emptied.
        kept: what a law orders to keep, locked away.
    """

    erased: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[KeptRecord, ...] = ()


@action(act=None)
def erase_person(
    *,
    actor: Actor,
    talent_record_id: UUID | None = None,
    registration_id: UUID | None = None,
    ground: str,
    now: datetime,
) -> ErasureReport:
    """Erase a person in the actor's organisation; exactly one of the two ids is given.

    Args:
        actor: the person (``OWN_DATA_DECIDE``, own ids only), or who decides requests.
        talent_record_id: the person as the organisation knows him or her.
        registration_id: a registration whose person has no record yet, or any of the person's.
        ground: ``request``, ``withdrawal`` or ``own_act``.
        now: the moment of the act.

    Raises:
        RefusedError: H8, the person's data are under a legal hold.
        NotVisibleError: no such person here.

    Source: 個人情報保護法 22条, 35条; 職業安定法施行規則 24条の7.
    """
    if actor.role is not Role.PERSON:
        require(actor, Permission.REQUEST_DECIDE)
    else:
        require(actor, Permission.OWN_DATA_DECIDE)
    if (talent_record_id is None) == (registration_id is None) or ground not in GROUNDS:
        raise InvalidInputError(
            ja="消去する本人と理由を1つずつ指定してください。",
            en="Name one person and one ground.",
            field="ground",
        )
    subject = subjects.find_subject(
        talent_record_id=talent_record_id, registration_id=registration_id
    )
    if subject is None or (actor.role is Role.PERSON and not _is_own(actor, subject)):
        raise NotVisibleError
    check_not_held(
        actor=actor, subject_ids=subject.ids, labels=_labels_about(subject), on=localdate(now)
    )
    end_dealings(actor=actor, subject=subject, now=now)
    recipients = lock_receipts(actor=actor, subject=subject, ground=ground, now=now)
    report = erase_rows(subject, ground=ground, now=now)
    _tell_and_close(actor, subject, report, now=now)
    audit.record(
        actor=actor,
        kind="person.erase",
        object_kind="talent_record",
        object_id=min(subject.record_ids or subject.registration_ids),
        now=now,
        data={
            "ground": ground,
            "erased": dict(report.erased),
            "locked": len(report.kept),
            "locked_at_recipients": recipients,
        },
    )
    return report


def _is_own(actor: Actor, subject: Subject) -> bool:
    return bool({actor.talent_record_id, actor.registration_id} & subject.ids)


def _labels_about(subject: Subject) -> set[str]:
    """Return the models of which there are rows about a person that an erasure would empty."""
    return {
        rule.model._meta.label
        for rule in _rules_about_persons()
        if find_rows(rule, subject).exists()
    }


def _rules_about_persons() -> list[Rule]:
    """Return one rule for each model of an organisation whose rows name their person."""
    found: dict[type[models.Model], Rule] = {}
    for rule in list_rules():
        if rule.retention.subject and rule.emptied_fields and has_field(rule.model, "organisation"):
            found.setdefault(rule.model, rule)
    return list(found.values())


def erase_rows(subject: Subject, *, ground: str, now: datetime) -> ErasureReport:
    """Lock what must be kept, empty or delete the rest, sweep the texts, forget the keys."""
    erased: Counter[str] = Counter()
    kept: list[KeptRecord] = []
    keys: set[UUID] = set(subject.record_ids)
    for rule in _rules_about_persons():
        rows = find_rows(rule, subject)
        keys |= _keys_of(rows)
        kept += _lock_kept(rule, rows, ground=ground, now=now)
        erased[rule.model._meta.label] += _erase(rule, rows, on=localdate(now))
    erased["orgs.Door"] += Door.objects.filter(subject__in=subject.ids).delete()[0]
    erased["same_person.Pair"] += forget_pairs(record_ids=subject.record_ids)
    erased["texts"] += sweep_texts(subject, on=localdate(now))
    erased["imports.StagedRow"] += forget_person(is_named_in=words_of(subject).are_in)
    erased["people.BulkRun"] += forget_exports(record_ids=subject.record_ids)
    erased["sessions"] += forget_waiting_codes(mails=subject.mails)
    forget_keys(subject_ids=keys - {ORGANISATION_SUBJECT})
    return ErasureReport(erased={name: n for name, n in erased.items() if n}, kept=tuple(kept))


def lock_receipts(*, actor: Actor, subject: Subject, ground: str, now: datetime) -> int:
    """Lock the name in the receipts of those who got the person's data; return how many.

    A recipient must keep its record of receipt (個人情報保護法30条) and may use it for nothing
    else. An employer who hired the person keeps the record as it is.
    """
    given = ProvisionRecord.objects.filter(
        talent_record_id__in=subject.record_ids, recipient_id__isnull=False
    )
    count = 0
    for provision_id, recipient_id in given.values_list("id", "recipient_id"):
        assert recipient_id is not None
        with bound(recipient_id, actor.account_id):
            count += _lock_receipt(
                actor=replace(actor, organisation_id=recipient_id, name=""),
                provision_id=provision_id,
                ground=ground,
                now=now,
            )
    return count


def _lock_receipt(*, actor: Actor, provision_id: UUID, ground: str, now: datetime) -> int:
    """Lock the receipt of one provision where the recipient is bound; its chain says so."""
    [rule] = [rule for rule in list_rules() if rule.model is ReceiptRecord]
    count = 0
    named = ReceiptRecord.objects.filter(provision_record_id=provision_id).exclude(subject_name="")
    for receipt in named:
        copies = SlotCandidate.objects.filter(receipt_record_id=receipt.id)
        if copies.filter(outcome="hired").exists():
            continue
        # The recipient's own hold keeps what the recipient has; the giver's request cannot end it.
        is_kept = is_held(ReceiptRecord, receipt.id, provision_id)
        if not is_kept:
            rows = ReceiptRecord.objects.filter(id=receipt.id)
            _lock_kept(rule, rows, ground=ground, now=now)
            count += _erase(rule, rows, on=localdate(now))
        audit.record(
            actor=actor,
            kind="receipt.held" if is_kept else "receipt.lock",
            object_kind="receipt_record",
            object_id=receipt.id,
            now=now,
            data={"ground": ground, "by_provider": True},
        )
    return count


def find_rows(rule: Rule, subject: Subject) -> "QuerySet[Any, Any]":
    """Return the rows of one rule that are about a person.

    A request that still waits for its answer is none of them: the person must be told (35条7項).
    """
    path = rule.retention.subject
    rows = rule.model._default_manager.filter(**{f"{path}__in": subject.ids_for(rule.model, path)})
    if rule.retention.kind is RecordKind.REQUEST_RECORD:
        return rows.exclude(**{rule.retention.clock: None})
    return rows


def lock_answered(*, row: models.Model, names: Collection[str], now: datetime) -> None:
    """Lock a row whose person was erased before, and empty what led to the person.

    Args:
        row: saved, its clock started.
        names: the fields to empty.
        now: when.
    """
    [rule] = [rule for rule in list_rules() if rule.model is type(row)]
    on = localdate(now)
    until = rule.retention.kept_through(on, on=on)
    lock_away(rule, row, ground="request", kept_through=until, now=now)
    for name in names:
        setattr(row, name, "")
    row.save()


def _keys_of(rows: "QuerySet[Any, Any]") -> set[UUID]:
    return {row.key_subject() for row in rows if isinstance(row, SealedRows)}


def _lock_kept(
    rule: Rule, rows: "QuerySet[Any, Any]", *, ground: str, now: datetime
) -> list[KeptRecord]:
    """Lock the rows whose floor still runs; the audit chain needs no person's words."""
    on = localdate(now)
    if rule.retention.floor(on=on) is None or rule.retention.in_order:
        return []
    kept = []
    starts = dict(
        engine.find_starts(rule, on=on).filter(pk__in=rows.values("pk")).values_list("pk", "start")
    )
    for row in rows.filter(engine.filled(rule)):
        start = starts[row.pk]
        if rule.retention.is_deletable(start, on=on):
            continue
        until = None if start is None else rule.retention.kept_through(start, on=on)
        lock_away(rule, row, ground=ground, kept_through=until, now=now)
        kept.append(
            KeptRecord(name=rule.model._meta.label, until=until, basis=rule.retention.source(on=on))
        )
    return kept


def _erase(rule: Rule, rows: "QuerySet[Any, Any]", *, on: date) -> int:
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return 0
    found = rule.model._default_manager.filter(pk__in=keys)
    is_deleted = (
        rule.retention.at_ceiling is AtCeiling.DELETE and rule.retention.floor(on=on) is None
    )
    if is_deleted:
        engine.delete_rows(rule, found)
    else:
        engine.empty_rows(rule, found)
    return len(keys)


def _tell_and_close(
    actor: Actor, subject: Subject, report: ErasureReport, *, now: datetime
) -> None:
    """Tell the person once, stop every further mail, and close the login."""
    for address in sorted(subject.mails):
        suppress_address(address=address, reason=Suppression.Reason.STOP_USE)
    if subject.mails:
        mail_receipt(
            actor=actor,
            to_address=min(subject.mails),
            language=subject.language,
            kept=[(record.name, record.until) for record in report.kept],
            now=now,
        )
    for address in subject.mails:
        remove_unused_account(email=address, talent_record_ids=subject.record_ids)
