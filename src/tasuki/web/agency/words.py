"""Words of the room that core does not decide."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.relay.models import RelayContract
from tasuki.core.relay.machines import ContractState
from tasuki.core.relay.parameters import (
    AgencyUniqueness,
    ConsumeAt,
    CountingRule,
    DedupeKey,
    SelectionStage,
)
from tasuki.core.words import Words
from tasuki.web.components import formats

STAGE_LABELS: Final[dict[SelectionStage, Words]] = {
    SelectionStage.APPLICATION: Words("応募のみ", "applied"),
    SelectionStage.DOCUMENT_SCREENING: Words("書類選考", "documents"),
    SelectionStage.TEST: Words("適性検査", "test"),
    SelectionStage.FIRST_INTERVIEW: Words("一次面接", "first interview"),
    SelectionStage.LATER_INTERVIEW: Words("二次以降の面接", "later interview"),
    SelectionStage.FINAL_INTERVIEW: Words("最終面接", "final interview"),
}
CONSUME_LABELS: Final[dict[ConsumeAt, Words]] = {
    ConsumeAt.HIRE: Words("採用", "hire"),
    ConsumeAt.INTERVIEW: Words("面接", "interview"),
    ConsumeAt.INTRODUCTION: Words("紹介", "introduction"),
}
DEDUPE_LABELS: Final[dict[DedupeKey, Words]] = {
    DedupeKey.MAIL: Words("メールアドレス", "mail address"),
    DedupeKey.PHONE: Words("電話番号", "phone"),
    DedupeKey.NAME_BIRTH: Words("氏名と生年月日", "name and birth date"),
}
TERM_VALUES: Final[dict[str, Words]] = {
    **{str(stage): words for stage, words in STAGE_LABELS.items()},
    **{str(step): words for step, words in CONSUME_LABELS.items()},
    **{str(key): words for key, words in DEDUPE_LABELS.items()},
    str(CountingRule.SELF_REGISTRATION_CONFIRMED): Words(
        "本人の登録を人材紹介会社が確認", "own registration, confirmed by the agency"
    ),
    str(CountingRule.TRANSFER_ALL): Words("希望者全員の送付", "transfer of all who ask"),
    str(CountingRule.LICENSED_TIEUP): Words("許可事業者どうしの提携", "tie-up of licence holders"),
    str(AgencyUniqueness.ONCE): Words("1人1回", "once"),
}
_MAIL_TONES: Final = {
    "queued": "wait",
    "sent": "ok",
    "cancelled": "",
    "failed": "err",
    "bounced": "err",
    "suppressed": "",
}
_MAIL_KINDS: Final = {
    "confirm_mail": gettext_lazy("Confirmation of the address"),
    "own_registration": gettext_lazy("Notice about a registration"),
    "withdrawal": gettext_lazy("Receipt of a withdrawal"),
    "release": gettext_lazy("Question about a release"),
    "invitation": gettext_lazy("Invitation of a member"),
    "member_notice": gettext_lazy("Notice to members"),
    "round_invitation": gettext_lazy("Invitation to a round"),
    "round_reminder": gettext_lazy("Reminder of a round"),
    "round_receipt": gettext_lazy("Receipt of a list"),
    "round_result": gettext_lazy("Result of a round"),
    "round_answer": gettext_lazy("Answer to an appeal"),
}
_CONTRACT_EVENTS: Final = {
    "contract.draft": gettext_lazy("Drafted"),
    "contract.edit": gettext_lazy("Terms changed; signatures fell away"),
    "contract.sign": gettext_lazy("Signed"),
    "contract.show_penalty": gettext_lazy("The company opened the penalty terms"),
    "contract.run": gettext_lazy("The contract started"),
    "contract.resume": gettext_lazy("The contract resumed"),
    "contract.pause": gettext_lazy("The contract paused"),
    "contract.end": gettext_lazy("The contract ended"),
}


_REGISTRATION_EVENTS: Final = {
    ("registration.resolve_duplicate", "merged"): gettext_lazy("Same person"),
    ("registration.resolve_duplicate", "apart"): gettext_lazy("Different people"),
    ("registration.resolve_duplicate", ""): gettext_lazy(
        "The question about the duplicate is open again."
    ),
    ("registration.add_proof", ""): gettext_lazy("The person added a proof"),
}


def registration_event_text(kind: str, after: str) -> str:
    """What happened to a registration beside a change of its state."""
    return str(_REGISTRATION_EVENTS.get((kind, after), kind))


def show_term(key: str, value: Any) -> str:
    """Return a term of a contract as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(_term_word(one) for one in value) or _("all")
    if value is None:
        return _("no limit")
    if isinstance(value, int):
        return formats.number(value)
    return _term_word(value)


def _term_word(value: Any) -> str:
    words = TERM_VALUES.get(str(value))
    return formats.say(words) if words else str(value)


def mail_tag(state: str) -> SafeString:
    """The tag of a mail."""
    return formats.tag(str(OutboxMail.State(state).label), _MAIL_TONES[state])


def mail_kind(kind: str) -> str:
    """What a mail is about."""
    return str(_MAIL_KINDS.get(kind, kind))


def contract_event_text(kind: str) -> str:
    """What happened to a contract."""
    return str(_CONTRACT_EVENTS.get(kind, kind))


def present_versions(contracts: Iterable[RelayContract]) -> list[RelayContract]:
    """Return one version for each book: the live one, else the newest; work to do comes first.

    Args:
        contracts: all versions, the newest of each book first.
    """
    live = {ContractState.RUNNING, ContractState.PAUSED}
    books: dict[Any, list[RelayContract]] = {}
    for contract in contracts:
        books.setdefault(contract.book_id, []).append(contract)
    chosen = [
        next((one for one in versions if one.state in live), versions[0])
        for versions in books.values()
    ]
    order = [
        ContractState.PAUSED,
        ContractState.AGREED,
        ContractState.DRAFT,
        ContractState.RUNNING,
        ContractState.ENDED,
    ]
    return sorted(chosen, key=lambda one: (order.index(ContractState(one.state)), one.company_name))
