"""Result notices on paper: who waits for one, and what stands on each sheet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import Application
from tasuki.apps.relay import notice_texts as texts
from tasuki.apps.relay.models import Invite, NoticeTemplate, PurposeNotice, RelayContract
from tasuki.apps.relay.queries import notice_guards as guards
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.relay.machines import InviteState


@dataclass(frozen=True, slots=True, repr=False)
class PaperNotice:
    """The sheet of one person, with the company's code, the same for all.

    Attributes:
        invite: the draft behind it.
        name: of the person.
        address: where it is posted to.
        subject: heading of the sheet.
        text: the result, and the line where it may stand.
        code: of the company; empty where the sheet has no line.
        purpose_version: what the applicant was told about the use of the data.
        is_stopped: the person wants no guidance (X1).
    """

    invite: Invite
    name: str
    address: str
    subject: str
    text: str
    code: str
    purpose_version: int | None
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class PaperSending:
    """All sheets of one printing, under one template and at most one contract."""

    sheets: list[PaperNotice]
    template: NoticeTemplate
    contract: RelayContract | None


def list_paper_drafts() -> QuerySet[Invite]:
    """Return the drafts of people without a mail address: all of them get paper."""
    return _drafts().filter(application__talent_record__mail="")


def list_mail_drafts() -> QuerySet[Invite]:
    """Return the drafts of people with a mail address: they may get the result alone on paper."""
    return _drafts().exclude(application__talent_record__mail="")


def _drafts() -> QuerySet[Invite]:
    queued = OutboxMail.objects.filter(
        reference_kind="invite", state=OutboxMail.State.QUEUED
    ).values("reference_id")
    return (
        Invite.objects.select_related("application__talent_record")
        .filter(state=InviteState.DRAFT, application__outcome=Application.Outcome.NOT_SELECTED)
        .exclude(id__in=queued)
        .order_by("created_at", "id")
    )


def find_paper_sending(
    *,
    template_id: UUID,
    book_id: UUID | None = None,
    invite_ids: Collection[UUID] = (),
    on: date,
) -> PaperSending:
    """Return the sheets as they are printed; prints and stores nothing.

    Without ``invite_ids`` everybody without a mail address gets a sheet, with the line where
    the purpose notice of the application covers it: nobody is picked for the guidance. Whoever
    is picked gets the result alone.

    Args:
        template_id: a version in use.
        book_id: which contract guides; needed where several run.
        invite_ids: drafts of people who get the result alone on paper.
        on: today.

    Raises:
        NotVisibleError: no such template in use, or one of the picked is no waiting
            draft of a person with a mail address.
        InvalidInputError: the contract cannot be used.
        RefusedError: H3 or ``elements``, the template; ``empty_field``, a field has no value.

    Source: 個人情報保護法 18条; 職業安定法 5条の5.
    """
    template = NoticeTemplate.objects.filter(id=template_id, is_current=True).first()
    if template is None:
        raise NotVisibleError
    contract = None if invite_ids else guards.choose_contract(book_id)
    guidance = guards.take_guidance(contract, on=on)
    guards.check_line(queries.values_of(template), has_guidance=guidance is not None)
    picked = list_mail_drafts().filter(id__in=list(invite_ids))
    drafts = list(picked if invite_ids else list_paper_drafts())
    if invite_ids and len(drafts) != len(set(invite_ids)):
        raise NotVisibleError
    return PaperSending(_write_all(drafts, template, guidance), template, contract)


def _write_all(
    drafts: list[Invite], template: NoticeTemplate, guidance: texts.Guidance | None
) -> list[PaperNotice]:
    by_language = {
        one.language: one
        for one in NoticeTemplate.objects.filter(name=template.name, is_current=True)
    }
    organisation = Organisation.objects.get(id=current_organisation_id())
    purposes = list(PurposeNotice.objects.order_by("shown_from", "version"))
    mails = {invite.application.talent_record.mail for invite in drafts} - {""}
    stops = find_suppressions(addresses=mails)
    leaves_out = guards.is_anybody_left_out_by_merit()
    sheets, problems = [], []
    for invite in drafts:
        person = invite.application.talent_record
        own = queries.values_of(by_language.get(person.language, template))
        if guidance:  # result and line stand on one sheet
            guards.check_guidance(
                invite, own, is_result_notified=True, leaves_out_by_merit=leaves_out
            )
        try:
            sheets.append(_write(invite, own, guidance, organisation, purposes, stops))
        except texts.TextError as error:
            problems.append((person.full_name, error))
    if problems:
        raise guards.say_empty_fields(problems)
    return sheets


def _write(
    invite: Invite,
    values: texts.TemplateValues,
    guidance: texts.Guidance | None,
    organisation: Organisation,
    purposes: list[PurposeNotice],
    stops: dict[str, str],
) -> PaperNotice:
    person = invite.application.talent_record
    addressee = texts.Addressee(
        name=person.full_name,
        company=organisation.name,
        job=invite.application.job_title,
        language=values.language,
    )
    notice = texts.fill_result(values, addressee)
    purpose = guards.purpose_shown_to(invite.application, purposes)
    is_stopped = bool(person.stopped_at) or person.mail in stops
    has_line = bool(guidance and purpose and purpose.covers_relay and not is_stopped)
    if guidance and has_line:
        # Nobody clicks on paper: the way to stop is the company's own contact.
        stop = organisation.contact_mail or organisation.phone
        line = texts.fill_line(values.relay_line, guidance, addressee, stop_url=stop)
        notice = texts.with_line(notice, line)
    return PaperNotice(
        invite=invite,
        name=person.full_name,
        address=person.address,
        subject=notice.subject,
        text=notice.text,
        code=guidance.code if guidance and has_line else "",
        purpose_version=purpose.version if purpose else None,
        is_stopped=is_stopped,
    )
