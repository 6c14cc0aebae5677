"""Days, months and the consent of the network, and who is hidden from whom."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from tasuki.core.dates import last_day_of_period
from tasuki.core.words import Words

INVITE_AFTER_DAYS: Final = 30
"""Days between leaving and the invitation."""

JOIN_DAYS: Final = 60
"""Days in which an invitation can be taken up."""

CONSENT_MONTHS: Final = 12
CAP_MONTHS: Final = 24
ASK_BEFORE_DAYS: Final = 30
QUIET_DAYS: Final = 335
"""So long without a sign a member counts as silent when the yearly question goes out."""

CONSENT_VERSION: Final = 1
_BODY: Final = Words(
    "{company}のアルムナイネットワークに参加し、会社が私の情報を使うことに同意します。\n"
    "・目的：お知らせ、求人、業務委託、交流の案内。\n"
    "・使う項目：氏名、連絡先、在籍時の所属と期間、自分で入力した内容。\n"
    "・期間：同意の日から12か月。終わる前に一度お尋ねし、続ける場合も最長24か月で消去します。\n"
    "・ほかの会員に見えるのは、自分で選んだ項目だけです。退職の理由は見えません。\n"
    "・任意・無料です。参加しなくても不利益はなく、いつでも退会できます。",
    "I join the alumni network of {company} and agree that it uses my data.\n"
    "- Purpose: news, jobs, contract work and meetings.\n"
    "- Items: name, contact, former units and periods, and what I enter myself.\n"
    "- Period: 12 months from today. I am asked once before it ends; after 24 months all is "
    "erased.\n"
    "- Other members see only the fields that I choose, and never why I left.\n"
    "- This is optional and free, saying no has no disadvantage, and I can leave at any time.",
)
_LEGAL_FORMS: Final = re.compile(r"株式会社|有限会社|合同会社|\(株\)|\(有\)|\s+")


def consent_text(*, company: Words) -> Words:
    """Return the text that a person agrees to by joining."""
    return Words(_BODY.ja.format(company=company.ja), _BODY.en.format(company=company.en))


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text as it was shown."""
    return hashlib.sha256(text.encode()).hexdigest()


def last_day(*, first_on: date, on: date) -> date:
    """Return the last day of a consent given or renewed on a day: 12 months, at most the cap."""
    return min(last_day_of_period(on, CONSENT_MONTHS), last_day_of_period(first_on, CAP_MONTHS))


def can_go_on(*, first_on: date, ends_on: date) -> bool:
    """Return whether a renewal would bring a later last day."""
    return ends_on < last_day_of_period(first_on, CAP_MONTHS)


def invited_from(left_on: date) -> date:
    """Return the first day on which a leaver may be invited."""
    return left_on + timedelta(days=INVITE_AFTER_DAYS)


def employer_key(name: str) -> str:
    """Return an employer's name as it is compared: width, case, legal form and spaces aside."""
    return _LEGAL_FORMS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def is_hidden_from(hidden_from: Iterable[str], employer: str) -> bool:
    """Return whether a member hid from an employer; a part of the name is enough to hide."""
    there = employer_key(employer)
    keys = [employer_key(one) for one in hidden_from]
    return bool(there) and any(key and (key in there or there in key) for key in keys)
