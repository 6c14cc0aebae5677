"""Contrast of a tenant's colours: can they be read, and which darker key colour could be."""

import re
from dataclasses import asdict, dataclass
from typing import Final

CONTRAST_MIN: Final = 4.5
"""Smallest contrast of text (WCAG 2.2, success criterion 1.4.3)."""

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE: Final = "#ffffff"
_STRONG_SHARE: Final = 0.8
_SOFT_SHARE: Final = 0.1
_STEPS: Final = 50


class ColourError(ValueError):
    """The text is no colour of the form ``#rrggbb``."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The four colours that a tenant may set."""

    key: str
    key_strong: str
    key_soft: str
    page: str

    def as_dict(self) -> dict[str, str]:
        """Return the colours by the names that style sheets use."""
        return {name.replace("_", "-"): value for name, value in asdict(self).items()}


PRESETS: Final[dict[str, Theme]] = {
    "teal": Theme(key="#006173", key_strong="#004c59", key_soft="#e9f7f9", page="#f6f5f2"),
    "blue": Theme(key="#0017c1", key_strong="#00118f", key_soft="#e8f1fe", page="#f7f8fa"),
}


@dataclass(frozen=True, slots=True)
class Contrast:
    """One pair of colours that is too close."""

    text: str
    ground: str
    ratio: float


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 (black) to 1 (white).

    Raises:
        ColourError: not ``#rrggbb``.

    Source: WCAG 2.2, definition of relative luminance.
    """
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 (same) to 21 (black on white).

    Source: WCAG 2.2, definition of contrast ratio.
    """
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def theme_of(*, preset: str, key_colour: str = "") -> Theme:
    """Return a preset, or the theme made from one key colour.

    Args:
        preset: ``teal`` or ``blue``; gives page ground, and everything without a key colour.
        key_colour: ``#rrggbb``, or empty.
    """
    base = PRESETS.get(preset, PRESETS["teal"])
    if not key_colour:
        return base
    return Theme(
        key=key_colour.lower(),
        key_strong=_mix(key_colour, "#000000", _STRONG_SHARE),
        key_soft=_mix(key_colour, _WHITE, _SOFT_SHARE),
        page=base.page,
    )


def find_weak_pairs(theme: Theme) -> tuple[Contrast, ...]:
    """Return the pairs of a theme below ``CONTRAST_MIN``; empty = it can be read.

    Checked are key on white (and white on key), key on soft, key strong on page.
    """
    pairs = ((theme.key, _WHITE), (theme.key, theme.key_soft), (theme.key_strong, theme.page))
    found = (Contrast(text, ground, contrast(text, ground)) for text, ground in pairs)
    return tuple(one for one in found if one.ratio < CONTRAST_MIN)


def nearest_readable(key_colour: str, *, preset: str = "teal") -> str:
    """Return the key colour itself, or the lightest darker shade whose theme can be read.

    Raises:
        ColourError: not ``#rrggbb``.
    """
    for step in range(_STEPS + 1):
        shade = _mix(key_colour, "#000000", 1 - step / _STEPS)
        if not find_weak_pairs(theme_of(preset=preset, key_colour=shade)):
            return shade
    raise AssertionError("black on a light ground can be read")


def _parts(colour: str) -> tuple[int, int, int]:
    if not _HEX.fullmatch(colour):
        raise ColourError(f"{colour!r} is not a colour of the form #rrggbb")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mix(colour: str, other: str, share: float) -> str:
    mixed = (
        round(one * share + two * (1 - share))
        for one, two in zip(_parts(colour), _parts(other), strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)
