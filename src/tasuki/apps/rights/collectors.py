"""What the organisation holds about one person: one collector for every table that names people.

A disclosure asks all of them, so that data of a new area cannot be forgotten: a repository test
walks all models with ``personal_fields`` and fails when one has neither a collector nor a
written reason why it cannot hold a person's data of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.cases.models import MoveCase
from tasuki.apps.consent.models import ConsentEvent, ProvisionRecord, ReceiptRecord
from tasuki.apps.introductions.models import CaseEvent
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.messages.queries import shown_text
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.people.models import Application, ApplicationStep, RecordView, TalentRecord
from tasuki.apps.placement.models import (
    InterviewNote,
    Introduction,
    JobSeeker,
    SeekerWishes,
    TermsDelivery,
)
from tasuki.apps.quarantine.models import HeldText
from tasuki.apps.relay.models import Invite, Registration, Release, SlotCandidate
from tasuki.apps.rights.alumni_collectors import ALUMNI_COLLECTORS
from tasuki.apps.rights.collector import SELECTION, WORK, Collector, plain, records_at
from tasuki.apps.rights.import_collectors import IMPORT_COLLECTORS
from tasuki.apps.rights.models import IncidentPerson, RightsRequest
from tasuki.apps.rights.people_collectors import PART_COLLECTORS
from tasuki.apps.rights.pool_collectors import POOL_COLLECTORS
from tasuki.apps.rights.round_collectors import ROUND_COLLECTORS
from tasuki.apps.rights.subjects import Subject
from tasuki.apps.same_person.models import Merge
from tasuki.apps.upkeep.models import LegalHold
from tasuki.core.words import Words


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


def _receipts(subject: Subject) -> Q:
    """Receipts by what was handed over to this organisation about the person."""
    ids = SlotCandidate.objects.filter(_candidates(subject)).values("receipt_record_id")
    return Q(id__in=ids)


def _candidates(subject: Subject) -> Q:
    return Q(released_mail_index__in=sorted(subject.mails))


def _case_lines(subject: Subject) -> Q:
    """Lines about the person: by what was asked here, or by what was released to here."""
    asked = Release.objects.filter(talent_record_id__in=subject.record_ids).values("id")
    received = SlotCandidate.objects.filter(_candidates(subject)).values("release_id")
    return Q(release_id__in=asked) | Q(release_id__in=received)


_STAFF: Final = "a member of staff; what was done is shown"
_CHAIN: Final = "holds the chain of events together and says nothing of the person"
_PLACEMENT: Final = Words("職業紹介", "job placement")
_PROOF: Final = Words("法令に基づく記録", "records that a law asks for")

COLLECTORS: Final = (
    Collector(
        name="records",
        words=Words("基本情報", "Basic data"),
        purpose=Words("本人への連絡と本人の確認", "writing to you and knowing who you are"),
        model=TalentRecord,
        find=lambda subject: Q(id__in=subject.record_ids),
    ),
    *PART_COLLECTORS,
    Collector(
        name="merges",
        words=Words("まとめた記録", "Records made one"),
        purpose=Words("同じ方の記録の整理", "keeping one record of one person"),
        model=Merge,
        find=lambda subject: (
            Q(survivor_id__in=subject.record_ids) | Q(absorbed_id__in=subject.record_ids)
        ),
        left_out={
            "proposed_by_id": _STAFF,
            "merged_by_id": _STAFF,
            "undone_by_id": _STAFF,
            "suppressed": "ids of rows that say nothing by themselves",
        },
    ),
    Collector(
        name="applications",
        words=Words("応募", "Applications"),
        purpose=SELECTION,
        model=Application,
        find=records_at("talent_record_id"),
        assessments=("note", "decision_reason", "end_reason"),
    ),
    Collector(
        name="selection_steps",
        words=Words("選考の段階", "Steps of the selection"),
        purpose=SELECTION,
        model=ApplicationStep,
        find=records_at("application__talent_record_id"),
    ),
    Collector(
        name="notices",
        words=Words("結果の通知", "Result notices"),
        purpose=SELECTION,
        model=Invite,
        find=records_at("application__talent_record_id"),
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
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="move_cases",
        words=Words("異動・社内副業・再雇用などの記録", "Moves, side work inside, rehires"),
        purpose=WORK,
        model=MoveCase,
        find=_cases("person_mail"),
    ),
    Collector(
        name="job_seekers",
        words=Words("求職管理簿", "Book of job seekers"),
        purpose=_PROOF,
        model=JobSeeker,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="seeker_wishes",
        words=Words("希望と職歴（求職）", "Wishes and working life (search)"),
        purpose=SELECTION,
        model=SeekerWishes,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="terms_deliveries",
        words=Words("取扱職種の範囲等の明示", "Terms of service delivered"),
        purpose=_PROOF,
        model=TermsDelivery,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="interview_notes",
        words=Words("面談の記録", "Notes of talks"),
        purpose=SELECTION,
        model=InterviewNote,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="introductions",
        words=Words("紹介の記録", "Introductions"),
        purpose=_PROOF,
        model=Introduction,
        find=records_at("job_seeker__talent_record_id"),
    ),
    Collector(
        name="candidates",
        words=Words("紹介された候補者の情報", "Data released to this company"),
        purpose=SELECTION,
        model=SlotCandidate,
        find=_candidates,
    ),
    Collector(
        name="introduction_lines",
        words=Words("紹介の経過", "Course of introductions"),
        purpose=_PLACEMENT,
        model=CaseEvent,
        find=_case_lines,
        assessments=("note", "reason", "person_text"),
    ),
    *POOL_COLLECTORS,
    *ALUMNI_COLLECTORS,
    *ROUND_COLLECTORS,
    Collector(
        name="consents",
        words=Words("同意の記録", "Consents"),
        purpose=_PROOF,
        model=ConsentEvent,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="provisions",
        words=Words("第三者への提供記録", "Records of provision"),
        purpose=_PROOF,
        model=ProvisionRecord,
        find=records_at("talent_record_id"),
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
    *IMPORT_COLLECTORS,
    Collector(
        name="held_texts",
        words=Words("隔離された文", "Texts held back"),
        purpose=SELECTION,
        model=HeldText,
        find=records_at("talent_record_id"),
    ),
    Collector(
        name="views",
        words=Words("閲覧の記録", "Who looked at the record"),
        purpose=_PROOF,
        model=RecordView,
        find=records_at("talent_record_id"),
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
        find=records_at("subject_id"),
        assessments=("reason", "lift_reason"),
    ),
    Collector(
        name="secondments",
        words=Words("出向", "Secondments"),
        purpose=WORK,
        model=Secondment,
        find=_cases("person_mail"),
    ),
    Collector(
        name="side_work",
        words=Words("副業", "Side work"),
        purpose=WORK,
        model=SideWork,
        find=_cases("person_mail"),
    ),
    Collector(
        name="contract_work",
        words=Words("業務委託", "Contract work"),
        purpose=WORK,
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
    "books.BookRun": "a book that was printed, for seven days; its rows have their own collectors",
    "people.BulkRun": "what a member asked for, gone with the last person, and the file of an "
    "export for seven days; the rows behind both have their own collectors",
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
