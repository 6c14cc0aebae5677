"""Company names as they are compared: legal form, spaces and signs left out.

A comparison key only; what a person wrote is stored and shown as written.
"""

import re
from typing import Final

from tasuki.core.identity.normalise import name_key, normalise_name

_FORMS: Final = (
    "特定非営利活動法人",
    "一般社団法人",
    "一般財団法人",
    "公益社団法人",
    "公益財団法人",
    "独立行政法人",
    "社会福祉法人",
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "医療法人",
    "学校法人",
    "(株)",
    "(有)",
    "(同)",
)
_LATIN_FORMS: Final = re.compile(
    r"(?<![a-z])(?:company,? ?limited|co\.?,? ?ltd\.?|corporation|corp\.?|limited|ltd\.?|inc\.?"
    r"|k\.?k\.?|llc|gk)(?![a-z])"
)
_SIGNS: Final = re.compile(r"[\s・.,、。「」『』\-‐–—'’\"&/]+")


def firm_key(text: str) -> str:
    """Return a company's name as it is compared; empty when nothing but a form was written.

    Args:
        text: the name as typed: 株式会社, (株), ㈱, spaces, widths and cases do not matter.
    """
    key = _LATIN_FORMS.sub(" ", normalise_name(text).casefold())
    before = None
    while key != before:  # what stood around a form may be one itself
        before = key
        key = _SIGNS.sub("", key)
        for form in _FORMS:
            key = key.replace(form, "")
        key = name_key(_LATIN_FORMS.sub("", key))
    return key
