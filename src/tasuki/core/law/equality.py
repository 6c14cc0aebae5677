"""Words that limit a job by age or sex, in a condition and in a posting: one dictionary.

Source: 労働施策総合推進法 9条 (age); 男女雇用機会均等法 5条 (sex).
"""

import re
import unicodedata
from typing import Final

from tasuki.core.law.refusals import Refusal

_OPEN: Final = re.compile(
    r"(?:年齢|性別|男女|学歴・年齢)(?:・(?:年齢|性別))*(?:は|を)?(?:不問|問わ)"
    r"|(?:regardless of|any) (?:age|sex|gender)(?: (?:or|and) (?:age|sex|gender))?"
    r"|幅広い年(?:齢層?|代)|主婦・主夫",
    re.IGNORECASE,
)
"""Says that a limit does not exist."""

_NO_LIMIT: Final = re.compile(
    r"(?:定年|再雇用|継続雇用)[^。\n、,;]{0,8}\d{2}\s*(?:歳|才)|\d{2}\s*(?:歳|才)\s*(?:で)?定年"
    r"|年齢給|若手(?:社員|職員|メンバー|技術者|スタッフ)?(?:の|を|への)(?:指導|育成|教育|支援|相談)"
    r"|シニア(?=エンジニア|マネ|コンサル|リーダー|スタッフ|アソシ|ディレクター|プログラマ|向け)"
)
"""Names an age without asking for one: retirement, pay by age, duties, titles of rank."""

_AGE: Final = re.compile(
    r"\d{2}\s*(?:歳|才)|[一二三四五六七]十(?:[一-九])?(?:歳|才|代)|[1-8]0\s*(?:代|s\b)"
    r"|年齢|若年|若手|若い|シニア|中高年"
    r"|\bage[ds]?\b|\byears? old\b|\byoung(?:er)?\b|\bolder\b"
    r"|\b(?:under|over) [1-9]\d(?!\d|\s*[a-z%])",
    re.IGNORECASE,
)
_TITLES: Final[dict[str, str]] = {
    "ウエイター": "ホールスタッフ",
    "ウェイター": "ホールスタッフ",
    "ウエイトレス": "ホールスタッフ",
    "ウェイトレス": "ホールスタッフ",
    "営業マン": "営業職",
    "看護婦": "看護師",
    "保母": "保育士",
    "保父": "保育士",
    "スチュワーデス": "客室乗務員",
    "カメラマン": "撮影スタッフ",
    "セールスマン": "営業職",
    "ガードマン": "警備員",
    "女子事務": "事務職",
}
"""Titles that name a sex, and a title that does not."""

_ONE_SEX: Final = re.compile(
    r"(?:男性|女性|男子|女子|男|女)(?:のみ|だけ|限定|を(?:募集|採用|優先|歓迎)|歓迎|優先|向け|活躍中)"
    r"|主婦|\b(?:fe)?males? (?:only|preferred)|\b(?:wo)?men (?:only|preferred)"
    r"|\b(?:salesman|saleswoman|waitress|stewardess)\b",
    re.IGNORECASE,
)
_ANY_SEX: Final = re.compile(
    r"性別|男性|女性|男子|女子|男の|女の|主夫|\b(?:fe)?males?\b|\b(?:wo)?m[ae]n\b|\bgender\b|\bsex\b",
    re.IGNORECASE,
)
"""Names a sex at all: too much in a condition, while a posting may sell women's clothes."""


def check_posting_words(text: str, *, has_age_limit: bool) -> Refusal | None:
    """H6: a posting asks for no age outside a stated limit with its code, and for no sex.

    Args:
        text: everything that the posting shows.
        has_age_limit: it states a limit of age with a code of the law, which is checked by
            itself; its words may then repeat it.

    Source: 労働施策総合推進法 9条; 男女雇用機会均等法 5条.
    """
    folded = _fold(text)
    if refusal := _check_sex(folded):
        return refusal
    if has_age_limit or not (found := _find_age(folded)):
        return None
    return Refusal(
        "H6",
        f"「{found}」は年齢の条件にあたります。求人では、法律の例外事由なしに年齢を条件にできません。",
        f"“{found}” is a condition of age, which a posting may set only by a reason of the law.",
        "この言葉を消すか、年齢の欄に年齢と例外事由（1号〜3号ニ）を入力してください。",
        "Delete the words, or enter the age and the reason of the law (1 to 3-ni) in their fields.",
        "労働施策総合推進法 9条",
    )


def check_equal_terms(text: str) -> Refusal | None:
    """H6: a condition for a job sets no limit of age or sex.

    Args:
        text: one condition in the words of the company.

    Source: 労働施策総合推進法 9条; 男女雇用機会均等法 5条.
    """
    folded = _fold(text)
    if found := _find_age(folded):
        return Refusal(
            "H6",
            f"「{found}」は年齢の条件にあたります。募集・採用で年齢を条件にできません。",
            f"“{found}” is a condition of age, which a job may not set.",
            "必要な経験や技能で書き直してください。",
            "Say which experience or skill is needed instead.",
            "労働施策総合推進法 9条",
        )
    if refusal := _check_sex(folded):
        return refusal
    if any_sex := _ANY_SEX.search(folded):
        return Refusal(
            "H6",
            f"「{any_sex[0]}」は性別の条件にあたります。募集・採用で性別を条件にできません。",
            f"“{any_sex[0]}” is a condition of sex, which a job may not set.",
            "必要な経験や技能で書き直してください。",
            "Say which experience or skill is needed instead.",
            "男女雇用機会均等法 5条",
        )
    return None


def _fold(text: str) -> str:
    return _OPEN.sub(" ", unicodedata.normalize("NFKC", text))


def _find_age(folded: str) -> str:
    found = _AGE.search(_NO_LIMIT.sub(" ", folded))
    return found[0] if found else ""


def _check_sex(folded: str) -> Refusal | None:
    for title, instead in _TITLES.items():
        if title in folded:
            return _refuse_sex(title, f"「{instead}」と書いてください。", f"Write “{instead}”.")
    if found := _ONE_SEX.search(folded):
        return _refuse_sex(
            found[0],
            "性別によらない言葉で書き直してください。",
            "Use words that name no sex.",
        )
    return None


def _refuse_sex(word: str, next_ja: str, next_en: str) -> Refusal:
    return Refusal(
        "H6",
        f"「{word}」は一方の性別を求める言葉です。求人には使えません。",
        f"“{word}” asks for one sex. A posting cannot use it.",
        next_ja,
        next_en,
        "男女雇用機会均等法 5条",
    )
