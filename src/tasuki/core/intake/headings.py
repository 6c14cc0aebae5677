"""Headings in the form in which the dictionary knows them."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from tasuki.core.intake.fields import FIELDS

_DROPPED: Final = re.compile(r"[\s\d_.・･/:;,、。'\"*※＊()\[\]{}<>【】「」『』〔〕《》〈〉|&+#-]")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_QUALIFIERS: Final = re.compile(
    r"[(\[【〔]\s*(?:必須|任意|全角|半角|全角カナ|全角カタカナ|西暦|和暦|漢字|数字|単位|数値|円|万円|分"
    r"|ハイフン(?:なし|無し|あり|有り|不要)|y{2,4}[/-]?m{1,2}[/-]?d{1,2}|年/月/日|例[^)\]】〕]*)\s*[)\]】〕]"
    r"|(?:必須|任意)[:：]|[*※]",
    re.IGNORECASE,
)
_SEGMENTS: Final = re.compile(r"[./_:：>＞\n]+")
_HEADING_CHARACTERS_MAX: Final = 200


@lru_cache(maxsize=4096)
def heading_key(header: str) -> str:
    """Return a heading in half width and lower case, without spaces, signs and digits."""
    folded = unicodedata.normalize("NFKC", header[:_HEADING_CHARACTERS_MAX]).translate(_DASHES)
    return _DROPPED.sub("", folded.lower())


@lru_cache(maxsize=4096)
def exact_key(header: str) -> str:
    """Return a heading in half width and lower case without spaces; signs and digits stay."""
    folded = unicodedata.normalize("NFKC", header[:_HEADING_CHARACTERS_MAX]).translate(_DASHES)
    return re.sub(r"\s", "", folded.lower())


@lru_cache(maxsize=4096)
def plain_key(header: str) -> str:
    """Return the key of a heading without remarks such as (必須) or （西暦）."""
    folded = unicodedata.normalize("NFKC", header[:_HEADING_CHARACTERS_MAX])
    return heading_key(_QUALIFIERS.sub("", folded))


def segments(header: str) -> list[str]:
    """Return the parts of a path such as 候補者職歴.職歴1_会社名, the last one last."""
    folded = unicodedata.normalize("NFKC", header[:_HEADING_CHARACTERS_MAX])
    return [part.strip() for part in _SEGMENTS.split(folded) if part.strip()]


KNOWN_KEYS: Final = frozenset(key for field in FIELDS.values() for key in field.words)
"""Every heading of the dictionary, whatever the kind of file."""

ROW_NUMBER_KEYS: Final = frozenset(
    {"no", "番号", "連番", "通番", "項番", "通し番号", "行", "行番号"}
)
"""Headings of columns that only count the rows of the sheet."""

_FURTHER_KEYS: Final = frozenset(
    {"no", "性別", "国籍", "当日tel確認", "応募受付側", "就業状態", "記入者"}
)


@lru_cache(maxsize=8192)
def is_known_heading(text: str) -> bool:
    """Return whether a cell could be a heading, as the dictionary knows them."""
    keys = (heading_key(text), plain_key(text))
    if any(key in KNOWN_KEYS or key in _FURTHER_KEYS for key in keys):
        return True
    parts = segments(text)
    return len(parts) > 1 and len(text) <= 40 and heading_key(parts[-1]) in KNOWN_KEYS
