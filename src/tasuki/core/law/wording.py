"""Words that must not stand in a text of the relay.

A dictionary with known gaps: a hit is certain enough to stop and show the word; no hit is not
a proof that the text is lawful.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tasuki.core.words import Words


class WordingKind(StrEnum):
    """Why a wording is forbidden."""

    GIFT = "gift"
    EVALUATION = "evaluation"
    ADVANTAGE = "advantage"
    PRESSURE = "pressure"
    OTHER_REGISTRANTS = "other_registrants"
    SUCCESS_CLAIM = "success_claim"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class WordingRule:
    """One kind of forbidden wording with the stop it belongs to."""

    kind: WordingKind
    rule: str
    reason: Words
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordingHit:
    """One forbidden wording found in a text."""

    kind: WordingKind
    rule: str
    found: str
    reason: Words


WORDING_RULES: tuple[WordingRule, ...] = (
    WordingRule(
        WordingKind.GIFT,
        "H4",
        Words(
            "登録した方に特典を約束することはできません。",
            "No benefit may be promised for registering.",
        ),
        (
            "プレゼント",
            "ギフト",
            "特典",
            "お祝い金",
            "祝い金",
            "商品券",
            "クーポン",
            "ポイント(?:を)?(?:進呈|付与|還元|プレゼント|がもらえ|差し上げ)",
            r"\d+ポイント",
            "謝礼",
            "キャッシュバック",
            "もれなく",
            "抽選で",
            r"\bgifts?\b",
            r"\bprizes?\b",
            r"\brewards?\b",
            r"\bcoupons?\b",
            r"\bvouchers?\b",
            r"\bbonus points?\b",
            r"\bcash ?back\b",
        ),
    ),
    WordingRule(
        WordingKind.EVALUATION,
        "H3",
        Words(
            "選考での評価をほのめかすことはできません。",
            "The text must not hint at an evaluation.",
        ),
        (
            "あと一歩",
            "惜しく",
            "僅差",
            "高く評価",
            "高評価",
            "優秀な",
            "推薦します",
            "ご推薦",
            "あなただけ",
            "特別に(?:ご案内|お声)",
            "厳選",
            "選ばれた方",
            "評価の高",
            r"\balmost\b",
            r"\bclose to (?:being )?(?:hired|selected)\b",
            r"\bwe recommend you\b",
            r"\bhighly (?:rated|evaluated|regarded)\b",
            r"\bspecially (?:selected|chosen)\b",
            r"\bonly for you\b",
        ),
    ),
    WordingRule(
        WordingKind.ADVANTAGE,
        "H3",
        Words(
            "登録が今後の選考に有利になるとほのめかすことはできません。",
            "The text must not hint that registering helps a later application.",
        ),
        (
            "(?:選考|応募)[^。\n]{0,12}(?:有利|優遇|優先)",
            "再応募[^。\n]{0,8}(?:しやすく|歓迎)",
            r"\badvantage in (?:a |any )?(?:later|future)\b",
            r"\bimproves? your chances?\b",
            r"\bpriority in (?:a |any )?(?:later|future)\b",
        ),
    ),
    WordingRule(
        WordingKind.PRESSURE,
        "H3",
        Words(
            "期限などで登録を急がせることはできません。",
            "The text must not press for registration.",
        ),
        (
            "今すぐ",
            "お急ぎ",
            "本日(?:中|限り)",
            "期間限定",
            "先着",
            "締切間近",
            "残りわずか",
            "必ず(?:ご)?登録",
            "登録が(?:必要|条件|必須)",
            r"\bright now\b",
            r"\bhurry\b",
            r"\blast chance\b",
            r"\blimited time\b",
            r"\bonly today\b",
            r"\byou must register\b",
        ),
    ),
    WordingRule(
        WordingKind.OTHER_REGISTRANTS,
        "H3",
        Words("ほかの登録者に触れることはできません。", "Other registrants must not be mentioned."),
        (
            "(?:ほか|他)の(?:応募者|登録者|方)も(?:[^。\n]{0,6})登録",
            "みなさん登録",
            r"\bother applicants (?:have )?registered\b",
        ),
    ),
    WordingRule(
        WordingKind.SUCCESS_CLAIM,
        "H3",
        Words(
            "出典のない実績や成功率は書けません。",
            "Success rates without a source are not allowed.",
        ),
        (
            r"(?:成功率|内定率|決定率|就職率)[^。\n]{0,6}\d",
            r"\d+(?:％|%)の方が(?:内定|転職|就職)",
            "必ず(?:内定|決まり|見つかり)",
            r"\bsuccess rate\b",
            r"\bguaranteed (?:job|offer|interview)\b",
        ),
    ),
    WordingRule(
        WordingKind.ANONYMOUS,
        "H3",
        Words(
            "「完全に匿名」とは書けません。紹介には氏名が必要になります。",
            "The text must not promise complete anonymity; a placement needs a name.",
        ),
        ("完全(?:に)?匿名", r"\b(?:completely|fully) anonymous\b"),
    ),
)


def find_wording(text: str) -> tuple[WordingHit, ...]:
    """Return every forbidden wording of a text in the order of the rules; empty if none."""
    folded = unicodedata.normalize("NFKC", text)
    return tuple(
        WordingHit(rule.kind, rule.rule, match.group(), rule.reason)
        for rule in WORDING_RULES
        for pattern in rule.patterns
        for match in re.finditer(unicodedata.normalize("NFKC", pattern), folded, re.IGNORECASE)
    )
