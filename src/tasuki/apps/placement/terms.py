"""The terms of service (取扱職種の範囲等の明示, D6): delivered to each job seeker, with proof.

What was delivered stays as it was, whatever the agency changes later. By mail only where the
person wished so; the wish may be asked on the application itself. A mail has arrived when the
person says so on the page of its key, or when a member notes how it is known: by an answer, by
phone, in the office. A paper has arrived when it is handed over.

Source: 職業安定法 32条の13; 施行規則 24条の5.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.adapters.postgres.licences import find_filed_fees
from tasuki.apps import policy
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import notify, queue_mail
from tasuki.apps.orgs.actions import close_doors, make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_door, find_licence, find_organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.actions import lock_job_seeker, take_step
from tasuki.apps.placement.models import JobSeeker, TermsDelivery
from tasuki.core.access import Permission, Role
from tasuki.core.placement.seekers import JobSeekerEvent, JobSeekerState
from tasuki.core.words import Words

TERMS_PATH: Final = "/terms/{key}/"
SEEKER_PATH: Final = "/agency/seekers/{id}/"
KEY_DAYS: Final = 60
NOTED_ARRIVALS: Final = (TermsDelivery.Arrival.ANSWERED, TermsDelivery.Arrival.TOLD)
"""How a member may know that a mail arrived."""

TERMS_LABELS: Final[dict[str, Words]] = {
    "agency": Words("職業紹介事業者", "Agency"),
    "licence": Words("許可番号・有効期間", "Licence number and validity"),
    "responsible": Words("職業紹介責任者", "Responsible person"),
    "range": Words("取扱職種の範囲その他業務の範囲", "Range of occupations and areas"),
    "fee": Words("手数料に関する事項", "Fees"),
    "refund": Words("返戻金制度に関する事項", "Refunds to employers"),
    "complaints": Words("苦情の処理に関する事項", "Complaints"),
    "data": Words("求職者の個人情報の取扱いに関する事項", "Personal data of job seekers"),
}
"""The matters of the statement, in the order of the paper."""

_NEEDED: Final = ("licence", "range", "fee", "refund", "complaints", "data")
"""Without these a statement is not delivered; they are the matters of the law.

Source: 職業安定法 32条の13; 施行規則 24条の5.
"""

_MAIL_SUBJECT: Final = Words(
    "取扱職種の範囲等についてのお知らせ（職業安定法）",
    "Our terms of service (Employment Security Act)",
)
_MAIL_TEXT: Final = Words(
    "{name} 様\n求職のお申し込みを受け付けました。ご希望により、職業安定法にもとづく明示を"
    "電子メールでお届けします。\n\n{terms}\n\n"
    "次のページで同じ内容を確認・印刷できます。届いたことを「受け取りました」で教えてください。\n{url}",
    "Dear {name},\nWe received your application for work. As you wished, the statement that the "
    "Employment Security Act asks for comes by mail.\n\n{terms}\n\n"
    "The same text can be read and printed here. Please tell us with the button that it "
    "arrived.\n{url}",
)


@dataclass(frozen=True, slots=True)
class OpenTerms:
    """What a mailed key opens: who acts, and the delivery."""

    actor: Actor
    terms_id: UUID


def write_terms(*, on: date, language: str, refund_rule: str = "") -> dict[str, str]:
    """Return the statement as it stands on a day, by the keys of ``TERMS_LABELS``.

    Args:
        on: the day of the delivery.
        language: ``ja`` or ``en``.
        refund_rule: as a contract says it; empty for that of the fee table filed last.
    """
    agency = find_organisation(organisation_id=current_organisation_id())
    licence = find_licence(on=on)
    fees = find_filed_fees(on=on)
    is_english = language.startswith("en")

    def say(ja: str, en: str) -> str:
        return en if is_english else ja

    fee = say("求職者の方からは、手数料を一切いただきません。", "Job seekers pay nothing at all.")
    if fees is not None:
        rate = f"{fees.rate_permille / 10:g}"
        fee += say(
            f"求人者からは、届け出た手数料表（第{fees.version}版）により、採用された方の"
            f"理論年収の{rate}％を上限としていただきます。",
            f" Employers pay by the filed fee table (version {fees.version}), at most {rate}% of "
            "the expected yearly pay.",
        )
    contact = agency.complaint_contact or agency.contact_mail or agency.phone
    valid = f"{licence.valid_from:%Y/%m/%d}〜{licence.valid_to:%Y/%m/%d}" if licence else ""
    return {
        "agency": " / ".join(
            part
            for part in (
                agency.name,
                f"〒{agency.postal_code}" if agency.postal_code else "",
                agency.address,
                agency.phone,
            )
            if part
        ),
        "licence": f"{licence.number}（{valid}）" if licence else "",
        "responsible": licence.responsible_person if licence else "",
        "range": agency.handled_range,
        "fee": fee,
        "refund": refund_rule
        or (fees.refund_rule if fees else "")
        or say("返戻金制度は設けていません。", "There is no refund scheme."),
        "complaints": contact
        and say(
            f"苦情は次の窓口で受け付け、職業紹介責任者が誠意をもって迅速に対応します。{contact}",
            f"Complaints are taken here and seen to without delay by the responsible person: "
            f"{contact}",
        ),
        "data": say(
            "お預かりした個人情報は、求人の紹介と採否の連絡のためにだけ使います。会社への提供は、"
            "会社ごとにご本人の同意を得てから行います。開示・訂正・利用停止は上の窓口へお申し出ください。",
            "Your personal data is used to introduce you to openings and to tell you the results. "
            "It goes to a company only after you agreed to that company. Ask at the address above "
            "to see, correct or stop it.",
        ),
    }


def terms_text(content: dict[str, str], *, language: str) -> str:
    """Return the statement as plain text for a mail."""
    return "\n".join(
        f"■ {label.in_language(language)}\n{content[key]}"
        for key, label in TERMS_LABELS.items()
        if content.get(key)
    )


@action(act=None)
def mail_terms(
    *, actor: Actor, job_seeker_id: UUID, wished_on: date, language: str = "ja", now: datetime
) -> TermsDelivery:
    """Send the terms by mail, as the person wished; an earlier key closes.

    Args:
        actor: a member who decides about registrations.
        job_seeker_id: the row of the book, with a mail address on its record.
        wished_on: the day on which the person asked for mail, not in the future.
        language: ``ja`` or ``en``.
        now: when.

    Raises:
        InvalidInputError: no address, or a day in the future.
        RefusedError: no licence is valid (H1), the search is over, or a matter is missing.
        NotVisibleError: no such job seeker.

    Source: 職業安定法 32条の13; 施行規則 24条の5.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    row = _lock_receiver(job_seeker_id, now=now)
    check_day(wished_on, field="wished_on", now=now)
    record = TalentRecord.objects.filter(id=row.talent_record_id).first()
    if record is None or not record.mail:
        raise InvalidInputError(
            ja="メールアドレスが登録されていません。登録するか、書面で交付してください。",
            en="There is no mail address. Enter one, or hand over the paper.",
            field="wished_on",
        )
    _close_keys(row, now=now)
    terms = _write_delivery(
        actor,
        row,
        way=TermsDelivery.Way.MAIL,
        language=language,
        mail_wished_on=wished_on,
        delivered_on=localdate(now),
    )
    values = {
        "name": record.full_name,
        "terms": terms_text(terms.content, language=language),
        "url": settings.BASE_URL + TERMS_PATH.format(key=make_terms_key(terms, now=now)),
    }
    text = _MAIL_TEXT.in_language(language)
    for key, value in values.items():
        # No format(): what a person or an agency typed may contain braces.
        text = text.replace("{" + key + "}", value.replace("{", "(").replace("}", ")"))
    mail = queue_mail(
        actor=actor,
        kind="terms_of_service",
        to_address=record.mail,
        subject=_MAIL_SUBJECT.in_language(language),
        text=text,
        language=language,
        reference_kind="terms",
        reference_id=terms.id,
        person_id=record.id,
        now=now,
    )
    terms.mail_id = mail.id
    terms.save(update_fields=["mail_id"])
    _record(actor, terms, "mail", now=now)
    return terms


@action(act=None)
def hand_over_terms(
    *, actor: Actor, job_seeker_id: UUID, handed_on: date, language: str = "ja", now: datetime
) -> TermsDelivery:
    """Record that the terms were handed over on paper.

    Args:
        actor: the member who handed it over.
        job_seeker_id: the row of the book.
        handed_on: the day; neither in the future nor before the application.
        language: ``ja`` or ``en``.
        now: when it is written down.

    Raises:
        InvalidInputError: the day cannot be.
        RefusedError: no licence is valid (H1), the search is over, or a matter is missing.
        NotVisibleError: no such job seeker.

    Source: 職業安定法 32条の13.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    row = _lock_receiver(job_seeker_id, now=now)
    check_day(handed_on, field="handed_on", now=now, not_before=row.accepted_on)
    terms = _write_delivery(
        actor, row, way=TermsDelivery.Way.PAPER, language=language, delivered_on=handed_on
    )
    _arrive(actor, terms, row, TermsDelivery.Arrival.HANDED, on=handed_on, now=now)
    return terms


@action(act=None)
def note_arrival(
    *, actor: Actor, terms_id: UUID, arrival: str, arrived_on: date, now: datetime
) -> TermsDelivery:
    """Write down how it is known that mailed terms arrived.

    Args:
        actor: the member who heard it.
        terms_id: a delivery by mail.
        arrival: one of ``NOTED_ARRIVALS``.
        arrived_on: the day; neither in the future nor before the delivery.
        now: when it is written down.

    Raises:
        InvalidInputError: another way or an impossible day.
        RefusedError: it arrived already, or no human writes it down.
        NotVisibleError: no such delivery.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    terms, row = _lock_terms(terms_id)
    if actor.is_task or actor.account_id is None:
        raise RefusedError(
            ja="到達は、確認した担当者だけが記録できます。担当者がサインインして記録してください。",
            en="Only the member who knows it can note the arrival. Have that member sign in.",
            code="human",
        )
    if arrival not in NOTED_ARRIVALS:
        raise InvalidInputError(
            ja="到達を確認した方法を一覧から選んでください。",
            en="Choose from the list how the arrival is known.",
            field="arrival",
        )
    check_day(arrived_on, field="arrived_on", now=now, not_before=terms.delivered_on)
    _arrive(actor, terms, row, TermsDelivery.Arrival(arrival), on=arrived_on, now=now)
    return terms


def open_terms(*, key: str, now: datetime) -> OpenTerms | None:
    """Return what a key opens; None if it is unknown, closed or too old, the same for all."""
    door = find_door(kind=Door.Kind.TERMS, key=key, now=now)
    if door is None:
        return None
    return OpenTerms(door.holder, door.subject)


@action(act=None)
def confirm_terms(*, actor: Actor, terms_id: UUID, now: datetime) -> TermsDelivery:
    """Keep the person's own word that the terms arrived; saying it twice changes nothing.

    Raises:
        NotVisibleError: the actor does not hold the key of this delivery.
    """
    require(actor, Permission.OWN_DATA_DECIDE)
    if actor.role is not Role.PERSON or actor.case_id != terms_id:
        raise NotVisibleError
    terms, row = _lock_terms(terms_id)
    if terms.arrived_on is not None:
        return terms
    _arrive(actor, terms, row, TermsDelivery.Arrival.CONFIRMED, on=localdate(now), now=now)
    notify(
        actor=actor,
        text=f"{row.number}の明示書が本人に届きました。求職の受付を開始できます。",
        text_en=f"The terms of {row.number} arrived. The search can begin.",
        url=SEEKER_PATH.format(id=row.id),
        needs=Permission.REGISTRATION_VIEW,
    )
    return terms


def record_relay_terms(
    *,
    actor: Actor,
    job_seeker: JobSeeker,
    wished_on: date,
    refund_rule: str,
    language: str,
    now: datetime,
) -> TermsDelivery:
    """Write the delivery that goes out with the acceptance of a registration through a code.

    The registration itself is the wish for mail. Inside the action that accepts.

    Args:
        actor: who accepted.
        job_seeker: the row of the book.
        wished_on: the day on which the registration was complete.
        refund_rule: as the contract says it.
        language: of the registration.
        now: when.
    """
    return _write_delivery(
        actor,
        job_seeker,
        way=TermsDelivery.Way.MAIL,
        language=language,
        mail_wished_on=wished_on,
        delivered_on=localdate(now),
        refund_rule=refund_rule,
        may_lack=True,
    )


def make_terms_key(terms: TermsDelivery, *, now: datetime) -> str:
    """Return a new key to the page of a delivery, for 60 days."""
    return make_door(
        kind=Door.Kind.TERMS, subject=terms.id, expires_at=now + timedelta(days=KEY_DAYS)
    )


def check_day(day: date, *, field: str, now: datetime, not_before: date | None = None) -> None:
    """Refuse a day in the future or before another day.

    Raises:
        InvalidInputError: it is.
    """
    if day > localdate(now):
        raise InvalidInputError(
            ja="未来の日付は入力できません。実際の日付を入力してください。",
            en="The day lies in the future. Enter the day on which it happened.",
            field=field,
        )
    if not_before is not None and day < not_before:
        raise InvalidInputError(
            ja=f"{not_before:%Y/%m/%d}より前の日付は入力できません。実際の日付を入力してください。",
            en=f"Enter a day from {not_before:%Y/%m/%d} on.",
            field=field,
        )


def _lock_receiver(job_seeker_id: UUID, *, now: datetime) -> JobSeeker:
    policy.require_licence(on=localdate(now))
    row = lock_job_seeker(job_seeker_id)
    if row.closed_on is not None:
        raise RefusedError(
            ja="求職が終了しています。新しく受け付けてから交付してください。",
            en="The search is over. Receive the person anew first.",
            code="state",
        )
    return row


def _lock_terms(terms_id: UUID) -> tuple[TermsDelivery, JobSeeker]:
    found = TermsDelivery.objects.filter(id=terms_id).values_list("job_seeker_id", flat=True)
    seeker_id = found.first()
    if seeker_id is None:
        raise NotVisibleError
    row = lock_job_seeker(seeker_id)
    terms = TermsDelivery.objects.select_for_update(of=("self",)).get(id=terms_id)
    return terms, row


def _write_delivery(
    actor: Actor,
    row: JobSeeker,
    *,
    way: TermsDelivery.Way,
    language: str,
    delivered_on: date,
    mail_wished_on: date | None = None,
    refund_rule: str = "",
    may_lack: bool = False,
) -> TermsDelivery:
    language = "en" if language.startswith("en") else "ja"
    content = write_terms(on=delivered_on, language=language, refund_rule=refund_rule)
    missing = [TERMS_LABELS[key] for key in _NEEDED if not content[key]]
    if missing and not may_lack:
        named = "、".join(one.ja for one in missing)
        raise RefusedError(
            ja=f"明示する事項が登録されていません：{named}。組織の設定で登録してください。",
            en=f"Not on file: {', '.join(one.en for one in missing)}. "
            "Enter it in the settings of the organisation.",
            code="terms",
        )
    return TermsDelivery.objects.create(
        organisation_id=current_organisation_id(),
        job_seeker=row,
        talent_record_id=row.talent_record_id,
        number=TermsDelivery.objects.filter(job_seeker=row).count() + 1,
        language=language,
        content=content,
        way=way,
        mail_wished_on=mail_wished_on,
        delivered_on=delivered_on,
        noted_by_id=actor.account_id,
    )


def _arrive(
    actor: Actor,
    terms: TermsDelivery,
    row: JobSeeker,
    arrival: TermsDelivery.Arrival,
    *,
    on: date,
    now: datetime,
) -> None:
    if terms.arrived_on is not None:
        raise RefusedError(
            ja="到達はすでに記録されています。",
            en="The arrival is on record already.",
            code="state",
        )
    terms.arrived_on, terms.arrival = on, arrival
    if actor.account_id is not None:
        terms.noted_by_id = actor.account_id
    terms.save(update_fields=["arrived_on", "arrival", "noted_by_id"])
    _record(actor, terms, "arrive", now=now)
    if row.state == JobSeekerState.RECEIVED:
        take_step(actor=actor, row=row, event=JobSeekerEvent.DISCLOSE, now=now)


def _close_keys(row: JobSeeker, *, now: datetime) -> None:
    for terms_id in TermsDelivery.objects.filter(job_seeker=row).values_list("id", flat=True):
        close_doors(kind=Door.Kind.TERMS, subject=terms_id, now=now)


def _record(actor: Actor, terms: TermsDelivery, act: str, *, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"terms.{act}",
        object_kind="job_seeker",
        object_id=terms.job_seeker_id,
        now=now,
        data={"number": terms.number, "way": str(terms.way), "arrival": str(terms.arrival)},
    )
