"""Which kinds of work may not be placed for a fee, read from the words people use for them.

The law bars harbour transport and construction *work*: an office job or a site manager's job
at a construction company may be placed. A text is read in its parts (「大工（営業もあり）」 has
two), and each part by itself: a word of the work bars it, unless the part names another task
on that work (「施工管理」). A word for the one who works with the own hands (「大工」, 「作業員」)
at the end of a part bars it whatever else stands there.
"""

import re
import unicodedata
from datetime import date
from typing import Final

from tasuki.core.law.parameters import find_parameter

_BARRED: Final = {
    "harbour": re.compile(
        r"港湾(?:運送|荷役|労働|作業)|(?:船内|沿岸)荷役|はしけ運送|いかだ運送"
        r"|\bharbou?r\b|\bstevedor|\bdock(?:er|work)"
    ),
    "construction": re.compile(
        r"(?:建設|土木|建築|解体|掘削|舗装|基礎|足場|鉄骨|鉄筋|型枠|内装)"
        r"(?:の?(?:作業|工事?(?!場)|現場(?:の|で)?(?:作業|労働|職人|仕事)|職人|労働者))"
        r"|建設業務|(?<![ぁ-んァ-ヶー])(?:とび|トビ)(?![ぁ-んァ-ヶー])|鳶|大工|左官|土工|配筋"
        r"|\bconstruction\b(?! (?:company|firm|industry))|\b(?:scaffold|bricklay|demolition)"
    ),
}
_OTHER_TASK: Final = re.compile(
    r"事務|営業|管理|監督|設計|積算|経理|人事|総務|販売|受付|企画|研究|教員|講師"
    r"|\b(?:office|clerk|sales|manage|manager|management|design|designer|account|engineer)"
)
_OWN_HANDS: Final = re.compile(
    r"(?:大工|とび|トビ|鳶|左官|土工|荷役|職人|作業員|労働者|[a-z]*workers?|stevedores?)(?:職|の仕事)?$"
)
_PARTS: Final = re.compile(
    r"[、,。.・;:/|\n()「」【】\[\]+&]|兼(?:務|任)?|および|及び|ならびに|または|又は|もしくは"
    r"|\band\b|\bor\b"
)


def find_barred_occupation(text: str, *, on: date) -> str | None:
    """Return ``harbour`` or ``construction`` if a text names work that may not be placed.

    Args:
        text: an occupation as somebody wrote it, or one of the two codes.
        on: the day of the act; the law of that day says which work is barred.

    Source: 職業安定法 32条の11第1項.
    """
    barred = find_parameter("barred_occupations", on=on).value
    parts = [part.strip() for part in _PARTS.split(unicodedata.normalize("NFKC", text).lower())]
    for code in barred:
        if any(_is_work(part, _BARRED[code]) for part in parts):
            return str(code)
    return None


def _is_work(part: str, words: re.Pattern[str]) -> bool:
    if not words.search(part):
        return False
    return bool(_OWN_HANDS.search(part)) or not _OTHER_TASK.search(part)
