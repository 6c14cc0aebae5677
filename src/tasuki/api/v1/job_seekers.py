"""Operations of an agency on its job seekers."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import AGENCY, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import PDF, file_response
from tasuki.api.v1.paging import cut
from tasuki.api.v1.schemas import job_seekers as forms
from tasuki.api.v1.schemas.common import PageQuery, Wording
from tasuki.apps.consent.queries import mark_stopped
from tasuki.apps.errors import found
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_view, record_views
from tasuki.apps.placement import interviews, receiving, seeker_papers, seekers, terms
from tasuki.apps.placement.cards import make_card
from tasuki.apps.placement.contact import find_contact
from tasuki.apps.placement.queries import (
    SeekerDetail,
    find_seeker_detail,
    list_job_seekers,
    mark_banned,
)
from tasuki.core.access import Permission

area = Area(tags=["job seekers"])
_VIEW = Permission.REGISTRATION_VIEW
_DECIDE = Permission.REGISTRATION_DECIDE
_ONE = "/job-seekers/{uuid:job_seeker_id}"
_Detail = forms.JobSeekerDetailOut


@area.read("/job-seekers", forms.JobSeekerPage, needs=_VIEW, kinds=AGENCY)
def list_seekers(
    request: ApiRequest, filters: Query[forms.JobSeekerQuery], page: Query[PageQuery]
) -> forms.JobSeekerPage:
    """List the job seekers' book, newest first."""
    rows = list_job_seekers(is_open=filters.is_open)
    if filters.state is not None:
        rows = rows.filter(state=filters.state)
    now = timezone.now()
    marked = mark_banned(mark_stopped(rows), on=timezone.localdate(now))
    shown, next_after = cut(marked, page)
    record_views(
        actor=request.auth,
        talent_record_ids=[row.talent_record_id for row in shown],
        way=RecordView.Way.EXPORTED,
        now=now,
    )
    items = [_row(row) for row in shown]
    return forms.JobSeekerPage(items=items, next_after=next_after)


@area.write("/job-seekers", _Detail, needs=_DECIDE, kinds=AGENCY)
def receive_job_seeker(request: ApiRequest, given: forms.JobSeekerIn) -> _Detail:
    """Receive the application of a person who came without a code (H1, H5)."""
    values = receiving.SeekerValues(**given.model_dump())
    return _show(act(request, receiving.receive_job_seeker, values=values).id)


@area.read(_ONE, _Detail, needs=_VIEW, kinds=AGENCY)
def read_job_seeker(request: ApiRequest, job_seeker_id: UUID) -> _Detail:
    """Read one job seeker with wishes, deliveries of the terms and talks."""
    detail = found(find_seeker_detail(job_seeker_id=job_seeker_id))
    record_view(
        actor=request.auth, talent_record_id=detail.row.talent_record_id, now=timezone.now()
    )
    return _write(detail)


@area.write(f"{_ONE}/person", _Detail, needs=_DECIDE, kinds=AGENCY, method="PUT")
def correct_job_seeker(request: ApiRequest, job_seeker_id: UUID, given: forms.SeekerIn) -> _Detail:
    """Correct name and contact of a person who came directly, in book and record."""
    act(request, receiving.correct_job_seeker, given, job_seeker_id=job_seeker_id)
    return _show(job_seeker_id)


@area.write(f"{_ONE}/wishes", _Detail, needs=_DECIDE, kinds=AGENCY, method="PUT")
def save_wishes(request: ApiRequest, job_seeker_id: UUID, given: forms.WishesIn) -> _Detail:
    """Keep what the person wishes and brings, and the text of the card (H1, H5)."""
    typed = given.model_dump()
    values = seekers.WishValues(**typed | {"term": str(given.term or "")})
    act(request, seekers.save_wishes, job_seeker_id=job_seeker_id, values=values)
    return _show(job_seeker_id)


@area.write(f"{_ONE}/terms/mail", _Detail, needs=_DECIDE, kinds=AGENCY)
def mail_terms(request: ApiRequest, job_seeker_id: UUID, given: forms.TermsByMail) -> _Detail:
    """Send the terms of service by mail, as the person wished."""
    act(request, terms.mail_terms, given, job_seeker_id=job_seeker_id)
    return _show(job_seeker_id)


@area.write(f"{_ONE}/terms/paper", _Detail, needs=_DECIDE, kinds=AGENCY)
def hand_over_terms(request: ApiRequest, job_seeker_id: UUID, given: forms.TermsOnPaper) -> _Detail:
    """Record that the terms of service were handed over on paper."""
    act(request, terms.hand_over_terms, given, job_seeker_id=job_seeker_id)
    return _show(job_seeker_id)


@area.write("/terms/{uuid:terms_id}/arrival", _Detail, needs=_DECIDE, kinds=AGENCY)
def note_terms_arrival(request: ApiRequest, terms_id: UUID, given: forms.ArrivalIn) -> _Detail:
    """Note how it is known that mailed terms arrived."""
    return _show(act(request, terms.note_arrival, given, terms_id=terms_id).job_seeker_id)


@area.write(f"{_ONE}/start", _Detail, needs=_DECIDE, kinds=AGENCY)
def start_seeker_search(request: ApiRequest, job_seeker_id: UUID) -> _Detail:
    """Begin to serve a person whose terms of service arrived."""
    act(request, seekers.start_search, job_seeker_id=job_seeker_id)
    return _show(job_seeker_id)


@area.write(f"{_ONE}/renew", _Detail, needs=_DECIDE, kinds=AGENCY)
def renew_seeker_search(request: ApiRequest, job_seeker_id: UUID, given: forms.RenewIn) -> _Detail:
    """Extend the validity by twelve months."""
    act(request, seekers.renew_search, given, job_seeker_id=job_seeker_id)
    return _show(job_seeker_id)


@area.write(f"{_ONE}/close", _Detail, needs=_DECIDE, kinds=AGENCY)
def close_seeker_search(request: ApiRequest, job_seeker_id: UUID, given: forms.CloseIn) -> _Detail:
    """End a search without a hire."""
    act(request, seekers.close_search, given, job_seeker_id=job_seeker_id)
    return _show(job_seeker_id)


@area.write(f"{_ONE}/talks", _Detail, needs=_DECIDE, kinds=AGENCY)
def add_talk(request: ApiRequest, job_seeker_id: UUID, given: forms.TalkIn) -> _Detail:
    """Keep a note of a talk (H5)."""
    act(request, interviews.add_interview_note, given, job_seeker_id=job_seeker_id)
    return _show(job_seeker_id)


@area.write("/talks/{uuid:note_id}", _Detail, needs=_DECIDE, kinds=AGENCY, method="DELETE")
def remove_talk(request: ApiRequest, note_id: UUID) -> _Detail:
    """Remove a note of a talk for good."""
    return _show(act(request, interviews.remove_interview_note, note_id=note_id))


@area.read(f"{_ONE}/card", forms.CardOut, needs=_VIEW, kinds=AGENCY)
def read_card(request: ApiRequest, job_seeker_id: UUID) -> forms.CardOut:
    """Read the card as an employer would: it names nobody."""
    detail = found(find_seeker_detail(job_seeker_id=job_seeker_id))
    card = make_card(detail.row, detail.wishes, on=timezone.localdate())
    lines = [
        forms.CardLine(label=Wording.of(label), value=Wording.of(value))
        for label, value in card.lines
    ]
    return forms.CardOut(number=card.number, lines=lines, text=card.text)


@area.read(f"{_ONE}/sheet", None, needs=_VIEW, kinds=AGENCY, media_type=PDF)
def read_seeker_sheet(request: ApiRequest, job_seeker_id: UUID) -> HttpResponse:
    """Read the job seeker's sheet (D11) as PDF."""
    detail = found(find_seeker_detail(job_seeker_id=job_seeker_id))
    now = timezone.now()
    record_views(
        actor=request.auth,
        talent_record_ids=[detail.row.talent_record_id],
        way=RecordView.Way.PRINTED,
        now=now,
    )
    data = seeker_papers.seeker_sheet_pdf(
        detail, language=get_language() or "ja", printed_by=request.auth.name, now=now
    )
    return file_response(data, media_type=PDF, file_name=f"{detail.row.number}.pdf")


def _show(job_seeker_id: UUID) -> _Detail:
    return _write(found(find_seeker_detail(job_seeker_id=job_seeker_id)))


def _write(detail: SeekerDetail) -> _Detail:
    row, record = detail.row, detail.record
    contact = find_contact(talent_record_id=row.talent_record_id, on=timezone.localdate())
    row.is_banned = contact.ban is not None  # type: ignore[attr-defined]  # as in the list
    row.is_use_stopped = bool(record and record.stopped_at)  # type: ignore[attr-defined]  # same
    return _Detail(
        **_row(row).model_dump(),
        wishes=forms.WishesOut.from_orm(detail.wishes) if detail.wishes else None,
        terms=[forms.SeekerTermsOut.from_orm(one) for one in detail.terms],
        talks=[forms.TalkOut.from_orm(one) for one in detail.notes],
    )


def _row(row: Any) -> forms.JobSeekerOut:
    """Write a marked row; a name that nobody may use any more does not leave in an answer."""
    written = forms.JobSeekerOut.from_orm(row)
    if written.is_use_stopped:
        written.name = ""
    return written
