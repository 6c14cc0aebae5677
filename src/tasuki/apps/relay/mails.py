"""What the agency writes to a person about the own registration, in both languages.

Every mail answers an act of the person or tells a decision; none presses, promises or names a
company.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from tasuki.adapters.postgres.holds import is_held
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement.models import TermsDelivery
from tasuki.apps.placement.terms import TERMS_PATH, make_terms_key, terms_text
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.policy import CONFIRM_PATH, OWN_PATH
from tasuki.core.identity.names import full_name
from tasuki.core.relay.reasons import REASON_LABELS, ReasonCode
from tasuki.core.relay.texts import DEFAULT_TEXTS, DefaultText
from tasuki.core.words import Words

REFERENCE: Final = "registration"


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and text of one kind of mail; ``kind`` decides what a stop of use silences."""

    kind: str
    subject: Words
    text: Words


_CONFIRM: Final = MailText(
    "confirm_mail",
    Words("メールアドレスの確認", "Confirm your mail address"),
    Words(
        "{agency}の登録窓口で、このアドレスが入力されました。\n"
        "続けるには、24時間以内に次のページを開き、ボタンを押してください。\n{url}\n\n"
        "お心当たりがない場合は、このメールを削除してください。登録はされません。",
        "This address was entered on the registration page of {agency}.\n"
        "To go on, open this page within 24 hours and press the button.\n{url}\n\n"
        "If it was not you, delete this mail. Nothing is registered.",
    ),
)
_RECEIVED: Final = MailText(
    "own_registration",
    Words("登録を受け付けました", "Your registration was received"),
    Words(
        "{name} 様\n登録を受け付けました。{agency}が{due}までにお返事します。\n"
        "内容の確認、休止、取り消しは、次のページでいつでもできます。\n{url}\n\n"
        "ほかの会社へは、会社ごとに同意をいただいた後に限り紹介します。",
        "Dear {name},\nYour registration was received. {agency} answers by {due}.\n"
        "You can check, pause or withdraw it at any time on this page:\n{url}\n\n"
        "You are introduced to a company only after you agree to that company.",
    ),
)
_ACCEPTED: Final = MailText(
    "own_registration",
    Words("求職の申し込みを受理しました", "Your application for work was accepted"),
    Words(
        "{name} 様\n求職の申し込みを受理しました。"
        "職業安定法にもとづき、次のとおりお知らせします。\n\n{terms}\n\n"
        "次のページで同じ内容を確認・印刷できます。届いたことを「受け取りました」で教えてください。"
        "\n{url}",
        "Dear {name},\nYour application for work was accepted. As the Employment Security Act "
        "asks, we tell you:\n\n{terms}\n\n"
        "The same text can be read and printed here. Please tell us with the button that it "
        "arrived.\n{url}",
    ),
)
_REFUSED: Final = MailText(
    "own_registration",
    Words("登録についてのお知らせ", "About your registration"),
    Words(
        "{name} 様\n今回の登録をお受けできませんでした。\n理由：{reason}\n"
        "応募先の会社には通知されません。ご不明な点は下記へお問い合わせください。",
        "Dear {name},\nWe could not take your registration.\nReason: {reason}\n"
        "The company you applied to is not told. Please contact us with any question.",
    ),
)
_WITHDRAWN: Final = MailText(
    "withdrawal",
    Words("登録を取り消しました", "Your registration is cancelled"),
    DEFAULT_TEXTS[DefaultText.WITHDRAWAL_MAIL],
)
_REASONS_TOLD: Final[dict[ReasonCode, Words]] = {
    ReasonCode.N3: Words(
        "登録の内容を確認できませんでした", "the content of the registration could not be verified"
    ),
}
"""Words for the person where the label of the code would accuse."""


def mail_confirmation(
    *, actor: Actor, registration: Registration, key: str, now: datetime
) -> OutboxMail:
    """Ask the owner of the address to confirm it; the same mail for everybody."""
    url = settings.BASE_URL + CONFIRM_PATH.format(key=key)
    return _queue(actor, registration, _CONFIRM, {"url": url}, now=now)


def mail_received(
    *, actor: Actor, registration: Registration, key: str, now: datetime
) -> OutboxMail:
    """Tell the person that the registration is complete and where to manage it."""
    url = settings.BASE_URL + OWN_PATH.format(key=key)
    due = f"{registration.due_on:%Y/%m/%d}" if registration.due_on else ""
    return _queue(actor, registration, _RECEIVED, {"url": url, "due": due}, now=now)


def mail_acceptance(
    *,
    actor: Actor,
    registration: Registration,
    terms: TermsDelivery,
    now: datetime,
    delay_seconds: int,
) -> OutboxMail:
    """Tell the person the acceptance and the terms of service (D6, 職業安定法 32条の13)."""
    values = {
        "terms": terms_text(terms.content, language=terms.language),
        "url": settings.BASE_URL + TERMS_PATH.format(key=make_terms_key(terms, now=now)),
    }
    mail = _queue(actor, registration, _ACCEPTED, values, now=now, delay_seconds=delay_seconds)
    terms.mail_id = mail.id
    terms.save(update_fields=["mail_id"])
    return mail


def mail_refusal(
    *, actor: Actor, registration: Registration, code: ReasonCode, now: datetime
) -> OutboxMail:
    """Tell the person that and why the agency does not serve."""
    words = _REASONS_TOLD.get(code, REASON_LABELS[code])
    reason = words.in_language(registration.language)
    return _queue(actor, registration, _REFUSED, {"reason": reason}, now=now)


def mail_withdrawal(*, actor: Actor, registration: Registration, now: datetime) -> OutboxMail:
    """Confirm to the person that the registration is cancelled."""
    return _queue(actor, registration, _WITHDRAWN, {}, now=now)


def list_waiting_acceptances(*, registration_id: UUID) -> list[UUID]:
    """Return the acceptance mails of a registration that did not leave yet."""
    waiting = OutboxMail.objects.filter(
        reference_kind=REFERENCE,
        reference_id=registration_id,
        state=OutboxMail.State.QUEUED,
        subject__in=(_ACCEPTED.subject.ja, _ACCEPTED.subject.en),
    )
    return list(waiting.values_list("id", flat=True))


def forget_mails(*, registration_id: UUID) -> int:
    """Empty what was written to a person of whom nothing is kept; what waits does not leave.

    The mail that confirms the withdrawal still leaves and is emptied by the nightly run.

    Returns:
        How many mails were emptied.
    """
    return _empty(
        OutboxMail.objects.filter(reference_kind=REFERENCE, reference_id=registration_id).exclude(
            kind=_WITHDRAWN.kind, state=OutboxMail.State.QUEUED
        )
    )


def forget_mails_of_the_ended() -> int:
    """Empty the mails of all registrations that were emptied themselves, once they have left.

    Returns:
        How many mails were emptied.
    """
    emptied = Registration.objects.filter(mail="", ended_at__isnull=False).values("id")
    about = OutboxMail.objects.filter(reference_kind=REFERENCE, reference_id__in=emptied)
    return _empty(about.exclude(state=OutboxMail.State.QUEUED))


def _empty(mails: "QuerySet[OutboxMail, OutboxMail]") -> int:
    ids = list(mails.exclude(to_address="").values_list("id", flat=True))
    rows = OutboxMail.objects.filter(id__in=ids)
    # Nobody may repeat a mail without an address.
    rows.filter(state__in=(OutboxMail.State.QUEUED, OutboxMail.State.FAILED)).update(
        state=OutboxMail.State.CANCELLED
    )
    kept = [
        mail.id
        for mail in rows.only("id", "person_id", "reference_id")
        if is_held(OutboxMail, mail.id, mail.person_id, mail.reference_id)
    ]
    return rows.exclude(id__in=kept).update(to_address="", text="")


def _queue(
    actor: Actor,
    registration: Registration,
    mail: MailText,
    values: dict[str, str],
    *,
    now: datetime,
    delay_seconds: int = 0,
) -> OutboxMail:
    agency = Organisation.objects.get(id=registration.organisation_id)
    is_english = registration.language.startswith("en")
    name = full_name(registration.family_name, registration.given_name)
    everywhere = {
        "agency": (agency.name_en if is_english else "") or agency.name,
        "name": name or ("applicant" if is_english else "ご登録者"),
    }
    text = mail.text.in_language(registration.language)
    for key, value in (everywhere | values).items():
        # No format(): what a person typed may contain braces.
        text = text.replace("{" + key + "}", value.replace("{", "(").replace("}", ")"))
    return queue_mail(
        actor=actor,
        kind=mail.kind,
        to_address=registration.mail,
        subject=mail.subject.in_language(registration.language),
        text=text,
        language=registration.language,
        reference_kind=REFERENCE,
        reference_id=registration.id,
        person_id=registration.key_subject(),
        now=now,
        delay_seconds=delay_seconds,
    )
