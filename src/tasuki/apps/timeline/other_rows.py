"""Lines from other areas: moves, consents, provisions, changes of the record."""

from typing import Any, Final

from django.db.models import Model

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.consent.models import ConsentEvent, ProvisionRecord
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.timeline.entries import Entry, Group, Ids, Rows
from tasuki.core.words import Words

_MOVES: Final[tuple[tuple[type[Model], Words], ...]] = (
    (Secondment, Words("出向", "Secondment")),
    (SideWork, Words("副業", "Side work")),
    (ContractWork, Words("業務委託", "Contract work")),
)
_CONSENTS: Final = {
    ConsentEvent.Kind.GIVEN: Words("同意", "Consent given"),
    ConsentEvent.Kind.WITHDRAWN: Words("同意の取り消し", "Consent withdrawn"),
}
_CONSENT: Final = Words("同意の変更", "Consent changed")
_PROVIDED: Final = Words("第三者に提供しました", "Provided to a third party")
# Acts on the record itself; what has a row of its own is told by that row.
_ACTS: Final = {
    "person.edit": Words("データを訂正しました", "Corrected the data"),
    "person.stop_use": Words("利用停止を記録しました", "Recorded the stop of use"),
    "person.mail_works": Words("メールが届くことを記録しました", "Recorded that mails arrive"),
    "person.erase": Words("データを消去しました", "Erased the data"),
    "person.name_add": Words("名前を追加しました", "Added a name"),
    "person.name_edit": Words("名前を訂正しました", "Corrected a name"),
    "person.name_remove": Words("名前を外しました", "Removed a name"),
    "person.contact_add": Words("連絡先を追加しました", "Added a contact"),
    "person.contact_remove": Words("連絡先を外しました", "Removed a contact"),
    "person.employment_save": Words("在籍を記録しました", "Recorded the employment"),
    "person.career_save": Words("職歴を記録しました", "Recorded a career entry"),
    "person.career_remove": Words("職歴を外しました", "Removed a career entry"),
    "person.skill_set": Words("スキルを記録しました", "Recorded a skill"),
    "person.skill_remove": Words("スキルを外しました", "Removed a skill"),
    "person.note_remove": Words("メモを外しました", "Removed a note"),
    "person.document_remove": Words("書類を外しました", "Removed a document"),
    "person.name_restore": Words("名前を元に戻しました", "Brought a name back"),
    "person.contact_restore": Words("連絡先を元に戻しました", "Brought a contact back"),
    "person.career_restore": Words("職歴を元に戻しました", "Brought a career entry back"),
    "person.skill_restore": Words("スキルを元に戻しました", "Brought a skill back"),
    "person.note_restore": Words("メモを元に戻しました", "Brought a note back"),
    "person.document_restore": Words("書類を元に戻しました", "Brought a document back"),
}
_MERGE_WORDS: Final = (
    ("undo", Words("統合を元に戻しました", "Undid a merge")),
    ("split", Words("統合を元に戻しました", "Undid a merge")),
    ("merge", Words("記録を統合しました", "Merged records")),
    ("link", Words("同一人物として結びました", "Linked as the same person")),
    ("apart", Words("別の人と判断しました", "Decided: different people")),
)


def of_moves(ids: Ids) -> Rows:
    """Yield secondments, side work and contract work with their first and last day."""
    for model, words in _MOVES:
        rows: Any = model._default_manager.filter(talent_record_id__in=ids)
        for row in rows:
            yield Entry(
                group=Group.MOVE,
                at=row.starts_on or row.created_at,
                what=words,
                detail=row.number,
                object_id=row.pk,
            )
            if row.ended_on is not None:
                ended = Words(f"{words.ja}の終わり", f"End: {words.en.lower()}")
                yield Entry(
                    group=Group.MOVE,
                    at=row.ended_on,
                    what=ended,
                    detail=row.number,
                    object_id=row.pk,
                )


def of_consents(ids: Ids) -> Rows:
    """Yield consents as this organisation asked for them, and their ends."""
    for row in ConsentEvent.objects.filter(talent_record_id__in=ids):
        kind = ConsentEvent.Kind(row.kind)
        yield Entry(
            group=Group.CONSENT,
            at=row.happened_at,
            what=_CONSENTS.get(kind, _CONSENT),
            detail=str(row.get_purpose_display()),
            object_id=row.pk,
        )


def of_provisions(ids: Ids) -> Rows:
    """Yield what this organisation handed over."""
    for row in ProvisionRecord.objects.filter(talent_record_id__in=ids):
        yield Entry(
            group=Group.PROVISION,
            at=row.provided_at,
            what=_PROVIDED,
            detail=f"{row.recipient_name} {row.purpose}".strip(),
            object_id=row.pk,
        )


def of_acts(ids: Ids) -> Rows:
    """Yield acts on the record that leave no row of their own, merges among them."""
    events = AuditEvent.objects.filter(
        object_kind="talent_record", object_id__in=[str(one) for one in ids]
    )
    for event in events:
        words = _ACTS.get(event.kind) or _merge_words(event.kind)
        if words is not None:
            yield Entry(
                group=Group.RECORD,
                at=event.happened_at,
                what=words,
                object_id=event.pk,
                by_id=event.actor_id,
            )


def _merge_words(kind: str) -> Words | None:
    act = kind.rpartition(".")[2]
    return next((words for part, words in _MERGE_WORDS if part in act), None)
