"""The texts around the relay: what must stand in them, what must not, and how they are filled.

The default texts are a start; an organisation may rewrite them, and then the same checks
show which elements are still there.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tasuki.core.law.wording import WordingHit, find_wording
from tasuki.core.words import Words

NAME_CHARACTERS_MAX = 25
SUBJECT_CHARACTERS_MAX = 100
BODY_CHARACTERS_MAX = 10_000
MERGE_FIELDS = ("agency", "licence", "url", "stop_url", "name", "company", "job")

_FIELD = re.compile(r"\{([^{}]*)\}")


class TextError(ValueError):
    """A text cannot be filled or stored; carries the sentence for the screen.

    Attributes:
        words: what, why and what to do.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


@dataclass(frozen=True, slots=True)
class ElementRule:
    """One required element: any of the patterns shows that it is there."""

    key: str
    label: Words
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextElement:
    """One required element and whether a text has it."""

    key: str
    label: Words
    is_present: bool


_NO_EFFECT = ElementRule(
    "no_effect",
    Words("今回や今後の選考に影響しないこと", "no effect on this or any later selection"),
    ("選考[^。]{0,10}影響(?:し|は)[^。]{0,4}(?:ません|ない)", "no effect on (?:this|any)"),
)
_OPTIONAL_FREE = ElementRule(
    "optional_free",
    Words("任意で無料であること", "optional and free"),
    ("任意[^。]{0,8}無料|無料[^。]{0,8}任意", "optional and free|free and optional"),
)
_WHO = ElementRule(
    "who",
    Words("人材紹介会社の名前と許可番号", "agency and licence number"),
    (r"\{agency\}[\s\S]*\{licence\}", r"許可番号[:\s]*\d", r"licence (?:no\.? ?|number )?\d"),
)
_EACH_COMPANY = ElementRule(
    "each_company",
    Words("会社ごとの同意の後に紹介すること", "introduced only after agreeing to each company"),
    (
        "会社ごと[^。]{0,6}同意",
        "only after you (?:agree|say yes)[^.]{0,20} (?:to )?(?:that|each) company",
    ),
)
_COUNT_ONLY = ElementRule(
    "count_only",
    Words("会社には人数だけが届くこと", "the company gets a number, not a name"),
    ("人数だけ", "(?:monthly )?number only|only a (?:monthly )?number"),
)
_COMPANY_GAINS = ElementRule(
    "company_gains",
    Words("会社が無料枠を得ること", "the company earns toward free places"),
    ("無料(?:の)?(?:紹介)?枠", "free (?:place|slot)"),
)
_WAYS = ElementRule(
    "register_and_stop",
    Words("登録窓口と停止の方法", "where to register and how to stop"),
    (r"\{url\}[\s\S]*\{stop_url\}", r"https?://\S+[\s\S]*(?:停止|[Ss]top)[\s\S]*https?://\S+"),
)

RESULT_LINE_ELEMENTS: tuple[ElementRule, ...] = (
    _WHO,
    _EACH_COMPANY,
    _OPTIONAL_FREE,
    _NO_EFFECT,
    _COUNT_ONLY,
    _COMPANY_GAINS,
    _WAYS,
)
PAGE_ELEMENTS: tuple[ElementRule, ...] = (
    _WHO,
    _EACH_COMPANY,
    _OPTIONAL_FREE,
    _NO_EFFECT,
    _COUNT_ONLY,
    _COMPANY_GAINS,
    ElementRule("complaints", Words("苦情の窓口", "complaint contact"), ("苦情", "[Cc]omplaint")),
    ElementRule(
        "purpose_period",
        Words("集める項目・目的・期間", "items, purpose and period"),
        ("目的[\\s\\S]*(?:期間|まで)", "purpose[\\s\\S]*(?:period|until)"),
    ),
    ElementRule(
        "withdrawal",
        Words("いつでも取り消せること", "withdrawal at any time"),
        ("取り消せ|取り消し|取り下げ", "withdraw"),
    ),
    ElementRule(
        "fee_table",
        Words("手数料と返戻金の定め", "fee table and refund rule"),
        ("手数料[\\s\\S]*返戻金", "fee[\\s\\S]*refund"),
    ),
    ElementRule(
        "stop_messages",
        Words("連絡を止める方法", "how to stop messages"),
        (
            "(?:案内|連絡|メール)[^。]{0,6}(?:停止|止め)",
            "[Ss]top (?:these )?(?:messages|notices|mails)",
        ),
    ),
    ElementRule(
        "no_evaluation",
        Words("評価や理由が渡らないこと", "no score, note or reason is passed on"),
        ("評価[^。]{0,12}(?:渡|伝)[^。]{0,3}(?:ません|ない)", "[Nn]o (?:score|evaluation)"),
    ),
    ElementRule(
        "platform_role",
        Words("運営者の立場", "role of the operator"),
        ("運営者", "operator"),
    ),
)


def check_elements(text: str, *, rules: tuple[ElementRule, ...]) -> tuple[TextElement, ...]:
    """Return for each required element whether a text has it.

    The check reads words, not sense: it helps the writer and does not replace a reader.

    Args:
        text: the text with its merge fields or filled.
        rules: `RESULT_LINE_ELEMENTS` (seven) or `PAGE_ELEMENTS` (thirteen).
    """
    folded = unicodedata.normalize("NFKC", text)
    return tuple(
        TextElement(
            rule.key,
            rule.label,
            any(re.search(pattern, folded) for pattern in rule.patterns),
        )
        for rule in rules
    )


def count_elements(elements: tuple[TextElement, ...]) -> tuple[int, int]:
    """Return (present, required), shown as 7/7."""
    return sum(element.is_present for element in elements), len(elements)


def check_wording(text: str) -> tuple[WordingHit, ...]:
    """Return every wording that may not stand in a text of the relay; empty if none."""
    return find_wording(text)


def used_fields(text: str) -> tuple[str, ...]:
    """Return the merge fields of a text in the order of their first use."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def render(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its merge fields filled.

    Args:
        text: a text with fields such as {agency}.
        values: a value for each field that the text uses.

    Raises:
        TextError: a field is unknown, or its value is missing or blank. Nothing is sent with
            a hole in it.
    """
    for name in used_fields(text):
        if name not in MERGE_FIELDS:
            raise TextError(_unknown_text(name))
        if not values.get(name, "").strip():
            raise TextError(
                Words(
                    f"差し込み項目{{{name}}}の値がありません。値を登録してから送信してください。",
                    f"The field {{{name}}} has no value. Record it before sending.",
                )
            )
    return _FIELD.sub(lambda match: values[match.group(1)], text)


def _unknown_text(name: str) -> Words:
    known = ", ".join(f"{{{field}}}" for field in MERGE_FIELDS)
    return Words(
        f"差し込み項目{{{name}}}は使えません。使える項目：{known}",
        f"There is no field {{{name}}}. Fields: {known}",
    )


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One fault of a template: the part it is in and the sentence for the screen."""

    part: str
    text: Words


def check_template(*, name: str, subject: str, body: str, is_bulk: bool) -> list[TemplateProblem]:
    """Return every fault of a mail template; empty if it may be stored.

    Args:
        name: its name, at most 25 characters.
        subject: at most 100 characters; takes no merge field in a bulk sending.
        body: at most 10,000 characters.
        is_bulk: the template is meant for many receivers at once.
    """
    problems = []
    limits = {
        "name": (name, NAME_CHARACTERS_MAX, Words("テンプレート名", "name")),
        "subject": (subject, SUBJECT_CHARACTERS_MAX, Words("件名", "subject")),
        "body": (body, BODY_CHARACTERS_MAX, Words("本文", "body")),
    }
    for part, (value, limit, label) in limits.items():
        if not value.strip() or len(value) > limit:
            problems.append(TemplateProblem(part, _length_text(label, limit)))
        problems += [
            TemplateProblem(part, _unknown_text(field))
            for field in used_fields(value)
            if field not in MERGE_FIELDS
        ]
        problems += [TemplateProblem(part, _hit_text(hit)) for hit in check_wording(value)]
    if is_bulk and used_fields(subject):
        problems.append(TemplateProblem("subject", _BULK_TEXT))
    return problems


def _length_text(label: Words, limit: int) -> Words:
    return Words(
        f"{label.ja}は1文字以上{limit:,}文字以下で入力してください。",
        f"Enter a {label.en} of 1 to {limit:,} characters.",
    )


def _hit_text(hit: WordingHit) -> Words:
    return Words(
        f"{hit.rule}：「{hit.found}」を削除してください。{hit.reason.ja}",
        f"{hit.rule}: delete “{hit.found}”. {hit.reason.en}",
    )


_BULK_TEXT = Words(
    "一斉送信の件名に差し込み項目は使えません。件名から外してください。",
    "The subject of a bulk sending takes no fields. Remove them.",
)


class DefaultText(StrEnum):
    """The texts a new program starts with."""

    RESULT_LINE = "result_line"
    PAGE_HEADING = "page_heading"
    WITHDRAWAL_MAIL = "withdrawal_mail"


DEFAULT_TEXTS: dict[DefaultText, Words] = {
    DefaultText.RESULT_LINE: Words(
        "ご希望の方に、職業紹介事業者 {agency}（許可番号 {licence}）の登録窓口をお知らせします。"
        "どなたでも、ご自身で登録できます。同社は仕事探しを支援し、あなたが会社ごとに同意した場合に限り、"
        "ほかの会社へ紹介します。登録は任意・無料です。登録の有無は、今回や今後の選考に影響しません。"
        "当社がお名前を知ることはなく、月ごとの人数だけが届きます。"
        "当社はこの人数に応じて、同社の無料紹介枠を受け取ります。\n"
        "登録窓口：{url}\n今後の案内の停止：{stop_url}",
        "If you wish, you can register by yourself with the placement agency {agency} "
        "(licence {licence}). It supports your search and introduces you to a company only "
        "after you agree to that company. Registering is optional and free and has no effect "
        "on this or any later selection. We do not learn your name; we receive a monthly "
        "number only, and for that number the agency gives us free places.\n"
        "Register: {url}\nStop these notices: {stop_url}",
    ),
    DefaultText.PAGE_HEADING: Words(
        "次の一歩を、ご自身の意思で", "Your next step, by your own choice"
    ),
    DefaultText.WITHDRAWAL_MAIL: Words(
        "{name} 様\n登録を取り消しました。応募先の会社には通知されません。\n{agency}",
        "Dear {name},\nYour registration is cancelled. The company you applied to is not told.\n"
        "{agency}",
    ),
}
