"""Which kinds of work may not be placed for a fee, read from the words people use for them.

The law bars harbour transport and construction *work*: an office job or a site manager's job
at a construction company may be placed. So a word of the work alone bars, and a word of
another task beside it does not; where both stand, a person of the agency decides.
"""

import re
import unicodedata
from typing import Final

_BARRED: Final = {
    "harbour": re.compile(
        r"港湾(?:運送|荷役|労働|作業)|(?:船内|沿岸)荷役|はしけ運送|いかだ運送"
        r"|\bharbou?r\b|\bstevedor|\bdock(?:er|work)"
    ),
    "construction": re.compile(
        r"(?:建設|土木|建築|解体|掘削|舗装|基礎|足場|鉄骨|鉄筋|型枠|内装)(?:の?(?:作業|工事?(?!場)|現場作業))"
        r"|建設業務|とび職|鳶|大工|左官|土工|配筋"
        r"|\bconstruction\b(?! (?:company|firm|industry))|\b(?:scaffold|bricklay|demolition)"
    ),
}
_OTHER_TASK: Final = re.compile(
    r"事務|営業|管理|監督|設計|積算|経理|人事|総務|販売|受付|企画|研究|教員|講師"
    r"|\b(?:office|clerk|sales|manage|manager|management|design|designer|account|engineer)"
)


def find_barred_occupation(text: str) -> str | None:
    """Return ``harbour`` or ``construction`` if a text names work that may not be placed.

    Args:
        text: an occupation as somebody wrote it, or one of the two codes.

    Source: 職業安定法 32条の11第1項.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    if _OTHER_TASK.search(folded):
        return None
    return next((code for code, words in _BARRED.items() if words.search(folded)), None)
