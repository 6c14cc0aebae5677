"""The two consent texts of the registration page, filled with the agency's own data."""

from datetime import date
from typing import Final

from tasuki.apps.consent.models import Purpose
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.core.words import Words

LANGUAGES: Final = ("ja", "en")
CONSENT_MONTHS: Final = 12

_BODIES: Final[dict[Purpose, Words]] = {
    Purpose.PLACEMENT: Words(
        "{name}（許可番号 {licence}、{address}）が、"
        "私の情報を職業紹介のために使うことに同意します。\n"
        "・集める項目：氏名、ふりがな、メール、電話、生年月日、希望条件、ご自身で添えた資料\n"
        "・目的：仕事探しの支援と、求人の紹介。ほかの会社へは、会社ごとに同意した後に限り紹介します。\n"
        "・期間：同意の日から12か月。いつでも取り下げることができ、その時点で利用を止めます。\n"
        "・登録は任意・無料です。登録の有無は、今回や今後の選考に影響しません。\n"
        "・案内した会社にお名前は伝わりません。届くのは月ごとの人数だけです。"
        "その会社は、人数に応じて無料の紹介枠を受け取ります。\n"
        "・取扱範囲：{range}\n"
        "・お問い合わせ：{contact}　苦情の窓口：{complaint}",
        "I agree that {name} (licence {licence}, {address}) uses my data for job placement.\n"
        "- Items: name, kana, mail, phone, birth date, wishes, and files I add myself\n"
        "- Purpose: support of my search and introduction to jobs. I am introduced to a company "
        "only after I agree to that company.\n"
        "- Period: 12 months from today. I can withdraw at any time; the use stops at once.\n"
        "- Registering is optional and free. It has no effect on this or any later selection.\n"
        "- The company that gave the notice does not learn my name; it receives a monthly number "
        "only, and for that number it gets free places.\n"
        "- Range: {range}\n"
        "- Contact: {contact}  Complaints: {complaint}",
    ),
    Purpose.JOB_MAILS: Words(
        "{name}が、求人をお知らせするメールを私に送ることに同意します。\n"
        "・任意です。同意しなくても、登録や紹介に影響はありません。\n"
        "・期間：同意の日から12か月。いつでも止めることができます。\n"
        "・お問い合わせ：{contact}",
        "I agree that {name} sends me mails about jobs.\n"
        "- This is optional. Saying no has no effect on my registration or on introductions.\n"
        "- Period: 12 months from today. I can stop the mails at any time.\n"
        "- Contact: {contact}",
    ),
}


def render_text(
    purpose: Purpose, language: str, *, organisation: Organisation, licence: Licence | None
) -> str:
    """Return a consent text with the data of the organisation that asks.

    Args:
        purpose: what the data is used for.
        language: ``ja`` or ``en``.
        organisation: who asks.
        licence: its licence; None leaves the number out.
    """
    is_english = language.startswith("en")
    contact = " / ".join(part for part in (organisation.contact_mail, organisation.phone) if part)
    return (
        _BODIES[purpose]
        .in_language(language)
        .format(
            name=(organisation.name_en if is_english else "") or organisation.name,
            licence=licence.number if licence else "-",
            address=organisation.address or "-",
            range=organisation.handled_range or "-",
            contact=contact or "-",
            complaint=organisation.complaint_contact or contact or "-",
        )
    )


def is_valid_on(licence: Licence, on: date) -> bool:
    """Return whether a licence is valid on a day."""
    return licence.valid_from <= on <= licence.valid_to
