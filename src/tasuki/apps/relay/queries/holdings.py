"""What one organisation holds about the person who asks, why, on what basis and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import ProvisionRecord, Purpose
from tasuki.apps.consent.queries import find_live_consent, list_provisions
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.keeping import find_record_end
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.people.views import list_views
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay.candidate_views import list_recipient_views
from tasuki.apps.relay.models import Invite, Registration, Release
from tasuki.core.access import OrganisationKind, Permission, Role
from tasuki.core.law.citations import cite
from tasuki.core.law.parameters import find_number
from tasuki.core.law.record_kinds import Period
from tasuki.core.relay.machines import InviteState, ReleaseState
from tasuki.core.words import Words

TOLD_STATES: Final = frozenset(
    {InviteState.RESULT_NOTIFIED, InviteState.COOLING, InviteState.INVITED, InviteState.EXPIRED}
)
"""An invite in one of these states means that the person was told the result."""

_FIELDS: Final = (
    (("family_name", "given_name"), Words("氏名", "name")),
    (("name_kana",), Words("ふりがな", "name in kana")),
    (("mail",), Words("メールアドレス", "mail address")),
    (("phone",), Words("電話番号", "phone")),
    (("birth_date",), Words("生年月日", "birth date")),
    (("address",), Words("住所", "address")),
)
_TELLING: Final = frozenset({"name", "name_kana", "mail", "phone"})
_WISHES: Final = Words("希望", "wishes")
_APPLICATIONS: Final = Words("応募の記録", "records of applications")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the organisation bound now holds about a person.

    Attributes:
        number: the organisation's own number of the record.
        items: what is kept, as words.
        why: purpose.
        basis: the ground of law or the person's own act.
        until: the rule of keeping, as a sentence.
        until_on: the last day by the rule as it stands; None while the clock has not started.
        since: when the record was made.
        is_stopped: the use was stopped.
    """

    number: str
    items: tuple[Words, ...]
    why: Words
    basis: Words
    until: Words
    until_on: date | None
    since: datetime
    is_stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnApplication:
    """One application as its person may see it; the result only once the person was told."""

    number: str
    job_title: str
    channel: str
    applied_on: date | None
    is_result_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """Somebody received or looked at the person's data.

    Attributes:
        kind: ``provision`` or ``view``.
        at: when.
        who: the recipient, or the organisation that looked.
        role: the role of the member who looked; empty for a provision. No name is told.
        way: opened, exported or printed; empty for a provision.
        items: keys of the items handed over.
        purpose: what for.
        number: number of the record of provision.
    """

    kind: str
    at: datetime
    who: str
    role: str = ""
    way: str = ""
    items: tuple[str, ...] = ()
    purpose: Words
    number: str = ""


_PLACEMENT: Final = Words(
    "仕事探しの支援（職業紹介）", "support of your search for work (placement)"
)
_SELECTION: Final = Words("採用選考", "selection for a job")
_PUBLIC: Final = Words("相談と仕事の案内", "advice and guidance to work")


def describe_holding(*, actor: Actor, now: datetime) -> Holding:
    """Return what the organisation bound now holds about the person who asks.

    Args:
        actor: the person, with a record here.
        now: when.

    Raises:
        NotAllowedError: the actor may not read own data.
        NotVisibleError: there is no such record here.

    Source: 個人情報保護法 21条, 32条, 33条.
    """
    record = _own_record(actor)
    applications = list(Application.objects.filter(talent_record_id__in=own_record_ids(actor)))
    items = [words for names, words in _FIELDS if any(getattr(record, name) for name in names)]
    if actor.kind is OrganisationKind.COMPANY and applications:
        items.append(_APPLICATIONS)
    if _has_wishes(record.id):
        items.append(_WISHES)
    why, basis, until, until_on = _rule(actor, record, applications, on=localdate(now))
    return Holding(
        number=record.number,
        items=tuple(items),
        why=why,
        basis=basis,
        until=until,
        until_on=until_on,
        since=record.created_at,
        is_stopped=record.stopped_at is not None,
    )


def list_own_applications(*, actor: Actor) -> list[OwnApplication]:
    """Return the person's applications at the company bound now, newest first.

    A result that the company set but has not told yet is not shown here before its notice.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    rows = list(
        Application.objects.filter(talent_record_id__in=own_record_ids(actor)).order_by(
            "-applied_on", "-id"
        )
    )
    told = told_application_ids([one.id for one in rows])
    return [
        OwnApplication(
            number=one.number,
            job_title=one.job_title,
            channel=one.channel,
            applied_on=one.applied_on,
            is_result_told=one.id in told,
        )
        for one in rows
    ]


def told_application_ids(ids: Iterable[UUID]) -> set[UUID]:
    """Return the applications whose person was told the result."""
    invites = Invite.objects.filter(application_id__in=list(ids), state__in=TOLD_STATES)
    return set(invites.values_list("application_id", flat=True))


def list_log(*, actor: Actor, organisation_name: str) -> list[LogLine]:
    """Return who received or looked at the person's data at the organisation bound now.

    Args:
        actor: the person.
        organisation_name: as the person reads it.
    """
    ids = own_record_ids(actor)
    purpose = {
        OrganisationKind.AGENCY: _PLACEMENT,
        OrganisationKind.COMPANY: _SELECTION,
    }.get(actor.kind, _PUBLIC)
    lines = [
        LogLine(
            kind="view",
            at=one.first_at,
            who=organisation_name,
            role=one.role,
            way=one.way,
            purpose=purpose,
        )
        for one in list_views(actor=actor, talent_record_ids=ids)
    ]
    releases = {
        f"release:{one.id}": one.purpose_words
        for one in Release.objects.filter(talent_record_id__in=ids)
    }
    found = {one.id: one for record in ids for one in list_provisions(talent_record_id=record)}
    lines += [
        LogLine(
            kind="view",
            at=one.first_at,
            who=provision.recipient_name,
            role=one.role,
            way=one.way,
            purpose=releases.get(
                provision.consent_reference, Words(provision.purpose, provision.purpose)
            ),
            number=str(provision.id)[:8],
        )
        for provision in found.values()
        for one in list_recipient_views(actor=actor, provision=provision)
    ]
    lines += [
        LogLine(
            kind="provision",
            at=one.provided_at,
            who=one.recipient_name,
            items=tuple(one.items),
            purpose=releases.get(one.consent_reference, Words(one.purpose, one.purpose)),
            number=str(one.id)[:8],
        )
        for one in found.values()
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def list_own_releases(*, actor: Actor) -> list[Release]:
    """Return every question of the agency bound now to the person, newest first."""
    require(actor, Permission.OWN_DATA_VIEW)
    rows = Release.objects.filter(talent_record_id__in=own_record_ids(actor))
    return list(rows.order_by("-asked_at", "-id"))


def list_knowing(*, actor: Actor) -> set[str]:
    """Return the companies that know who the person is through the agency bound now.

    A name, an address or a phone tells it; an employer who hired goes on knowing it whatever is
    taken back.
    """
    return {
        one.company_name
        for one in list_own_releases(actor=actor)
        if _TELLING & set(one.fields) and (one.state == ReleaseState.SENT or _is_hired_by(one))
    }


def _is_hired_by(release: Release) -> bool:
    """Whether this release led to a hire: it was the last one sent for a slot that was filled."""
    if release.sent_at is None or release.slot is None or release.slot.hired_on is None:
        return False
    sent = Release.objects.filter(slot=release.slot, sent_at__isnull=False)
    return sent.order_by("-sent_at", "-id").values_list("id", flat=True).first() == release.id


def own_record_ids(actor: Actor) -> set[UUID]:
    """Return the ids of the person's records here, the merged ones too.

    Raises:
        NotVisibleError: the actor is no person.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    if actor.role is not Role.PERSON:
        raise NotVisibleError
    if actor.talent_record_id is None:
        return set()
    return list_record_ids(talent_record_id=actor.talent_record_id)


def _own_record(actor: Actor) -> TalentRecord:
    ids = own_record_ids(actor)
    if actor.talent_record_id is None:
        raise NotVisibleError
    record = TalentRecord.objects.filter(id=actor.talent_record_id).first()
    if record is not None and record.merged_into_id in ids:
        record = TalentRecord.objects.filter(id=record.merged_into_id).first() or record
    if record is None:
        raise NotVisibleError
    return record


def _has_wishes(record_id: UUID) -> bool:
    rows = Registration.objects.filter(talent_record_id=record_id)
    return any(one.wishes for one in rows)


def _rule(
    actor: Actor, record: TalentRecord, applications: list[Application], *, on: date
) -> tuple[Words, Words, Words, date | None]:
    if actor.kind is OrganisationKind.AGENCY:
        return _rule_of_agency(record, on=on)
    if actor.kind is OrganisationKind.COMPANY:
        return _rule_of_company(record, applications, on=on)
    return (
        _PUBLIC,
        Words("あなたの同意", "your consent"),
        Words("同意が終わるまで", "until the consent ends"),
        None,
    )


def _rule_of_agency(record: TalentRecord, *, on: date) -> tuple[Words, Words, Words, date | None]:
    live = find_live_consent(talent_record_id=record.id, purpose=Purpose.PLACEMENT, on=on)
    contact = _length(TalentRecord.retention.ceiling(on=on))
    book = _length(JobSeeker.retention.ceiling(on=on))
    provision = _length(ProvisionRecord.retention.ceiling(on=on))
    return (
        _PLACEMENT,
        Words(
            "あなたの登録と同意。管理簿は職業安定法32条の15、施行規則24条の7",
            "your registration and consent; the books by law "
            f"({cite('職業安定法 32条の15', 'en')})",
        ),
        Words(
            f"同意が終わるまで。登録や求職が終わると、連絡先は{contact.ja}以内に消えます。"
            f"法律で残す管理簿は終わってから{book.ja}以内、提供の記録は最後の提供から"
            f"{provision.ja}以内に消えます",
            f"until the consent ends; your contact data goes within {contact.en} after the end of "
            f"your search, the books of law within {book.en}, and records of provision within "
            f"{provision.en} of the last one",
        ),
        live.expires_on if live else find_record_end(talent_record_id=record.id, on=on).gone_after,
    )


def _rule_of_company(
    record: TalentRecord, applications: list[Application], *, on: date
) -> tuple[Words, Words, Words, date | None]:
    basis = Words(
        "あなたの応募（職業安定法5条の5、個人情報保護法17条・18条）",
        f"your application ({cite('職業安定法 5条の5, 個人情報保護法 17条, 18条', 'en')})",
    )
    if any(one.outcome == Application.Outcome.HIRED for one in applications):
        years = find_number("labour_keep_years", on=on)
        until = Words(
            f"採用された方の書類として、退職などの日から{years}年は残ります（労働基準法109条）",
            f"papers of a hire stay for {years} years after the employment ends "
            f"({cite('労働基準法 109条', 'en')})",
        )
        return _SELECTION, basis, until, None
    pool = find_live_consent(talent_record_id=record.id, purpose=Purpose.POOL, on=on)
    end = find_record_end(
        talent_record_id=record.id, pool_until=pool.expires_on if pool else None, on=on
    )
    if end.is_pooled:
        cap = _length(TalentRecord.further_retention[0].ceiling(on=on))
        until = Words(
            f"応募の情報を残す同意が続く間。選考が終わってから最長{cap.ja}",
            f"while you agree that it is kept, {cap.en} after the selection ended at most",
        )
        return _SELECTION, basis, until, end.gone_after
    length = _length(TalentRecord.retention.ceiling(on=on))
    until = Words(f"選考が終わってから{length.ja}", f"{length.en} after the selection ended")
    return _SELECTION, basis, until, end.gone_after


def _length(period: Period | None) -> Words:
    """Return a length as a reader says it: 3年6か月."""
    assert period is not None  # every declaration read here has a ceiling
    if period.days:
        return Words(f"{period.days}日", f"{period.days} days")
    years, months = divmod(period.months, 12)
    ja = (f"{years}年" if years else "") + (f"{months}か月" if months else "")
    parts = [
        f"{number} {unit}{'' if number == 1 else 's'}"
        for number, unit in ((years, "year"), (months, "month"))
        if number
    ]
    return Words(ja, " and ".join(parts))
