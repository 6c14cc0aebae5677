"""Answers that are files."""

from typing import Final

from django.http import HttpResponse

CSV: Final = "text/csv"
PDF: Final = "application/pdf"
SVG: Final = "image/svg+xml"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(data: bytes | str, *, media_type: str, file_name: str) -> HttpResponse:
    """Return a file to be saved, never shown inside our own pages."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
