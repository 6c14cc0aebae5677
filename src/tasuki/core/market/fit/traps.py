"""What a column that may not enter a score stands for: a matter of the law, or a proxy of one.

The closed list decides what enters; this dictionary only gives the refusal its reason. A word
it does not know is refused all the same.

Source: 職業安定法 5条の5, 平11労告141; 公正な採用選考の基本; 男女雇用機会均等法 7条.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from tasuki.core.intake.forbidden import forbidden_heading
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True)
class Trap:
    """Why a column is refused.

    Attributes:
        code: ``F01``..``F14``, ``MN`` or ``H5`` of the law; ``PROXY`` for what stands for such a
            matter; ``CLOSED`` for a name nobody put on the list.
        label: the matter.
    """

    code: str
    label: Words


_CLOSED: Final = Trap("CLOSED", Words("使ってよい項目の一覧にない項目", "not on the closed list"))

_TRAPS: Final[tuple[tuple[str, Words, str], ...]] = (
    (
        "H5",
        Words("年齢・生年月日", "age or date of birth"),
        r"年齢|生年|誕生|\bage\b|birth|\bdob\b",
    ),
    ("H5", Words("健康", "health"), r"健康|病気|疾患|休職|\bhealth\b|illness|sick"),
    ("H5", Words("外見", "looks"), r"身長|体重|血液型|容姿|height|weight of|blood type"),
    ("F02", Words("家族", "family"), r"家族|育児|介護|family|dependants?|dependents?|spouse"),
    (
        "F01",
        Words("出身・母語", "origin or mother tongue"),
        r"母語|出身|native|mother tongue|origin",
    ),
    (
        "F13",
        Words("婚姻・国籍など", "marital status, nationality"),
        r"既婚|未婚|独身|旧姓|\bmarri|citizen|visa|国の",
    ),
    (
        "PROXY",
        Words("住所（資産や出自を表す）", "home address: stands for wealth and origin"),
        r"住所|自宅|郵便|最寄り?駅|居住|address|postal|\bzip\b|station|\bhome\b|residence",
    ),
    (
        "PROXY",
        Words("卒業年（年齢を表す）", "year of graduation: stands for age"),
        r"卒業|入学|graduat|school year",
    ),
    (
        "PROXY",
        Words("学校名・学歴", "school or university"),
        r"学校|大学|高校|学歴|学部|school|universit|college|education|degree",
    ),
    (
        "PROXY",
        Words("応募の経路", "the channel a person came by"),
        r"経路|流入|応募元|紹介元|紹介者|channel|refer(?:ral|red|rer)|relay|alumni|utm",
    ),
    ("PROXY", Words("空白期間", "gaps in a career"), r"空白|ブランク|離職期間|\bgaps?\b|unemploy"),
    (
        "PROXY",
        Words("転職回数・在籍した会社", "number or names of employers"),
        r"転職|社数|勤務先|会社名|在籍企業|employers?\b|company|job changes|companies",
    ),
    (
        "PROXY",
        Words("現在・過去の給与", "present or earlier pay"),
        (
            r"[現前](?:在の?|職の?)?(?:年収|給与|月給|賃金)"
            r"|(?:current|previous|present|last) (?:pay|salary|wage)"
        ),
    ),
    ("PROXY", Words("退職の理由", "reason for leaving"), r"退職|離職|left reason|leaving"),
    (
        "PROXY",
        Words("氏名", "name"),
        (
            r"氏名|名前|姓名|フリガナ|ふりがな|カナ|kana|^name$"
            r"|(?:family|given|full|first|last|user) ?name"
        ),
    ),
    ("PROXY", Words("メール・電話", "mail or phone"), r"メール|電話|mail|phone|domain"),
    (
        "PROXY",
        Words("他社の評価・面接の点", "scores or assessments of others"),
        r"評価|評点|面接|査定|interview|rating|assessment|\bscore|evaluation",
    ),
    (
        "PROXY",
        Words("自由記述のメモ", "free notes"),
        r"メモ|備考|所感|コメント|特記|\bnotes?\b|memo|remark|comment|\btags?\b",
    ),
    ("PROXY", Words("趣味・嗜好", "hobbies"), r"趣味|特技|嗜好|hobb"),
    ("PROXY", Words("個人を指す番号", "a number of the person"), r"番号|number|identifier|\bip\b"),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def find_trap(name: str) -> Trap:
    """Return what a column stands for; ``CLOSED`` if no dictionary knows it.

    Args:
        name: a heading, a label or ``model.field``; underscores and points are read as spaces.
    """
    heading = unicodedata.normalize("NFKC", name).replace("_", " ").replace(".", " ").strip()
    if found := forbidden_heading(heading):
        return Trap(found.code, found.label)
    for code, label, pattern in _TRAPS:
        if _compiled(pattern).search(heading):
            return Trap(code, label)
    return _CLOSED
