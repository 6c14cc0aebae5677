"""Notices on the company's side: templates, purpose notices, invites, sendings, previews.

Nothing here knows whether a person registered, and no query can find out: no row of the
company carries it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Length
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound, current_organisation_id
from tasuki.apps.consent.models import ConsentEvent, Purpose
from tasuki.apps.consent.queries import find_live_consent
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.orgs.queries import find_door
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.people.queries import list_not_selected
from tasuki.apps.relay import notice_texts as texts
from tasuki.apps.relay.models import (
    Invite,
    IssuedCode,
    NoticeTemplate,
    PurposeNotice,
    RelayContract,
)
from tasuki.apps.relay.policy import PUBLIC_PATH
from tasuki.apps.relay.queries.contracts import list_contracts
from tasuki.core.identity.normalise import name_key
from tasuki.core.relay.machines import ContractState, InviteState, LinkState
from tasuki.core.words import Words

STOP_PATH = "/stop/{key}/"
RESULT_PATH = "/result/{key}/"
PREVIEWS = 3


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """One way for the line to reach people, and why it cannot be used now."""

    channel: Invite.Channel
    is_allowed: bool
    reason: Words | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """A notice as one person would get it."""

    name: str
    subject: str
    text: str
    problem: Words | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """One bulk sending: how many mails stand where."""

    batch_id: UUID
    queued_at: datetime
    send_after: datetime
    counts: dict[str, int]

    @property
    def is_stoppable(self) -> bool:
        """Return whether some mails did not leave yet."""
        return self.counts.get(OutboxMail.State.QUEUED, 0) > 0


@dataclass(frozen=True, slots=True, repr=False)
class ResultPage:
    """What the person reads behind the mailed address of the result page."""

    company_name: str
    person_name: str
    job_title: str
    subject: str
    text: str
    line: str
    guidance: texts.Guidance | None
    language: str


# Templates and purpose notices -----------------------------------------------------------------


def list_templates(*, language: str = "") -> QuerySet[NoticeTemplate]:
    """Return the templates in use, by name and language."""
    found = NoticeTemplate.objects.filter(is_current=True).order_by("name", "language")
    return found.filter(language=language) if language else found


def find_template(*, template_id: UUID) -> NoticeTemplate | None:
    """Return one version of a template; None if there is none here."""
    return NoticeTemplate.objects.filter(id=template_id).first()


def list_template_versions(*, name: str, language: str) -> QuerySet[NoticeTemplate]:
    """Return all versions under a name, the newest first."""
    return NoticeTemplate.objects.filter(name=name, language=language).order_by("-version")


def values_of(template: NoticeTemplate) -> texts.TemplateValues:
    """Return the texts of a stored template."""
    return texts.TemplateValues(
        name=template.name,
        language=template.language,
        subject=template.subject,
        body=template.body,
        relay_line=template.relay_line,
        label_text=template.label_text,
    )


def check_notice(values: texts.TemplateValues) -> texts.NoticeCheck:
    """Return every problem of a template by part, and which elements its line has."""
    return texts.check_notice(values)


def list_purpose_notices() -> QuerySet[PurposeNotice]:
    """Return all versions, the newest first."""
    return PurposeNotice.objects.order_by("-version")


def current_purpose_notice(*, on: date) -> PurposeNotice | None:
    """Return what applicants of a day were told; None if nothing is on file for it."""
    return (
        PurposeNotice.objects.filter(shown_from__lte=on).order_by("-shown_from", "-version").first()
    )


# Invites ---------------------------------------------------------------------------------------


def list_invites(
    *, state: str = "", channel: str = "", batch_id: UUID | None = None, text: str = ""
) -> QuerySet[Invite]:
    """Return the invites of the company, the newest first.

    Args:
        state: only this state.
        channel: only this channel.
        batch_id: only those of one sending.
        text: part of a name; variants of a character are one.
    """
    found = Invite.objects.select_related("application__talent_record", "template")
    exact = {"state": state, "channel": channel, "batch_id": batch_id}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if text.strip():
        found = found.filter(application__talent_record__name_key__contains=name_key(text))
    return found.order_by("-created_at", "-id")


def find_invite(*, invite_id: UUID) -> Invite | None:
    """Return one invite; None if there is none here."""
    return list_invites().filter(id=invite_id).first()


def find_invite_of(*, application_id: UUID) -> Invite | None:
    """Return the invite of an application; None while there is none."""
    return list_invites().filter(application_id=application_id).first()


def list_unprepared() -> QuerySet[Application]:
    """Return who was not selected and has no invite yet: those whom a preparation takes."""
    return list_not_selected().exclude(id__in=Invite.objects.values("application_id"))


def count_informed_by_text(*, least: int) -> list[tuple[str, int]]:
    """Return how many people got each text variant, by its label; small groups are left out.

    Args:
        least: fewest people of a variant that may be shown beside another one.
    """
    counted = (
        Invite.objects.filter(invited_at__isnull=False)
        .exclude(template__label_text="")
        .order_by("template__label_text")
        .values_list("template__label_text")
        .annotate(count=Count("id"))
    )
    return [(label, count) for label, count in counted if label and count >= least]


def count_invites_by_state() -> dict[str, int]:
    """Return the number of invites in every state, 0 included."""
    counted = Invite.objects.order_by().values_list("state").annotate(count=Count("id"))
    return dict.fromkeys((str(state) for state in InviteState), 0) | dict(counted)


def list_sendings(*, limit: int = 50) -> list[Sending]:
    """Return the bulk sendings, the newest first: the send log."""
    mails = OutboxMail.objects.filter(reference_kind="invite", batch_id__isnull=False).order_by()
    batches = (
        mails.values("batch_id")
        .annotate(queued_at=Min("created_at"), first=Min("send_after"))
        .order_by("-queued_at")[:limit]
    )
    counts: dict[UUID | None, dict[str, int]] = {}
    ids = [batch["batch_id"] for batch in batches]
    rows = mails.filter(batch_id__in=ids).values_list("batch_id", "state")
    for batch_id, state, count in rows.annotate(count=Count("id")):
        counts.setdefault(batch_id, {})[state] = count
    return [
        Sending(batch["batch_id"], batch["queued_at"], batch["first"], counts[batch["batch_id"]])
        for batch in batches
        if batch["batch_id"] is not None
    ]


# The agency behind the line, and the ways ------------------------------------------------------


def list_guiding_contracts() -> list[RelayContract]:
    """Return the contracts under which people are guided now."""
    return list_contracts(state=ContractState.RUNNING)


def find_guidance(*, contract: RelayContract, on: date) -> texts.Guidance | None:
    """Return the agency's name, licence and address; None while no code is live."""
    code = (
        IssuedCode.objects.filter(
            book_id=contract.book_id,
            state=LinkState.ACTIVE,
            active_from__lte=on,
            active_to__gte=on,
        )
        .order_by("label_job", "label_stage", "label_text", "-active_from")
        .first()
    )
    if code is None:
        return None
    return texts.Guidance(
        agency=contract.agency_name,
        licence=contract.licence_number,
        url=settings.BASE_URL + PUBLIC_PATH.format(code=code.code),
        code=code.code,
    )


def allowed_channels(*, on: date) -> list[ChannelChoice]:
    """Return the channels with the reason why one cannot be used.

    Args:
        on: the day for which the purpose notice is asked.

    Source: 個人情報保護法 18条; 職業安定法 5条の5.
    """
    notice = current_purpose_notice(on=on)
    is_covered = bool(notice and notice.covers_relay)
    return [
        ChannelChoice(
            Invite.Channel.RESULT_LINE,
            is_covered,
            None
            if is_covered
            else Words(
                "応募時に示した利用目的に案内が含まれていません。先に利用目的の通知を登録してください。",
                "The purpose notice shown at application does not cover the guidance. "
                "Record one that does.",
            ),
        ),
        ChannelChoice(Invite.Channel.RESULT_PAGE, True),
        ChannelChoice(
            Invite.Channel.SEPARATE_MAIL,
            True,
            Words(
                "本人が希望した方だけに、結果の24時間後に送ります。ほかの方には結果ページで案内します。",
                "Only to people who opted in, 24 hours after the result; the others are guided "
                "on the result page.",
            ),
        ),
        ChannelChoice(Invite.Channel.PAPER, True),
    ]


def find_opted_in(*, talent_record_ids: Collection[UUID], on: date) -> set[UUID]:
    """Return who of these people have a live consent to mails of their own on a day."""
    events = (
        ConsentEvent.objects.filter(
            talent_record_id__in=list(talent_record_ids), purpose=Purpose.JOB_MAILS
        )
        .order_by("talent_record_id", "-happened_at", "-created_at")
        .distinct("talent_record_id")
    )
    said_yes = {event.talent_record_id for event in events if event.kind == event.Kind.GIVEN}
    # Few say yes: for them merged records, the last day and newer texts are looked at too.
    return {
        one
        for one in said_yes
        if find_live_consent(talent_record_id=one, purpose=Purpose.JOB_MAILS, on=on)
    }


# Previews and the result page ------------------------------------------------------------------


def preview_notice(
    *, values: texts.TemplateValues, channel: str = Invite.Channel.RESULT_LINE, on: date
) -> list[Preview]:
    """Return the notice as the three people with the longest names would get it.

    Args:
        values: the template, stored or not.
        channel: how the line reaches them.
        on: today.
    """
    organisation = Organisation.objects.get(id=current_organisation_id())
    contract = next(iter(list_guiding_contracts()), None)
    guidance = (find_guidance(contract=contract, on=on) if contract else None) or (
        texts.sample_guidance(values.language)
    )
    addressees = [
        texts.Addressee(name=name, company=organisation.name, job=job, language=values.language)
        for name, job in _preview_people()
    ]
    return [_preview(values, channel, guidance, addressee) for addressee in addressees]


def _preview_people() -> Iterable[tuple[str, str]]:
    drafts = Invite.objects.filter(state=InviteState.DRAFT).select_related(
        "application__talent_record"
    )
    longest = drafts.annotate(
        length=Length(F("application__talent_record__family_name"))
        + Length(F("application__talent_record__given_name"))
    ).order_by("-length", "id")[:PREVIEWS]
    people = [
        (invite.application.talent_record.full_name, invite.application.job_title)
        for invite in longest
    ]
    samples = [(name, "架空の営業職") for name in texts.SAMPLE_NAMES]
    return people + samples[: PREVIEWS - len(people)]


def _preview(
    values: texts.TemplateValues,
    channel: str,
    guidance: texts.Guidance,
    addressee: texts.Addressee,
) -> Preview:
    base = settings.BASE_URL
    stop_url = base + STOP_PATH.format(key="…")
    try:
        notice = texts.fill_result(values, addressee)
        if channel == Invite.Channel.RESULT_PAGE:
            notice = texts.with_page(
                notice, result_url=base + RESULT_PATH.format(key="…"), language=values.language
            )
        elif channel == Invite.Channel.RESULT_LINE and values.relay_line.strip():
            line = texts.fill_line(values.relay_line, guidance, addressee, stop_url=stop_url)
            notice = texts.with_line(notice, line)
    except texts.TextError as error:
        return Preview(addressee.name, values.subject, "", error.words)
    return Preview(addressee.name, notice.subject, notice.text)


def find_result(*, key: str, now: datetime, stop_key: str = "") -> ResultPage | None:
    """Return what the mailed key of a result page shows; None for every key that opens nothing.

    Works before an organisation is bound and changes nothing.

    Args:
        key: from the address.
        now: the present moment.
        stop_key: key of the stop address; the page's own key serves where it is empty.
    """
    door = find_door(kind=Door.Kind.RESULT, key=key, now=now)
    if door is None:
        return None
    with bound(door.organisation_id, None):
        invite = find_invite(invite_id=door.subject)
        if invite is None or invite.template is None or _is_hidden(invite):
            return None
        return _result_page(invite, key=stop_key or key, now=now)


def _is_hidden(invite: Invite) -> bool:
    return invite.state in {InviteState.DRAFT, InviteState.CANCELLED}


def _result_page(invite: Invite, *, key: str, now: datetime) -> ResultPage:
    person: TalentRecord = invite.application.talent_record
    organisation = Organisation.objects.get(id=invite.organisation_id)
    assert invite.template is not None
    values = values_of(invite.template)
    addressee = texts.Addressee(
        name=person.full_name,
        company=organisation.name,
        job=invite.application.job_title,
        language=values.language,
    )
    result = texts.fill_result(values, addressee)
    guidance = _guidance_of(invite, on=localdate(now))
    line = ""
    if guidance and values.relay_line:
        stop_url = settings.BASE_URL + STOP_PATH.format(key=key)
        line = texts.fill_line(values.relay_line, guidance, addressee, stop_url=stop_url)
    return ResultPage(
        company_name=organisation.name,
        person_name=person.full_name,
        job_title=invite.application.job_title,
        subject=result.subject,
        text=result.text,
        line=line,
        guidance=guidance,
        language=values.language,
    )


def _guidance_of(invite: Invite, *, on: date) -> texts.Guidance | None:
    """Return the agency for the page, unless the person said stop or the contract rests."""
    if invite.state not in {InviteState.RESULT_NOTIFIED, InviteState.INVITED}:
        return None
    if invite.book_id is None or invite.application.talent_record.stopped_at:
        return None
    running = Q(book_id=invite.book_id, state=ContractState.RUNNING)
    contract = RelayContract.objects.filter(running).first()
    return find_guidance(contract=contract, on=on) if contract else None
