"""Operations on people: lists, one person, the timeline, tags on many."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import file_response
from tasuki.api.v1.paging import cut
from tasuki.api.v1.schemas import people as forms
from tasuki.api.v1.schemas.applications import PersonIn, PersonOut
from tasuki.api.v1.schemas.common import Done, PageQuery
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people import actions as people
from tasuki.apps.people.actions import tags
from tasuki.apps.people.models import PersonContact, RecordView, TalentRecord
from tasuki.apps.people.queries import people as queries
from tasuki.apps.people.queries.people import PersonDetail, PersonFilters
from tasuki.apps.people.views import record_view, record_views
from tasuki.apps.timeline.queries import read_timeline
from tasuki.apps.vocab.queries import list_attributions
from tasuki.core.access import Permission

area = Area(tags=["people"])
VIEW, EDIT = Permission.APPLICATION_VIEW, Permission.APPLICATION_DECIDE


@area.read("/people", forms.PersonPage, needs=VIEW, kinds=COMPANY)
def list_people(
    request: ApiRequest, filters: Query[forms.PersonQuery], page: Query[PageQuery]
) -> forms.PersonPage:
    """List people, newest first; search by parts of names in any script."""
    wanted = PersonFilters(**filters.model_dump())
    rows, next_after = cut(queries.list_people(filters=wanted), page)
    record_views(
        actor=request.auth,
        talent_record_ids=[row.pk for row in rows],
        way=RecordView.Way.EXPORTED,
        now=timezone.now(),
    )
    items = [forms.PersonRowOut(**_row(row, queries.kinds_shown(row))) for row in rows]
    return forms.PersonPage(items=items, next_after=next_after)


@area.read("/people/{uuid:person_id}", forms.PersonFullOut, needs=VIEW, kinds=COMPANY)
def read_person(request: ApiRequest, person_id: UUID) -> forms.PersonFullOut:
    """Read all that is known of one person."""
    detail = _found(person_id)
    _look(request, detail)
    person = detail.person
    return forms.PersonFullOut(
        **_row(person, detail.kinds),
        birth_date=person.birth_date,
        stopped_at=person.stopped_at,
        names=_names(detail),
        contacts=_contacts(detail),
        employments=[forms.EmploymentOut.from_orm(one) for one in detail.employments],
        applications=[one.pk for one in detail.applications],
        careers=[forms.CareerOut.from_orm(one) for one in detail.careers],
        skills=[skill_out(one) for one in detail.skills],
        tags=[
            forms.PersonTagOut(
                id=one.pk, tag_id=one.tag_id, name=one.tag.name, remind_on=one.remind_on
            )
            for one in detail.tags
        ],
        notes=[forms.PersonNoteOut.from_orm(one) for one in detail.notes],
        documents=[forms.DocumentOut.from_orm(one) for one in detail.documents],
        attributions=list_attributions(sources=["jobtag"]),
    )


@area.write("/people/{uuid:person_id}", PersonOut, needs=EDIT, kinds=COMPANY)
def edit_person(request: ApiRequest, person_id: UUID, given: PersonIn) -> PersonOut:
    """Correct a person's data; a new mail address is written to even if the old one came back."""
    edited = people.edit_person(
        actor=request.auth,
        talent_record_id=person_id,
        values=given.model_dump(exclude_unset=True),
        now=timezone.now(),
    )
    return PersonOut.from_orm(edited)


@area.read("/people/{uuid:person_id}/timeline", forms.TimelineOut, needs=VIEW, kinds=COMPANY)
def read_person_timeline(
    request: ApiRequest, person_id: UUID, wanted: Query[forms.TimelineQuery]
) -> forms.TimelineOut:
    """Read what happened with a person, newest first."""
    detail = _found(person_id)
    _look(request, detail)
    page = read_timeline(
        actor=request.auth,
        record_ids=detail.record_ids,
        group=wanted.group,
        after=wanted.after,
        limit=wanted.limit,
        on=timezone.localdate(),
    )
    items = [
        forms.EntryOut(
            group=str(one.group),
            at=one.at,
            what_ja=one.what.ja,
            what_en=one.what.en,
            detail=one.detail,
            object_id=one.object_id,
            by_id=one.by_id,
            is_ahead=one.is_ahead,
        )
        for one in page.entries
    ]
    return forms.TimelineOut(items=items, next_after=page.next_after)


@area.read(
    "/documents/{uuid:document_id}",
    None,
    needs=VIEW,
    kinds=COMPANY,
    media_type="application/octet-stream",
)
def read_document(request: ApiRequest, document_id: UUID) -> HttpResponse:
    """Read the content of a paper."""
    document = queries.find_document(document_id=document_id)
    if document is None or not document.file:
        raise NotVisibleError
    record_view(
        actor=request.auth,
        talent_record_id=document.talent_record_id,
        way=RecordView.Way.EXPORTED,
        now=timezone.now(),
    )
    ending = (document.file.name or "").rpartition(".")[2]
    return file_response(
        document.file.read(), media_type=document.content_type, file_name=f"document.{ending}"
    )


@area.read("/tags", forms.TagPage, needs=VIEW, kinds=COMPANY)
def list_tags(request: ApiRequest, page: Query[PageQuery]) -> forms.TagPage:
    """List the tags, by name."""
    rows, next_after = cut(queries.list_tags(), page)
    return forms.TagPage(items=[forms.TagOut.from_orm(row) for row in rows], next_after=next_after)


@area.write("/tags/add", forms.TaggingOut, needs=EDIT, kinds=COMPANY)
def tag_people(request: ApiRequest, given: forms.TagIn) -> forms.TaggingOut:
    """Put a tag on people, with a day on which the team is reminded."""
    done = tags.tag_people(
        actor=request.auth,
        talent_record_ids=given.people,
        tag=given.tag,
        remind_on=given.remind_on,
        now=timezone.now(),
    )
    return _tagging(done)


@area.write("/tags/remove", forms.TaggingOut, needs=EDIT, kinds=COMPANY)
def untag_people(request: ApiRequest, given: forms.UntagIn) -> forms.TaggingOut:
    """Take a tag off people."""
    done = tags.untag_people(
        actor=request.auth,
        talent_record_ids=given.people,
        tag_id=given.tag_id,
        now=timezone.now(),
    )
    return _tagging(done)


@area.write("/tags/acts/{uuid:batch_id}/undo", Done, needs=EDIT, kinds=COMPANY)
def undo_tagging(request: ApiRequest, batch_id: UUID) -> Done:
    """Take one act on tags back."""
    count = tags.undo_tagging(actor=request.auth, batch_id=batch_id, now=timezone.now())
    return Done(count=count)


def skill_out(row: Any) -> forms.PersonSkillOut:
    """Return a skill of a person as the API writes it."""
    return forms.PersonSkillOut(
        id=row.pk,
        skill_id=row.skill_id,
        name=row.skill.name,
        source=row.source,
        level=row.level,
        evidence=row.evidence,
        as_of=row.as_of,
        obtained_on=row.obtained_on,
        expires_on=row.expires_on,
    )


def _found(person_id: UUID) -> PersonDetail:
    detail = queries.find_person(talent_record_id=person_id)
    if detail is None:
        raise NotVisibleError
    return detail


def _look(request: ApiRequest, detail: PersonDetail) -> None:
    record_views(actor=request.auth, talent_record_ids=detail.record_ids, now=timezone.now())


def _row(person: TalentRecord, kinds: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": person.pk,
        "number": person.number,
        "full_name": person.full_name,
        "name_kana": "" if person.kana_source == "guess" else person.name_kana,
        "kinds": list(kinds),
        "created_at": person.created_at,
    }


def _names(detail: PersonDetail) -> list[forms.NameOut]:
    person = detail.person
    legal = forms.NameOut(
        id=None,
        kind="legal",
        family_name=person.family_name,
        given_name=person.given_name,
        kana=person.name_kana,
        kana_source=person.kana_source,
    )
    further = [
        forms.NameOut(
            id=one.pk,
            kind=one.kind,
            family_name=one.family_name,
            given_name=one.given_name,
            kana=one.full_kana,
            kana_source=one.kana_source,
        )
        for one in detail.names
    ]
    return [legal, *further]


def _contacts(detail: PersonDetail) -> list[forms.ContactOut]:
    preferred = [
        forms.ContactOut(id=None, kind=kind, label="", value=value, is_preferred=True)
        for kind in PersonContact.Kind.values
        if (value := getattr(detail.person, kind))
    ]
    further = [
        forms.ContactOut(
            id=one.pk, kind=one.kind, label=one.label, value=one.value, is_preferred=False
        )
        for one in detail.contacts
    ]
    return [*preferred, *further]


def _tagging(done: tags.Tagging) -> forms.TaggingOut:
    return forms.TaggingOut(
        batch_id=done.batch_id, tag_id=done.tag.pk, name=done.tag.name, count=done.count
    )
