"""Conditions that limit a job by age or sex.

Source: 労働施策総合推進法 9条 (age); 男女雇用機会均等法 5条 (sex).
"""

import re
import unicodedata
from typing import Final

from tasuki.core.law.refusals import Refusal

_OPEN: Final = re.compile(
    r"(?:年齢|性別|男女|学歴・年齢)(?:・(?:年齢|性別))*(?:は|を)?(?:不問|問わ)"
    r"|(?:regardless of|any) (?:age|sex|gender)(?: (?:or|and) (?:age|sex|gender))?",
    re.IGNORECASE,
)
"""Says that a limit does not exist."""

_AGE: Final = re.compile(
    r"\d{2}\s*(?:歳|才)|[一二三四五六七]十(?:[一-九])?(?:歳|才|代)|[1-8]0\s*(?:代|s\b)"
    r"|年齢|若年|若手|若い|シニア|中高年"
    r"|\bage[ds]?\b|\byears? old\b|\byoung(?:er)?\b|\bolder\b"
    r"|\b(?:under|over) [1-9]\d(?!\d|\s*[a-z%])",
    re.IGNORECASE,
)
_SEX: Final = re.compile(
    r"性別|男性|女性|男子|女子|男の|女の|男のみ|女のみ|主婦|主夫|営業マン|看護婦|保母"
    r"|\b(?:fe)?males?\b|\b(?:wo)?m[ae]n\b|\bgender\b|\bsex\b|\bsales(?:wo)?man\b",
    re.IGNORECASE,
)


def check_equal_terms(text: str) -> Refusal | None:
    """H6: a condition for a job sets no limit of age or sex.

    Args:
        text: one condition in the words of the company.
    """
    folded = _OPEN.sub(" ", unicodedata.normalize("NFKC", text))
    if found := _AGE.search(folded):
        return Refusal(
            "H6",
            f"「{found[0]}」は年齢の条件にあたります。募集・採用で年齢を条件にできません。",
            f"“{found[0]}” is a condition of age, which a job may not set.",
            "必要な経験や技能で書き直してください。",
            "Say which experience or skill is needed instead.",
            "労働施策総合推進法 9条",
        )
    if found := _SEX.search(folded):
        return Refusal(
            "H6",
            f"「{found[0]}」は性別の条件にあたります。募集・採用で性別を条件にできません。",
            f"“{found[0]}” is a condition of sex, which a job may not set.",
            "必要な経験や技能で書き直してください。",
            "Say which experience or skill is needed instead.",
            "男女雇用機会均等法 5条",
        )
    return None
