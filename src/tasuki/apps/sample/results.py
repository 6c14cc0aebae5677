"""A company of the samples tells applicants their results, with the line about the agency."""

from datetime import date, datetime
from typing import Final

from tasuki.apps.actor import Actor
from tasuki.apps.imports import actions as imports
from tasuki.apps.relay.actions import notice_sending, notices
from tasuki.apps.relay.models import Invite
from tasuki.apps.relay.notice_texts import TemplateValues
from tasuki.apps.sample import relay_steps
from tasuki.core.relay.texts import DEFAULT_TEXTS, DefaultText

NOTICE_BODY: Final = (
    "{name} 様\n\nこのたびは{company}の「{job}」にご応募いただき、ありがとうございました。\n"
    "検討の結果、今回は採用を見送ることになりました。ご期待に沿えず申し訳ありません。\n"
    "お時間をいただいたことに、心より御礼申し上げます。\n"
)
PURPOSE_NOTICE: Final = (
    "応募の情報は選考と結果の連絡に使います。結果の連絡の際に、職業紹介事業者の登録窓口を"
    "ご案内することがあります。登録は任意で、選考に影響しません。"
)
TEMPLATE: Final = "標準の結果通知"


def prepare_company(*, company: Actor, shown_from: date, now: datetime) -> None:
    """Say what applications are used for, and write the notice of results."""
    notices.save_purpose_notice(
        actor=company, text=PURPOSE_NOTICE, covers_relay=True, shown_from=shown_from, now=now
    )
    notices.save_template(
        actor=company,
        values=TemplateValues(
            name=TEMPLATE,
            language="ja",
            subject="選考結果のお知らせ",
            body=NOTICE_BODY,
            relay_line=DEFAULT_TEXTS[DefaultText.RESULT_LINE].ja,
            label_text=TEMPLATE,
        ),
        now=now,
    )


def tell_results(*, company: Actor, data: bytes, month: date, now: datetime) -> None:
    """Import a month's applicants and tell everybody who was not selected.

    Args:
        company: who tells.
        data: of ``make_month_file``.
        month: first day of it.
        now: when.
    """
    imports.import_file(actor=company, data=data, file_name=f"応募者_{month:%Y%m}.csv", now=now)
    notices.prepare_notices(actor=company, reason="求める経験と合わなかったため（架空）", now=now)
    notice_sending.send_notices(
        actor=company,
        template_id=relay_steps.find_template(company=company),
        channel=Invite.Channel.RESULT_LINE,
        delay_seconds=0,
        now=now,
    )
    relay_steps.deliver_waiting(organisation_id=company.organisation_id, now=now)
