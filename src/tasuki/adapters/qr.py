"""QR codes as SVG text, drawn on the server; nothing is fetched from outside."""

import io
from typing import Final

import segno

QUIET_ZONE_MODULES: Final = 4
"""The white border that the standard (ISO/IEC 18004) asks for."""


def make_qr_svg(text: str, *, title: str = "", scale: int = 4) -> str:
    """Return a text as a QR code in SVG, black on white, error correction M or better.

    Args:
        text: what the code says, such as an address; at most about 2,000 characters.
        title: name of the picture for those who cannot see it.
        scale: width of one module in units of the picture, >= 1.

    Raises:
        ValueError: the text does not fit into one code.
    """
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(
        out,
        kind="svg",
        scale=scale,
        border=QUIET_ZONE_MODULES,
        light="#fff",
        title=title or None,
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        omitsize=False,
        nl=False,
    )
    return out.getvalue().decode("utf-8")
