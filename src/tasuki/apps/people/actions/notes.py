"""What a member writes about a person, and the papers that lie with a person."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.core.files.base import ContentFile

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.free_text import require_lawful_file
from tasuki.apps.people.actions.common import (
    choice_of,
    line_of,
    lock_person,
    note_act,
    text_of,
)
from tasuki.apps.people.models import PersonDocument, PersonNote
from tasuki.core.access import Permission

DOCUMENT_BYTES_MAX: Final = 10_000_000
_ZIP: Final = b"PK\x03\x04"
# How a file begins -> (ending, type); a file is known by its content, never by its name.
DOCUMENT_TYPES: Final = (
    (b"%PDF-", ".pdf", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
)
OFFICE_TYPES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@action(act=None)
def add_note(*, actor: Actor, talent_record_id: UUID, text: str, now: datetime) -> PersonNote:
    """Add a note to a person.

    Args:
        actor: who writes; the name stands beside the note.
        talent_record_id: the person.
        text: 1-2000 characters.
        now: when.

    Raises:
        RefusedError: H5, the note touches forbidden data; nothing of it is stored.
        InvalidInputError: no text, or too long.
        NotVisibleError: no such person.

    Source: 職業安定法 5条の5; 公正な採用選考の基本.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = lock_person(talent_record_id)
    read = read_note(text)
    note = PersonNote.objects.create(
        organisation_id=person.organisation_id,
        talent_record=person,
        text=read,
        author_id=actor.account_id,
    )
    note_act(actor=actor, act="note_add", talent_record_id=person.id, now=now)
    return note


def read_note(text: str) -> str:
    """Return what a note says.

    Raises:
        RefusedError: H5, it touches forbidden data.
        InvalidInputError: no text, or too long.
    """
    read = text_of(2000)(text, "text")
    if not read:
        raise InvalidInputError(ja="メモを入力してください。", en="Enter the note.", field="text")
    return read


@action(act=None)
def add_document(
    *,
    actor: Actor,
    talent_record_id: UUID,
    kind: str,
    title: str = "",
    data: bytes,
    file_name: str,
    now: datetime,
) -> PersonDocument:
    """Put a paper to a person; it is stored sealed with the person's key.

    Args:
        actor: who adds it.
        talent_record_id: the person.
        kind: ``PersonDocument.Kind``.
        title: at most 120 characters; the name of the file where there is none.
        data: PDF, PNG, JPEG, docx or xlsx; at most 10 MB.
        file_name: as it was uploaded.
        now: when.

    Raises:
        RefusedError: H5, a paper that selection must not take.
        InvalidInputError: empty, too large, or of another kind.
        NotVisibleError: no such person.

    Source: 公正な採用選考の基本 (戸籍, 住民票, 健康診断書).
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = lock_person(talent_record_id)
    title = line_of(120)(title, "title")
    require_lawful_file(f"{file_name} {title}", field="file")
    ending, content_type = _check_file(data, file_name)
    document = PersonDocument(
        organisation_id=person.organisation_id,
        talent_record=person,
        kind=choice_of(PersonDocument.Kind.values)(kind, "kind"),
        title=title,
        file_name=file_name[-200:],
        content_type=content_type,
        byte_count=len(data),
        added_by_id=actor.account_id,
    )
    document.file.save(f"{uuid4().hex}{ending}", ContentFile(data), save=False)
    document.save()
    note_act(
        actor=actor, act="document_add", talent_record_id=person.id, now=now, paper=document.kind
    )
    return document


def _check_file(data: bytes, file_name: str) -> tuple[str, str]:
    """Return ending and type by which a file is kept.

    Raises:
        InvalidInputError: empty, too large, or of another kind.
    """
    if not data:
        raise InvalidInputError(
            ja="ファイルが空です。別のファイルを選んでください。",
            en="The file is empty. Choose another one.",
            field="file",
        )
    if len(data) > DOCUMENT_BYTES_MAX:
        limit = DOCUMENT_BYTES_MAX // 1_000_000
        raise InvalidInputError(
            ja=f"ファイルが大きすぎます（上限{limit}MB）。小さくしてから選び直してください。",
            en=f"The file is too large (at most {limit} MB). Make it smaller.",
            field="file",
        )
    for magic, ending, content_type in DOCUMENT_TYPES:
        if data.startswith(magic):
            return ending, content_type
    ending = file_name[-5:].lower()
    if data.startswith(_ZIP) and ending in OFFICE_TYPES:
        return ending, OFFICE_TYPES[ending]
    raise InvalidInputError(
        ja="この種類のファイルは使えません。PDF、PNG、JPEG、Word、Excelを選んでください。",
        en="This kind of file cannot be used. Choose a PDF, PNG, JPEG, docx or xlsx.",
        field="file",
    )
