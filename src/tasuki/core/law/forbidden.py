"""Data that selection must not ask for, know or keep: F01-F14, and numbers of the state (H5).

A dictionary with known gaps: a hit is certain enough to stop and show the word; no hit is not
a proof that a form is lawful. Labels of fields and columns are judged more strictly than free
text, where a word may stand for something else.

Source: 職業安定法 5条の5; 平11労告141 (指針); 公正な採用選考の基本 (14 items); 番号法 19条, 20条.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

_SOURCE: Final = "職業安定法 5条の5, 平11労告141; 公正な採用選考の基本"


@dataclass(frozen=True, slots=True)
class ForbiddenData:
    """One matter that selection must not ask about.

    Attributes:
        code: ``F01``..``F14``, ``MN`` for the Individual Number, ``H5`` for further data that
            may not be a field of selection.
        label: its name.
        patterns: regular expressions over folded text (NFKC, underscores as spaces), for
            columns and free text alike; the database reads them too.
        said: further ones for free text only: how people write it down in a note.
    """

    code: str
    label: Words
    patterns: tuple[str, ...]
    said: tuple[str, ...] = ()


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
        (
            r"在日(?:韓国|朝鮮|コリアン|[一二三四1-4]世|(?:の方|の人|です|だ)|(?=[、。,\s)]|$))",
            "同和地区",
            "被差別部落",
            "部落出身",
            "帰化",
            "外国人の血",
            "(?:日本|外国)人とのハーフ",
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
            "扶養(?!手当|内|の範囲)",
            "family (?:job|income|members?|background|structure)",
            "parents?['’]? (?:job|occupation)",
        ),
        (
            (
                r"(?:お?父|お?母|祖父|祖母|夫|妻|主人|兄|弟|姉|妹|息子|娘)(?:親|さん)?は[^。\n]{0,20}"
                r"(?:勤務|勤め|自営|経営|会社員|公務員|教員|医師|農家|漁師|無職|他界|死亡|亡く|病気|働)"
            ),
            "実家(?!業)",
            "(?:母子|父子)家庭",
            "(?:ひとり|一人)親",
            "片親",
            (
                r"(?:子ども|子供|お子さん|小さい子)(?:が|は|も)?\s*"
                r"(?:い(?:る|ます|ない|ません)|あり|なし|[0-9一二三四]\s*人|[0-9]+\s*(?:歳|才))"
            ),
            r"\b(?:has|have|with) (?:\w+ )?(?:child|children|kids)\b",
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
        "F05",
        Words("宗教", "religion"),
        ("宗教", "信仰", "宗派", r"\breligion\b", r"\bfaith\b"),
        (
            "(?:キリスト|仏|イスラム|ユダヤ|ヒンドゥー|ヒンズー|天理|新興宗)教(?!系|大学|主義|学|美術|圏|史|会建築)",
            "創価学会",
            "幸福の科学",
            "エホバ",
            "ムスリム",
            "クリスチャン",
            "カトリック(?!系|大学)",
            "プロテスタント",
            "(?:の|熱心な)信者",
            r"\b(?:christian|muslim|buddhist|catholic|jewish)\b",
        ),
    ),
    ForbiddenData(
        "F06",
        Words("支持政党", "political party"),
        ("支持政党", "政党", "political (?:party|affiliation)"),
        (
            "(?:自民|自由民主|立憲民主|国民民主|共産|公明|社民|社会民主|参政|日本保守)党",
            "日本維新の会",
            "れいわ新選組",
            "党員",
            "後援会(?:に|の会員|員)",
        ),
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
            r"労働組合(?!の?有無|[\s:]*(?:あり|なし|有|無))",
            "労組",
            "組合加入",
            "学生運動",
            "社会運動",
            r"\btrade union\b",
            "union membership",
        ),
        (
            r"(?<!農協の)(?<!生協の)(?<!協同)組合員(?!証|数|向け|対応|サービス|への|様)",
            "組合活動",
            "組合専従",
            "組合の(?:役員|執行委員|委員長)",
            "(?:デモ|市民運動|反対運動)に参加",
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
        (
            "独身(?!寮)",
            "[既未]婚",
            "離婚",
            "バツイチ",
            "同棲",
            "婚約",
            "妊活",
            "不妊治療",
            "前科",
            "犯罪歴",
            "逮捕(?:歴|された)",
            "服役",
            r"\b(?:un)?married\b",
            r"\bdivorced\b",
            "criminal record",
        ),
    ),
    ForbiddenData(
        "F14",
        Words("必要のない健康診断", "health check without need"),
        ("健康診断書", "既往歴", "持病", "病歴", "medical (?:history|certificate)", "health check"),
        (
            (
                "(?:うつ病|鬱病|統合失調症|適応障害|発達障害|パニック障害|精神疾患|てんかん)"
                "(?!の?(?:患者|利用者|児|者|方(?:への|の支援)|支援|治療薬|研究))"
            ),
            "障害者手帳",
            "通院(?:中|歴|して)",
            "服薬(?:中|して)",
            "(?:がん|癌)(?:の?治療(?:中|歴)|を患)",
            "(?:HIV|エイズ)(?:感染|陽性)",
            r"\bdepress(?:ion|ed)\b",
        ),
    ),
    ForbiddenData(
        "MN",
        Words("個人番号（マイナンバー）", "Individual Number (My Number)"),
        ("個人番号", "マイナンバー", r"\bmy ?number\b", "individual number"),
    ),
)

FORBIDDEN_FIELDS: tuple[ForbiddenData, ...] = (
    ForbiddenData(
        "H5",
        Words("採用選考で集められない項目", "not to be collected in selection"),
        (
            "性別",
            "写真",
            r"\bgender\b",
            r"\bsex\b",
            r"\bphoto",
            "在留",
            "障害",
            "障がい",
            r"\bdisabilit",
            "residence card",
            "年収に占める",
            "子供",
            "子ども",
            "children",
        ),
    ),
)
"""What may not be a field or a column, though the words may stand in a text."""


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("_", " ")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(unicodedata.normalize("NFKC", pattern), re.IGNORECASE)


def _find(
    text: str, items: tuple[ForbiddenData, ...], *, is_said: bool = False
) -> tuple[ForbiddenData, ...]:
    folded = _fold(text)
    return tuple(
        item
        for item in items
        if any(
            _compiled(one).search(folded)
            for one in (*item.patterns, *(item.said if is_said else ()))
        )
    )


def find_forbidden_data(text: str) -> tuple[ForbiddenData, ...]:
    """Return the matters a free text touches; empty if none.

    Args:
        text: a note or another text; a number that is an Individual Number counts.
    """
    found = _find(text, FORBIDDEN_DATA, is_said=True)
    if find_my_numbers(text) and not any(item.code == "MN" for item in found):
        found += (_MY_NUMBER,)
    return found


def find_forbidden_fields(label: str) -> tuple[ForbiddenData, ...]:
    """Return the matters a field name, a label or a heading of a column asks for.

    Args:
        label: as a form or a file shows it; underscores are read as spaces.
    """
    return _find(label, FORBIDDEN_DATA + FORBIDDEN_FIELDS)


def database_expression() -> str:
    """Return the dictionary of columns as one expression of PostgreSQL, to be matched with ``~*``.

    The text it is matched with is folded the same way: NFKC, underscores as spaces.
    """
    patterns = (one for item in FORBIDDEN_DATA + FORBIDDEN_FIELDS for one in item.patterns)
    folded = (unicodedata.normalize("NFKC", one).replace(r"\b", r"\y") for one in patterns)
    return "|".join(f"(?:{one})" for one in folded)


_MY_NUMBER: Final = next(item for item in FORBIDDEN_DATA if item.code == "MN")
_TWELVE_DIGITS: Final = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)


def find_my_numbers(text: str) -> tuple[str, ...]:
    """Return the twelve-digit numbers of a text whose check digit is that of an Individual Number.

    Source: 番号法施行令 8条; 平26総務省令85 5条 (check digit).
    """
    found = _TWELVE_DIGITS.findall(unicodedata.normalize("NFKC", text))
    return tuple(number for number in found if _has_check_digit(re.sub(r"\D", "", number)))


def _has_check_digit(digits: str) -> bool:
    total = sum(
        weight * int(digit) for weight, digit in zip(_WEIGHTS, reversed(digits[:11]), strict=True)
    )
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


@dataclass(frozen=True, slots=True)
class SpecialNeed:
    """An exception for one matter, approved by the officer for fair selection.

    Attributes:
        reason: the occupational need, in words.
        approved_by: name of the officer (公正採用選考人権啓発推進員 or who stands for it).
        approved_on: the day of the approval.
    """

    reason: str
    approved_by: str
    approved_on: date | None


def check_special_need(need: SpecialNeed, *, on: date) -> Refusal | None:
    """H5: an exception needs a written reason, a named officer and a day that has come.

    Args:
        need: the exception as it was entered.
        on: today in Japan.
    """
    is_dated = need.approved_on is not None and need.approved_on <= on
    if need.reason.strip() and need.approved_by.strip() and is_dated:
        return None
    return Refusal(
        "H5",
        "特別な職業上の必要には、理由、承認した人、承認日が要ります。",
        "A special need takes a reason, the name of who approved it, and a day.",
        "業務に必要な理由を書き、担当者の名前で承認してください。",
        "Write why the work needs it and have the officer approve it.",
        _SOURCE,
    )


def check_forbidden_data(text: str, *, special_need_reason: str = "") -> Refusal | None:
    """H5: a text that tells or asks for what selection must not know.

    Args:
        text: free text of a note, a reason or a posting.
        special_need_reason: the dated reason approved by the officer for fair selection.
    """
    return _refuse(find_forbidden_data(text), special_need_reason)


def _refuse(found: tuple[ForbiddenData, ...], special_need_reason: str) -> Refusal | None:
    if not found or special_need_reason.strip():
        return None
    item = found[0]
    return Refusal(
        "H5",
        f"「{item.label.ja}」（{item.code}）は、採用選考で集められません。",
        f"{item.code}: {item.label.en} may not be collected in selection.",
        "この項目や記述を削除してください。",
        "Delete the field or the passage.",
        _SOURCE,
    )


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """A kind of paper that selection must not take.

    Attributes:
        codes: the matters it tells.
        label: its name.
        pattern: how its file name or its first words look.
        unless: words in its text that make it harmless; empty if nothing does.
    """

    codes: tuple[str, ...]
    label: Words
    pattern: str
    unless: str = ""


ATTACHMENT_KINDS: tuple[AttachmentKind, ...] = (
    AttachmentKind(
        ("F01",),
        Words("戸籍謄本・抄本", "family register"),
        r"戸籍|koseki|family ?register",
    ),
    AttachmentKind(
        ("F01",),
        Words("本籍の記載がある住民票", "certificate of residence that shows the domicile"),
        r"住民票|juminhyo|certificate ?of ?residence",
        unless=r"本籍[^。\n]{0,12}(?:省略|記載(?:なし|しない|がない)|\*{2,})",
    ),
    AttachmentKind(
        ("F03", "F04", "F12"),
        Words("現住所の略図", "sketch map of the home"),
        r"略図|自宅(?:周辺)?(?:の)?地図|home ?map|map ?to ?(?:my|your) ?home",
    ),
    AttachmentKind(
        ("F14",),
        Words("健康診断書", "health certificate"),
        r"健康診断|診断書|health ?(?:check|certificate)|medical ?certificate",
    ),
    AttachmentKind(
        ("MN",),
        Words("マイナンバーカード・通知カード", "My Number card"),
        r"マイナンバー|個人番号(?:カード)?|通知カード|my ?number",
    ),
    AttachmentKind(
        ("F13",),
        Words("在留カード（内定前）", "residence card (before an offer)"),
        r"在留カード|residence ?card",
    ),
)


def find_attachment_kind(name: str, first_text: str) -> AttachmentKind | None:
    """Return which forbidden paper a file looks like; None if it looks like none.

    Args:
        name: the file's name.
        first_text: the text of its first page; empty if it cannot be read. A certificate of
            residence that cannot be read is held back, because it may show the domicile.
    """
    text = unicodedata.normalize("NFKC", f"{_fold(name)}\n{first_text[:4000]}")
    for kind in ATTACHMENT_KINDS:
        is_harmless = bool(kind.unless) and _compiled(kind.unless).search(text)
        if _compiled(kind.pattern).search(text) and not is_harmless:
            return kind
    return None


def check_attachment(
    name: str, first_text: str, *, special_need_reason: str = ""
) -> Refusal | None:
    """H5: a file that is a paper which selection must not take.

    Args:
        name: the file's name.
        first_text: the text of its first page; empty if it cannot be read.
        special_need_reason: the dated reason approved by the officer for fair selection.
    """
    kind = find_attachment_kind(name, first_text)
    if kind is None or special_need_reason.strip():
        return None
    codes = ", ".join(kind.codes)
    return Refusal(
        "H5",
        f"「{kind.label.ja}」（{codes}）は、採用選考で受け取れません。",
        f"{codes}: a {kind.label.en} may not be taken in selection.",
        "このファイルを外し、本人に返してください。",
        "Take the file out and give it back to the person.",
        _SOURCE,
    )
