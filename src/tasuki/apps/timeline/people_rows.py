"""Lines from the rows of the people area: selection, employment, notes, papers, tags."""

from datetime import date
from typing import Final

from tasuki.apps.imports.models import ImportRun
from tasuki.apps.people.models import (
    Application,
    ApplicationStep,
    Employment,
    PersonDocument,
    PersonNote,
    PersonTag,
)
from tasuki.apps.relay.models import Invite
from tasuki.apps.timeline.entries import Entry, Group, Ids, Rows
from tasuki.core.words import Words

DETAIL_CHARACTERS: Final = 120
_OUTCOMES: Final = {
    "running": Words("結果：選考中に戻しました", "Result: back in selection"),
    "hired": Words("結果：採用", "Result: hired"),
    "not_selected": Words("結果：見送り", "Result: not selected"),
    "withdrew": Words("結果：辞退", "Result: withdrew"),
}
_APPLIED: Final = Words("応募", "Applied")
_STEP: Final = Words("選考の段階", "Stage of the selection")
_ENDED: Final = Words("選考が終わりました", "The selection ended")
_TOLD: Final = Words("結果を通知しました", "Told the result")
_JOINED: Final = Words("入社", "Joined the company")
_LEFT: Final = Words("退職", "Left the company")
_NOTE: Final = Words("メモを追加しました", "Added a note")
_PAPER: Final = Words("書類を追加しました", "Added a document")
_TAG: Final = Words("タグを付けました", "Put a tag on")
_REMINDER: Final = Words("タグの確認日", "Day to come back to the tag")
_FILE: Final = Words("ファイルから取り込みました", "Came in with a file")


def of_applications(ids: Ids) -> Rows:
    """Yield applications and their results."""
    for row in Application.objects.filter(talent_record_id__in=ids):
        yield Entry(
            group=Group.SELECTION,
            at=row.applied_on or row.created_at,
            what=_APPLIED,
            detail=" ".join(part for part in (row.job_title, row.channel) if part),
            object_id=row.pk,
        )
        if row.decided_at is not None:
            yield Entry(
                group=Group.SELECTION,
                at=row.decided_at,
                what=_OUTCOMES[row.outcome],
                detail=row.job_title,
                object_id=row.pk,
                by_id=row.decided_by_id,
            )
        elif row.ended_on is not None:
            yield Entry(
                group=Group.SELECTION,
                at=row.ended_on,
                what=_ENDED,
                detail=" ".join(part for part in (row.job_title, row.end_reason) if part),
                object_id=row.pk,
            )


def of_steps(ids: Ids) -> Rows:
    """Yield the stages that applications reached."""
    rows = ApplicationStep.objects.filter(application__talent_record_id__in=ids)
    for row in rows.select_related("application"):
        yield Entry(
            group=Group.SELECTION,
            at=row.happened_on or row.created_at,
            what=_STEP,
            detail=" ".join(part for part in (row.stage, row.outcome) if part),
            object_id=row.pk,
        )


def of_notices(ids: Ids) -> Rows:
    """Yield that results were told; nothing here knows what the person did then."""
    rows = Invite.objects.filter(
        application__talent_record_id__in=ids, result_notified_at__isnull=False
    )
    for row in rows.select_related("application"):
        assert row.result_notified_at is not None
        yield Entry(
            group=Group.SELECTION,
            at=row.result_notified_at,
            what=_TOLD,
            detail=row.application.job_title,
            object_id=row.pk,
        )


def of_employments(ids: Ids) -> Rows:
    """Yield joining and leaving."""
    for row in Employment.objects.filter(talent_record_id__in=ids):
        detail = " ".join(part for part in (row.department, row.position) if part)
        for day, what in ((row.joined_on, _JOINED), (row.left_on, _LEFT)):
            if day is not None:
                yield Entry(group=Group.WORK, at=day, what=what, detail=detail, object_id=row.pk)


def of_marks(ids: Ids) -> Rows:
    """Yield notes, papers and tags."""
    for note in PersonNote.objects.filter(talent_record_id__in=ids):
        yield Entry(
            group=Group.NOTE,
            at=note.created_at,
            what=_NOTE,
            detail=note.text[:DETAIL_CHARACTERS],
            object_id=note.pk,
            by_id=note.author_id,
        )
    for paper in PersonDocument.objects.filter(talent_record_id__in=ids):
        yield Entry(
            group=Group.DOCUMENT,
            at=paper.created_at,
            what=_PAPER,
            detail=paper.title or paper.file_name,
            object_id=paper.pk,
            by_id=paper.added_by_id,
        )
    tags = PersonTag.objects.filter(talent_record_id__in=ids, removed_batch_id=None)
    for tag in tags.select_related("tag"):
        yield Entry(
            group=Group.TAG,
            at=tag.created_at,
            what=_TAG,
            detail=tag.tag.name,
            object_id=tag.pk,
            by_id=tag.added_by_id,
        )


def of_reminders(ids: Ids, *, on: date) -> Rows:
    """Yield the days of tags; those that are still to come stand ahead."""
    tags = PersonTag.objects.filter(
        talent_record_id__in=ids, removed_batch_id=None, remind_on__isnull=False
    )
    for tag in tags.select_related("tag"):
        assert tag.remind_on is not None
        yield Entry(
            group=Group.TAG,
            at=tag.remind_on,
            what=_REMINDER,
            detail=tag.tag.name,
            object_id=tag.pk,
            is_ahead=tag.remind_on > on,
        )


def of_imports(ids: Ids) -> Rows:
    """Yield the files that brought rows of the person."""
    runs = {
        run_id
        for model in (Application, Employment)
        for run_id in model._default_manager.filter(talent_record_id__in=ids).values_list(
            "import_run_id", flat=True
        )
        if run_id is not None
    }
    for run in ImportRun.objects.filter(id__in=runs):
        yield Entry(
            group=Group.IMPORT,
            at=run.finished_at or run.created_at,
            what=_FILE,
            detail=run.file_name,
            object_id=run.pk,
            by_id=run.imported_by_id,
        )
