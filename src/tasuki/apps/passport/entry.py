"""The way in without a password: a code by mail, bound to one browser and one purpose.

Whoever asks gets the same answer and the same work, known address or not: a code is always
made and always mailed. An account comes into being only when the code comes back.
"""

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from enum import StrEnum
from typing import Any, Final, Self

import structlog
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.crypto import constant_time_compare, salted_hmac

from tasuki.adapters.mail.sending import Mail, MailError, send_mail
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.orgs.models import Account
from tasuki.core.identity.normalise import normalise_mail
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.words import Words

CODE_DIGITS: Final = 8
CODE_MINUTES: Final = 10
TRIES: Final = 5
_SALT: Final = "tasuki.passport.entry"
_log = structlog.get_logger()


class CodePurpose(StrEnum):
    """What a code is good for; a code for one purpose does nothing for the other."""

    ENTER = "enter"
    ERASE = "erase"


class CodeAnswer(StrEnum):
    """What a typed code was."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


_SUBJECTS: Final = {
    CodePurpose.ENTER: Words("マイページに入るためのコード", "Your code for your page"),
    CodePurpose.ERASE: Words("データを消すための確認コード", "Your code to delete your data"),
}
_TEXTS: Final = {
    CodePurpose.ENTER: Words(
        "マイページを開くためのコードです。コードを申し込んだ画面に入力してください。\n\n"
        "{code}\n\n{minutes}分間、一度だけ使えます。"
        "\n\nこのコードを申し込んでいない場合は、何もする必要はありません。"
        "だれかがアドレスを打ち間違えた可能性があります。コードはだれにも教えないでください。",
        "This code opens your page. Enter it on the page where you asked for it.\n\n"
        "{code}\n\nIt works once, within {minutes} minutes."
        "\n\nIf you did not ask for it, you need not do anything: somebody may have mistyped an "
        "address. Tell the code to nobody.",
    ),
    CodePurpose.ERASE: Words(
        "あなたのデータを消すための確認コードです。消す前の画面に入力してください。\n\n"
        "{code}\n\n{minutes}分間、一度だけ使えます。入力するまで、何も消えません。"
        "\n\n申し込んでいない場合は、入力せずにマイページの「見た人・受け取った人」を確認し、"
        "ほかの端末のログインを終えてください。",
        "This code confirms that your data shall be deleted. Enter it on the page before.\n\n"
        "{code}\n\nIt works once, within {minutes} minutes. Until you enter it nothing is deleted."
        "\n\nIf you did not ask for it, do not enter it; look at your page and end the other "
        "sign-ins.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pending:
    """A code under way, as the session of one browser keeps it; the code itself is not in it.

    Attributes:
        mail: where it was sent.
        purpose: what it is good for.
        digest: keyed hash of the code, the purpose and the address.
        ends_at: Unix time from which it is good for nothing.
        tries_left: how often a wrong one may still be typed.
    """

    mail: str
    purpose: str
    digest: str
    ends_at: float
    tries_left: int

    def as_dict(self) -> dict[str, Any]:
        """Return what the session keeps."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: object) -> Self | None:
        """Return what the session kept; None if it is nothing of ours."""
        if not isinstance(kept, dict):
            return None
        try:
            return cls(**kept)
        except TypeError:
            return None


def read_mail(text: str) -> str:
    """Return an address as it is stored.

    Raises:
        InvalidInputError: it cannot be one.
    """
    read = normalise_mail(text)
    if isinstance(read, ParseProblem):
        raise InvalidInputError(ja=read.text.ja, en=read.text.en, field="mail")
    return read


def send_code(*, mail: str, purpose: CodePurpose, language: str, now: datetime) -> Pending:
    """Mail a new code and return what the browser's session has to keep.

    Args:
        mail: a read address, known or not: both get a code.
        purpose: what the code will be good for.
        language: ``ja`` or ``en``.
        now: when; it is good for 10 minutes.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    half = CODE_DIGITS // 2
    text = _TEXTS[purpose].in_language(language)
    deliver(
        mail=mail,
        subject=_SUBJECTS[purpose].in_language(language),
        text=text.format(code=f"{code[:half]} {code[half:]}", minutes=CODE_MINUTES),
    )
    return Pending(
        mail=mail,
        purpose=purpose,
        digest=_digest(code, purpose, mail),
        ends_at=(now + timedelta(minutes=CODE_MINUTES)).timestamp(),
        tries_left=TRIES,
    )


def check_code(
    *, pending: Pending, typed: str, purpose: CodePurpose, now: datetime
) -> tuple[CodeAnswer, Pending]:
    """Return what a typed code is, and the state to keep; a right or dead one is dropped.

    Args:
        pending: from the session of this browser.
        typed: as typed; spaces, hyphens and full-width digits do not matter.
        purpose: what the page needs the code for.
        now: when.
    """
    if pending.purpose != purpose or now.timestamp() >= pending.ends_at or pending.tries_left < 1:
        return CodeAnswer.OVER, pending
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    if constant_time_compare(_digest(digits, purpose, pending.mail), pending.digest):
        return CodeAnswer.RIGHT, pending
    left = replace(pending, tries_left=pending.tries_left - 1)
    return (CodeAnswer.WRONG if left.tries_left else CodeAnswer.OVER), left


def open_account(*, mail: str, language: str, now: datetime) -> Account:
    """Return the account of an address that just proved itself; a new one if there was none.

    Args:
        mail: the address whose code came back.
        language: of a new account.
        now: when.
    """
    account, _ = Account.objects.get_or_create(
        email=mail, defaults={"password": make_password(None), "language": language}
    )
    return account


def deliver(*, mail: str, subject: str, text: str) -> None:
    """Send one mail of the platform itself, of no organisation. A failure is not told.

    The same page follows whether the server took it or not; otherwise the answer would say
    which addresses exist.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    try:
        send_mail(
            Mail(
                sender_name=name or "Tasuki",
                sender_address=address,
                to_address=mail,
                subject=subject,
                text=text,
                message_id=make_msgid(domain=address.rpartition("@")[2] or None),
                headers={"Auto-Submitted": "auto-generated"},
            )
        )
    except MailError as error:
        _log.warning("own_mail_not_sent", problem=type(error).__name__)


def _digest(code: str, purpose: str, mail: str) -> str:
    return salted_hmac(_SALT, f"{purpose}|{mail}|{code}", algorithm="sha256").hexdigest()
