"""Documents as PDF: WeasyPrint turns a page of HTML into a tagged A4 file.

Nothing is fetched: a document that names a file or an address outside of itself is an error.
"""

from typing import Any, Final

import weasyprint

TITLE_CHARACTERS_MAX: Final = 200


class OutsideResourceError(ValueError):
    """A document names something outside of itself."""


def render(html: str) -> bytes:
    """Return the document as a tagged PDF (PDF/UA-1).

    Args:
        html: a whole document with its own styles; images inline only.

    Raises:
        OutsideResourceError: the document wants to fetch something.
    """
    document = weasyprint.HTML(string=html, url_fetcher=_fetch_nothing)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _fetch_nothing(url: str, *args: Any, **kwargs: Any) -> Any:
    raise OutsideResourceError(f"a document may not fetch {url!r}")
