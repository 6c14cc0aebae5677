"""The parts of a consent text: what none may lack, and which words none may hold.

A text is written part by part, so that no version can lose one that the law asks for. Holes such
as ``{name}`` are filled with the organisation's own facts when the text is published.

Source: 個人情報保護法 27条1項; 職業安定法 5条の5, 指針 (who, what, items, period, withdrawal,
contact, no fee, no effect on any result).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tasuki.apps.consent.models import Purpose
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.core.access import OrganisationKind
from tasuki.core.law.stops import check_guidance_text, check_no_gift
from tasuki.core.words import Words

PARTS: Final[dict[str, Words]] = {
    "who": Words("だれが", "Who"),
    "what": Words("目的", "Purpose"),
    "items": Words("項目", "Items"),
    "period": Words("期間", "Period"),
    "withdrawal": Words("取り下げ", "Withdrawal"),
    "no_fee": Words("費用", "No fee"),
    "no_effect": Words("選考への影響", "No effect on any result"),
    "company": Words("案内した会社に伝わること", "What the company learns"),
    "contact": Words("問い合わせ", "Contact"),
}
"""Every part in the order in which it is shown."""

ITEMS: Final[dict[str, Words]] = {
    "name": Words("氏名", "name"),
    "name_kana": Words("ふりがな", "kana"),
    "mail": Words("メール", "mail"),
    "phone": Words("電話", "phone"),
    "birth_date": Words("生年月日", "birth date"),
    "address": Words("住所", "address"),
    "wishes": Words("希望条件", "wishes"),
    "history": Words("職務経歴", "work history"),
    "files": Words("ご自身で添えた資料", "files I add myself"),
    "application": Words("応募の内容", "what I wrote in the application"),
}
"""What a text may name as used, one by one."""

STANDARD_ITEMS: Final[dict[Purpose, tuple[str, ...]]] = {
    Purpose.PLACEMENT: ("name", "name_kana", "mail", "phone", "birth_date", "wishes", "files"),
    Purpose.JOB_MAILS: ("name", "mail"),
    Purpose.POOL: ("name", "name_kana", "mail", "phone", "application"),
    Purpose.PROVISION: (),
}
MONTHS: Final[dict[Purpose, int]] = dict.fromkeys(Purpose, 12)
POOL_MONTHS_MAX: Final = 24
LANGUAGES: Final = ("ja", "en", "ja-simple")
PART_CHARACTERS_MAX: Final = 1_000
_HOLE: Final = re.compile(r"\{([a-z_]*)\}")
_OF_AGENCY: Final = frozenset({Purpose.PLACEMENT, Purpose.PROVISION})
_HOLES_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "who": ("name",),
    "items": ("items",),
    "period": ("months",),
    "contact": ("contact",),
}
_HOLES_KNOWN: Final = frozenset(
    {
        "name",
        "licence",
        "address",
        "items",
        "months",
        "range",
        "contact",
        "complaint",
        "recipient",
        "purpose",
    }
)
_WORDS_NEEDED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "no_fee": {"ja": ("無料", "お金"), "en": ("free", "no fee", "costs nothing")},
    "no_effect": {
        "ja": ("影響しません", "影響はありません", "変わりません"),
        "en": ("no effect", "does not change"),
    },
    "withdrawal": {
        "ja": ("取り下げ", "取り消", "やめる", "やめて", "止める"),
        "en": ("withdraw", "take it back", "stop"),
    },
}


def purposes_of(kind: OrganisationKind) -> tuple[Purpose, ...]:
    """Return for what an organisation of a kind asks people for consent; empty if for nothing."""
    return {
        OrganisationKind.AGENCY: (Purpose.PLACEMENT, Purpose.JOB_MAILS, Purpose.PROVISION),
        OrganisationKind.COMPANY: (Purpose.POOL, Purpose.JOB_MAILS),
    }.get(kind, ())


def needed_parts(purpose: Purpose) -> tuple[str, ...]:
    """Return the parts that a text for the purpose must have, in their order."""
    return tuple(part for part in PARTS if part != "company" or purpose is Purpose.PLACEMENT)


def needed_holes(purpose: Purpose, part: str) -> tuple[str, ...]:
    """Return the holes without which a part says nothing that binds."""
    holes = _HOLES_NEEDED.get(part, ())
    if part == "who" and purpose in _OF_AGENCY:
        holes += ("licence",)
    if purpose is Purpose.PROVISION:
        holes += {"who": ("recipient",), "what": ("purpose",)}.get(part, ())
    return holes


def check_parts(
    purpose: Purpose, language: str, parts: Mapping[str, str], *, items: Sequence[str]
) -> None:
    """Refuse a text that lacks a part, or says what no consent text may say.

    Args:
        purpose: what the text asks for.
        language: one of ``LANGUAGES``.
        parts: text by part, with holes.
        items: what is used, keys of ``ITEMS``; for a named company the question names them.

    Raises:
        InvalidInputError: a part is missing, too long or lacks its hole or words; the field
            names it.
        RefusedError: H3 or H4 by the wording.

    Source: 個人情報保護法 27条1項; 職業安定法 5条の5, 指針.
    """
    if language not in LANGUAGES:
        raise InvalidInputError(
            ja="言語を選び直してください。", en="Choose a language again.", field="language"
        )
    for part in needed_parts(purpose):
        _check_part(purpose, language, part, parts.get(part, "").strip())
    if purpose is not Purpose.PROVISION and not (items and set(items) <= set(ITEMS)):
        raise InvalidInputError(
            ja="使う項目を1つ以上選んでください。",
            en="Choose at least one item.",
            field="item_keys",
        )
    check_wording("\n".join(parts.values()))


def check_wording(text: str) -> None:
    """Refuse gifts, pressure, evaluation and every other wording that no consent text may hold.

    Raises:
        RefusedError: H4 for a promised benefit, H3 for the rest.
    """
    if refusal := check_no_gift(text) or check_guidance_text(text):
        raise RefusedError.by_law(refusal)


def _check_part(purpose: Purpose, language: str, part: str, text: str) -> None:
    label = PARTS[part]
    if not text:
        raise InvalidInputError(
            ja=f"「{label.ja}」は外せません。文を入力してください。",
            en=f"“{label.en}” cannot be left out. Write it.",
            field=part,
        )
    if len(text) > PART_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"「{label.ja}」は{PART_CHARACTERS_MAX:,}文字以内で入力してください。",
            en=f"Write “{label.en}” in at most {PART_CHARACTERS_MAX:,} characters.",
            field=part,
        )
    found = set(_HOLE.findall(text))
    if unknown := sorted(found - _HOLES_KNOWN):
        raise InvalidInputError(
            ja=f"差し込み項目{{{unknown[0]}}}は使えません。削除してください。",
            en=f"There is no field {{{unknown[0]}}}. Delete it.",
            field=part,
        )
    if missing := [hole for hole in needed_holes(purpose, part) if hole not in found]:
        raise InvalidInputError(
            ja=f"「{label.ja}」には{{{missing[0]}}}が必要です。文の中に入れてください。",
            en=f"“{label.en}” needs {{{missing[0]}}}. Put it into the text.",
            field=part,
        )
    words = _WORDS_NEEDED.get(part, {}).get(language.partition("-")[0], ())
    if words and not any(word in text.lower() for word in words):
        raise InvalidInputError(
            ja=f"「{label.ja}」には「{words[0]}」という言葉が必要です。",
            en=f"“{label.en}” must say “{words[0]}”.",
            field=part,
        )


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a text with its holes filled; a hole without a value stays as it is."""
    return _HOLE.sub(lambda hole: values.get(hole.group(1), hole.group()), template)


def say_items(items: Sequence[str], language: str) -> str:
    """Return the words of items in a language of the texts."""
    if language == "en":
        return ", ".join(ITEMS[one].en for one in items if one in ITEMS)
    return "、".join(ITEMS[one].ja for one in items if one in ITEMS)
