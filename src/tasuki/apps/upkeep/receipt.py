"""The one mail after an erasure: that it is done, what stays locked, why and until when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.apps import apps

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.messages.policy import ERASURE_RECEIPT
from tasuki.apps.orgs.models import Organisation
from tasuki.core.words import Words

_SUBJECT: Final = Words("個人情報を消去しました", "Your personal data was erased")
_DONE: Final = Words(
    "{name}が持っていたあなたの個人情報を消去し、利用をすべて止めました。\n"
    "このメールを送ったあと、このメールの宛先と本文も消去します。",
    "The personal data that {name} held about you was erased and all use of it stopped.\n"
    "The address and text of this mail are erased, too, once it has left.",
)
_NOTHING: Final = Words("残した情報はありません。", "Nothing was kept.")
_KEPT: Final = Words(
    "次の記録は、法令に基づく保存のため、鍵のかかった保管場所に必要な項目だけを残しています。"
    "ほかの目的には使わず、期限が過ぎると消去します。",
    "The law orders to keep the records below. Only the fields it asks for stay in a locked "
    "store. They are used for nothing else and are deleted when the time is over.",
)
_OPEN_END: Final = Words("完結後に期限が決まります", "the time begins when the record closes")
_UNTIL: Final = Words("{day:%Y/%m/%d}まで", "until {day:%Y-%m-%d}")
_MARK: Final = Words(
    "今後メールを送らないために、メールアドレスの照合値（元に戻せない値）だけを残します。",
    "A keyed hash of your address stays, so that nobody writes to you again. "
    "The address cannot be read from it.",
)


def mail_receipt(
    *,
    actor: Actor,
    to_address: str,
    language: str,
    kept: Sequence[tuple[str, date | None]],
    now: datetime,
) -> None:
    """Write to the person; the mail is sealed for the organisation and emptied once it left.

    Args:
        actor: who erased.
        to_address: the person's address, taken before the erasure.
        language: ``ja`` or ``en``.
        kept: label of each record that stays, and its last day.
        now: when.
    """
    organisation = Organisation.objects.get(id=current_organisation_id())
    is_english = language.startswith("en")
    name = (organisation.name_en if is_english else "") or organisation.name
    parts = [_DONE.in_language(language).replace("{name}", name)]
    if kept:
        lines = [f"- {_name_of(label)}: {_until(day, language)}" for label, day in kept]
        parts += [_KEPT.in_language(language), "\n".join(dict.fromkeys(lines))]
    else:
        parts += [_NOTHING.in_language(language)]
    parts += [_MARK.in_language(language)]
    queue_mail(
        actor=actor,
        kind=ERASURE_RECEIPT,
        to_address=to_address,
        subject=_SUBJECT.in_language(language),
        text="\n\n".join(parts),
        language=language,
        now=now,
    )


def _name_of(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name)


def _until(day: date | None, language: str) -> str:
    if day is None:
        return _OPEN_END.in_language(language)
    return _UNTIL.in_language(language).format(day=day)
