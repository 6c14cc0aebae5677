"""The line at the foot of every paper: document, version, printed when and by whom."""

from datetime import datetime

from django.utils.timezone import localtime

from tasuki.core.words import Words


def write_footer(
    number: str, *, language: str, printed_by: str, now: datetime, version: int | str = 1
) -> str:
    """Return the footer of a paper in one language.

    Args:
        number: of the document, such as ``D1`` or ``INV-00001``.
        language: ``ja`` or ``en``.
        printed_by: name of who prints.
        now: when it is printed, aware; written in Tokyo time.
        version: of the document; words where two versions are compared, such as ``1→2``.
    """
    at = localtime(now)
    words = Words(
        f"{number}　第{version}版　印刷 {at:%Y/%m/%d %H:%M}　{printed_by}",
        f"{number}, version {version}, printed {at:%Y-%m-%d %H:%M} by {printed_by}",
    )
    return words.in_language("en" if language.startswith("en") else "ja")
