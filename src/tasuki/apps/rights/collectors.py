"""What the organisation holds about one person: one collector for every table that names people.

A disclosure asks all of them, so that data of a new area cannot be forgotten: a repository test
walks all models with ``personal_fields`` and fails when one has neither a collector nor a
written reason why it cannot hold a person's data of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import FileField, Model, Q
from django.utils import timezone

from tasuki.adapters.sealed import BlindIndexField
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.consent.models import ConsentEvent, ProvisionRecord, ReceiptRecord
from tasuki.apps.imports.models import ImportChange, StagedRow
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.messages.queries import shown_text
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.people.models import (
    Application,
    ApplicationStep,
    Career,
    Employment,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonNote,
    PersonSkill,
    PersonTag,
    RecordView,
    TalentRecord,
)
from tasuki.apps.placement.models import Introduction, JobSeeker
from tasuki.apps.quarantine.models import HeldText
from tasuki.apps.relay.models import Invite, Registration, Release, SlotCandidate
from tasuki.apps.rights.models import IncidentPerson, RightsRequest
from tasuki.apps.rights.subjects import Subject
from tasuki.apps.upkeep.models import LegalHold
from tasuki.core.words import Words

_TECHNICAL: Final = frozenset(
    {"organisation", "name_key", "search_key", "further_names", "row_version"}
)
ROWS_MAX: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """How the rows of one table that are about a person are found and written.

    Attributes:
        name: key in the JSON file.
        words: heading in the list.
        purpose: what the data is used for, as the person is told it.
        model: the table.
        find: condition for the rows of a person.
        keeps: whether a row is really the person's, where its content is encrypted.
        left_out: field -> why it is not disclosed.
        assessments: fields that hold opinions about the person; left out where the answer
            names a ground for it (33条2項2号).
        values: writes a row by other means than its fields.
    """

    name: str
    words: Words
    purpose: Words
    model: type[Model]
    find: Callable[[Subject], Q]
    keeps: Callable[[Any, Subject], bool] | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    assessments: tuple[str, ...] = ()
    values: Callable[[Any, Subject], dict[str, Any]] | None = None

    def rows(self, subject: Subject) -> list[Any]:
        """Return the rows about a person in the organisation bound now, oldest first."""
        found = self.model._default_manager.filter(self.find(subject)).order_by("created_at", "pk")
        if self.keeps is None:
            return list(found[:ROWS_MAX])
        return [one for one in found.iterator() if self.keeps(one, subject)][:ROWS_MAX]

    def write(self, row: Model, subject: Subject, *, without_assessments: bool) -> dict[str, Any]:
        """Return a row as plain values by field name; technical columns are left out."""
        if self.values is not None:
            return self.values(row, subject)
        hidden = {*_TECHNICAL, *self.left_out}
        if without_assessments:
            hidden |= set(self.assessments)
        return {
            one.attname: plain(_read(row, one))
            for one in row._meta.concrete_fields
            if not isinstance(one, BlindIndexField)
            and one.name not in hidden
            and one.attname not in hidden
        }


def _read(row: Model, one: Any) -> Any:
    value = getattr(row, one.attname)
    return bool(value) if isinstance(one, FileField) else value


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; times are local to Tokyo."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def _records(path: str) -> Callable[[Subject], Q]:
    return lambda subject: Q(**{f"{path}__in": subject.record_ids})


def _cases(mail: str) -> Callable[[Subject], Q]:
    """A case is joined to the record; one that was made before the record is found by address."""
    return lambda subject: (
        Q(talent_record_id__in=subject.record_ids)
        | Q(**{"talent_record_id": None, f"{mail}__in": sorted(subject.mails)})
    )


def _mail_values(row: OutboxMail, _subject: Subject) -> dict[str, Any]:
    """Return a mail without the keys of its links: whoever holds one acts as the person."""
    return {
        "sent_at": plain(row.sent_at),
        "state": row.state,
        "to_address": row.to_address,
        "subject": row.subject,
        "text": shown_text(row),
    }


def _staged_values(row: StagedRow, subject: Subject) -> dict[str, Any]:
    """Return the cells of a row of a file that was not imported, or waits."""
    content = row.content
    return {
        "line": row.line,
        "state": row.verdict,
        "cells": plain(content.get("cells", [])),
        "corrected": plain(row.edits),
    }


def _is_staged(row: StagedRow, subject: Subject) -> bool:
    if row.person_id in subject.record_ids:
        return True
    return any(mail in str(row.content) for mail in subject.mails)


def _skill_values(row: PersonSkill, _subject: Subject) -> dict[str, Any]:
    """Return a skill by its name; an assessment keeps to its own heading."""
    return {
        "skill": row.skill.name,
        "level": row.level,
        "evidence": row.evidence,
        "as_of": plain(row.as_of),
        "obtained_on": plain(row.obtained_on),
        "expires_on": plain(row.expires_on),
    }


def _tag_values(row: PersonTag, _subject: Subject) -> dict[str, Any]:
    """Return a tag by its word."""
    return {
        "tag": row.tag.name,
        "remind_on": plain(row.remind_on),
        "is_removed": row.removed_batch_id is not None,
        "created_at": plain(row.created_at),
    }


def _receipts(subject: Subject) -> Q:
    """Receipts by what was handed over to this organisation about the person."""
    ids = SlotCandidate.objects.filter(_candidates(subject)).values("receipt_record_id")
    return Q(id__in=ids)


def _candidates(subject: Subject) -> Q:
    return Q(released_mail_index__in=sorted(subject.mails))


_CHAIN: Final = "holds the chain of events together and says nothing of the person"
_PLACEMENT: Final = Words("職業紹介", "job placement")
_SELECTION: Final = Words("採用選考と結果の連絡", "selection and telling the result")
_WORK: Final = Words("契約と労務の管理", "managing the contract and the work")
_PROOF: Final = Words("法令に基づく記録", "records that a law asks for")

COLLECTORS: Final = (
    Collector(
        name="records",
        words=Words("基本情報", "Basic data"),
        purpose=Words("本人への連絡と本人の確認", "writing to you and knowing who you are"),
        model=TalentRecord,
        find=lambda subject: Q(id__in=subject.record_ids),
    ),
    Collector(
        name="names",
        words=Words("ほかの名前", "Other names"),
        purpose=Words("本人の確認", "knowing who you are"),
        model=PersonName,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="contacts",
        words=Words("ほかの連絡先", "Other contacts"),
        purpose=Words("本人への連絡", "writing to you"),
        model=PersonContact,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="employments",
        words=Words("在籍", "Employment"),
        purpose=_WORK,
        model=Employment,
        find=_records("talent_record_id"),
        assessments=("left_reason",),
    ),
    Collector(
        name="careers",
        words=Words("職歴", "Career"),
        purpose=_SELECTION,
        model=Career,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="skills",
        words=Words("スキル・資格（本人の申告）", "Skills and certificates by own statement"),
        purpose=_SELECTION,
        model=PersonSkill,
        find=lambda subject: Q(
            talent_record_id__in=subject.record_ids, source=PersonSkill.Source.STATEMENT
        ),
        values=_skill_values,
    ),
    Collector(
        name="skill_assessments",
        words=Words("スキルの評価", "Assessments of skills"),
        purpose=_WORK,
        model=PersonSkill,
        find=lambda subject: Q(
            talent_record_id__in=subject.record_ids, source=PersonSkill.Source.ASSESSMENT
        ),
        left_out={"talent_record_id": "the id of this very person's record"},
        assessments=("level", "evidence"),
    ),
    Collector(
        name="tags",
        words=Words("タグ", "Tags"),
        purpose=_SELECTION,
        model=PersonTag,
        find=_records("talent_record_id"),
        values=_tag_values,
    ),
    Collector(
        name="notes",
        words=Words("メモ", "Notes"),
        purpose=_SELECTION,
        model=PersonNote,
        find=_records("talent_record_id"),
        left_out={"author_id": "a member of staff; the day is shown"},
        assessments=("text",),
    ),
    Collector(
        name="documents",
        words=Words("書類", "Documents"),
        purpose=_SELECTION,
        model=PersonDocument,
        find=_records("talent_record_id"),
        left_out={"added_by_id": "a member of staff; the day is shown"},
    ),
    Collector(
        name="applications",
        words=Words("応募", "Applications"),
        purpose=_SELECTION,
        model=Application,
        find=_records("talent_record_id"),
        assessments=("note", "decision_reason", "end_reason"),
    ),
    Collector(
        name="selection_steps",
        words=Words("選考の段階", "Steps of the selection"),
        purpose=_SELECTION,
        model=ApplicationStep,
        find=_records("application__talent_record_id"),
    ),
    Collector(
        name="notices",
        words=Words("結果の通知", "Result notices"),
        purpose=_SELECTION,
        model=Invite,
        find=_records("application__talent_record_id"),
        assessments=("result_reason",),
    ),
    Collector(
        name="registrations",
        words=Words("登録", "Registrations"),
        purpose=_PLACEMENT,
        model=Registration,
        find=lambda subject: Q(id__in=subject.registration_ids),
        left_out={
            "duplicate_of_id": "may speak of somebody else",
            "duplicate_reason": "may speak of somebody else",
            "duplicate_resolution": "may speak of somebody else",
            "kept_apart": "ids of other people",
            "risk_flags": "telling the checks would help to get around them",
            "risk_source": "telling the checks would help to get around them",
        },
    ),
    Collector(
        name="releases",
        words=Words("会社への開示の回答", "Answers about the release to companies"),
        purpose=_PLACEMENT,
        model=Release,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="job_seekers",
        words=Words("求職管理簿", "Book of job seekers"),
        purpose=_PROOF,
        model=JobSeeker,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="introductions",
        words=Words("紹介の記録", "Introductions"),
        purpose=_PROOF,
        model=Introduction,
        find=_records("job_seeker__talent_record_id"),
    ),
    Collector(
        name="candidates",
        words=Words("紹介された候補者の情報", "Data released to this company"),
        purpose=_SELECTION,
        model=SlotCandidate,
        find=_candidates,
    ),
    Collector(
        name="consents",
        words=Words("同意の記録", "Consents"),
        purpose=_PROOF,
        model=ConsentEvent,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="provisions",
        words=Words("第三者への提供記録", "Records of provision"),
        purpose=_PROOF,
        model=ProvisionRecord,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="receipts",
        words=Words("第三者からの受領記録", "Records of receipt"),
        purpose=_PROOF,
        model=ReceiptRecord,
        find=_receipts,
    ),
    Collector(
        name="mails",
        words=Words("送信したメール", "Mails sent to you"),
        purpose=Words("連絡の記録", "record of what was written"),
        model=OutboxMail,
        find=lambda subject: Q(to_address__in=sorted(subject.mails)),
        values=_mail_values,
    ),
    Collector(
        name="staged_rows",
        words=Words(
            "取り込み前、または取り込めなかった行",
            "Rows of files that wait or could not be imported",
        ),
        purpose=_SELECTION,
        model=StagedRow,
        find=lambda subject: Q(),
        keeps=_is_staged,
        values=_staged_values,
    ),
    Collector(
        name="import_changes",
        words=Words("取り込みで変わる前の値", "Values before an import changed them"),
        purpose=_SELECTION,
        model=ImportChange,
        find=_records("subject_id"),
        left_out={
            "made_ids": "ids of rows only",
            "run": "the import, not the person",
        },
    ),
    Collector(
        name="held_texts",
        words=Words("隔離された文", "Texts held back"),
        purpose=_SELECTION,
        model=HeldText,
        find=_records("talent_record_id"),
    ),
    Collector(
        name="views",
        words=Words("閲覧の記録", "Who looked at the record"),
        purpose=_PROOF,
        model=RecordView,
        find=_records("talent_record_id"),
        left_out={"viewer_id": "a member of staff; role and purpose are shown"},
    ),
    Collector(
        name="events",
        words=Words("操作の記録", "What was done to your records"),
        purpose=_PROOF,
        model=AuditEvent,
        find=lambda subject: Q(
            object_id__in=[str(one) for one in (*subject.record_ids, *subject.registration_ids)]
        ),
        left_out={
            "actor_id": "a member of staff; the role is shown",
            "number": _CHAIN,
            "data": _CHAIN,
            "hash": _CHAIN,
            "previous_hash": _CHAIN,
        },
        assessments=("reason",),
    ),
    Collector(
        name="holds",
        words=Words("保存の指定", "Orders to keep"),
        purpose=_PROOF,
        model=LegalHold,
        find=_records("subject_id"),
        assessments=("reason", "lift_reason"),
    ),
    Collector(
        name="secondments",
        words=Words("出向", "Secondments"),
        purpose=_WORK,
        model=Secondment,
        find=_cases("person_mail"),
    ),
    Collector(
        name="side_work",
        words=Words("副業", "Side work"),
        purpose=_WORK,
        model=SideWork,
        find=_cases("person_mail"),
    ),
    Collector(
        name="contract_work",
        words=Words("業務委託", "Contract work"),
        purpose=_WORK,
        model=ContractWork,
        find=_cases("supplier_mail"),
    ),
    Collector(
        name="requests",
        words=Words("個人データに関する請求", "Requests about personal data"),
        purpose=_PROOF,
        model=RightsRequest,
        find=lambda subject: (
            Q(talent_record_id__in=subject.record_ids)
            | Q(registration_id__in=subject.registration_ids)
        ),
        left_out={
            "code_digest": "a key and not a fact about the person",
            "code_expires_at": "a key and not a fact about the person",
            "code_tries": "a key and not a fact about the person",
        },
        assessments=("decision_note",),
    ),
    Collector(
        name="incidents",
        words=Words("事故の対象者としての記録", "Incidents that touch you"),
        purpose=_PROOF,
        model=IncidentPerson,
        find=lambda subject: (
            Q(talent_record_id__in=subject.record_ids)
            | Q(registration_id__in=subject.registration_ids)
            | Q(mail__in=sorted(subject.mails))
        ),
    ),
)

NO_COLLECTOR: Final[dict[str, str]] = {
    "orgs.Account": "a sign-in, outside every organisation; the person reads it on the own page",
    "orgs.Invitation": "members of staff, not people whose data the organisation works with; "
    "gone after 30 days",
    "orgs.ApiCall": "copy of an answer for 30 days; the rows behind it have their own collectors",
    "imports.ImportRun": "words of columns and what they mean; rows of people are staged rows",
    "imports.ImportFile": "the file as it came, for seven days; its rows of people are staged rows",
    "imports.ImportProfile": "words of columns and what they mean to the organisation",
    "passport.CompanyBlock": "the person's own notes; no organisation holds or reads them",
    "passport.PassportItem": "the person's own notes; no organisation holds them",
}
"""Models with personal fields that need no collector, each with the reason."""

PROVISION_NAMES: Final = frozenset({"provisions", "receipts", "releases"})
"""What answers a request for the records of provision (33条5項)."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collector found."""

    collector: Collector
    rows: tuple[dict[str, Any], ...]


def collect(
    subject: Subject, *, names: frozenset[str] | None = None, without_assessments: bool = False
) -> list[Collected]:
    """Return everything that the organisation bound now holds about a person.

    Args:
        subject: the person.
        names: only these collectors; None for all.
        without_assessments: leave opinions out, where the answer names a ground for it.

    Source: 個人情報保護法 33条1項・5項.
    """
    wanted = [one for one in COLLECTORS if names is None or one.name in names]
    return [
        Collected(
            one,
            tuple(
                one.write(row, subject, without_assessments=without_assessments)
                for row in one.rows(subject)
            ),
        )
        for one in wanted
    ]
