"""Words that must not stand in a text of the relay, and data that must not be asked for.

Both lists are dictionaries with known gaps: a hit is certain enough to stop and show the
word; no hit is not a proof that the text is lawful.
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


@dataclass(frozen=True, slots=True)
class ForbiddenData:
    """One matter that selection must not ask about (F01..F14, and further screening data)."""

    code: str
    label: Words
    patterns: tuple[str, ...]


FORBIDDEN_DATA: tuple[ForbiddenData, ...] = (
    ForbiddenData(
        "F01",
        Words("本籍・出生地", "registered domicile or birthplace"),
        (
            "本籍",
            "出生地",
            "出身地",
            "戸籍",
            "社会的身分",
            "門地",
            "人種",
            "民族",
            "birth ?place",
            "place of birth",
            "ethnicity",
            r"\brace\b",
        ),
    ),
    ForbiddenData(
        "F02",
        Words("家族", "family"),
        (
            "家族(?!手当)",
            "続柄",
            "両親",
            "父親",
            "母親",
            "兄弟",
            "親の職業",
            "扶養",
            "family (?:job|income|members?|background|structure)",
            "parents?['’]? (?:job|occupation)",
        ),
    ),
    ForbiddenData(
        "F03",
        Words("住宅状況", "housing"),
        ("間取り", "持ち家", "住宅の種類", "部屋数", "home ownership"),
    ),
    ForbiddenData(
        "F04",
        Words("生活環境・家庭環境", "home life"),
        ("家庭環境", "生活環境", "生い立ち", "略図", "home environment", "upbringing"),
    ),
    ForbiddenData(
        "F05", Words("宗教", "religion"), ("宗教", "信仰", "宗派", r"\breligion\b", r"\bfaith\b")
    ),
    ForbiddenData(
        "F06",
        Words("支持政党", "political party"),
        ("支持政党", "政党", "political (?:party|affiliation)"),
    ),
    ForbiddenData(
        "F07",
        Words("人生観・生活信条", "view of life"),
        ("人生観", "生活信条", "座右の銘", "信条", "view of life", "personal creed"),
    ),
    ForbiddenData(
        "F08", Words("尊敬する人物", "person admired"), ("尊敬する人", "person you admire")
    ),
    ForbiddenData("F09", Words("思想", "ideology"), ("思想", r"\bideology\b")),
    ForbiddenData(
        "F10",
        Words("労働組合・社会運動", "union or social movements"),
        (
            "労働組合",
            "労組",
            "組合加入",
            "学生運動",
            "社会運動",
            r"\btrade union\b",
            "union membership",
        ),
    ),
    ForbiddenData(
        "F11",
        Words("購読新聞・雑誌・愛読書", "newspapers and favourite books"),
        ("購読新聞", "購読紙", "購読雑誌", "愛読書", "favou?rite books?", "newspapers? you read"),
    ),
    ForbiddenData(
        "F12",
        Words("身元調査", "background investigation"),
        ("身元調査", "身辺調査", "素行調査", "background (?:check|investigation)"),
    ),
    ForbiddenData(
        "F13",
        Words(
            "適性と能力に関係のない応募書類の事項", "application papers beyond aptitude and ability"
        ),
        (
            "婚姻",
            "結婚",
            "配偶者",
            "妊娠",
            "出産予定",
            "国籍",
            "marital status",
            r"\bpregnan",
            r"\bnationality\b",
        ),
    ),
    ForbiddenData(
        "F14",
        Words("必要のない健康診断", "health check without need"),
        ("健康診断書", "既往歴", "持病", "病歴", "medical (?:history|certificate)", "health check"),
    ),
)


def find_forbidden_data(text: str) -> tuple[ForbiddenData, ...]:
    """Return the matters a field name, label or free text touches; empty if none.

    Args:
        text: a label, a field name (underscores read as spaces) or a note.
    """
    folded = unicodedata.normalize("NFKC", text).replace("_", " ")
    return tuple(
        item
        for item in FORBIDDEN_DATA
        if any(
            re.search(unicodedata.normalize("NFKC", pattern), folded, re.IGNORECASE)
            for pattern in item.patterns
        )
    )
