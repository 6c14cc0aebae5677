"""Documents as PDF: WeasyPrint turns a page of HTML into a tagged A4 file.

Nothing is fetched: a document that names a file or an address outside of itself is an error.
"""

from functools import cache

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class OutsideResourceError(ValueError):
    """A document names something outside of itself."""


class _NoFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches nothing and stops the rendering."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        raise FatalURLFetchingError(f"a document may not fetch {url!r}")


@cache
def _no_fetcher() -> _NoFetcher:
    """Return the one there is: making one reads all certificates of the system."""
    return _NoFetcher(fail_on_errors=True)


def render(html: str) -> bytes:
    """Return the document as a tagged PDF (PDF/UA-1).

    Args:
        html: a whole document with its own styles and without outside resources.

    Raises:
        OutsideResourceError: the document wants to fetch something.
    """
    document = weasyprint.HTML(string=html, url_fetcher=_no_fetcher())
    try:
        return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
    except FatalURLFetchingError as error:
        raise OutsideResourceError(str(error)) from error
