"""How many cells an ods file fills, counted from its text while it is unpacked.

A cell or a row may say that it is repeated a million times; a parser writes each of them out.
"""

from xml.parsers import expat

from tasuki.adapters.tabular import refusals
from tasuki.adapters.tabular.limits import Limits


class OdsArea:
    """The filled cells of all sheets of an ods file, repeated ones counted as often."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = 0
        self._row_times = 1
        self._width = 0
        self._filled_width = 0
        self._cell_times = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        # A workbook declares no entities; whoever does wants to make text grow.
        self._parser.EntityDeclHandler = self._refuse_entity

    def feed(self, chunk: bytes) -> None:
        """Take the next piece of the text.

        Raises:
            UploadRefusedError: too many cells, or not the text of a workbook.
        """
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise refusals.broken() from error

    def _refuse_entity(self, *_: object) -> None:
        raise refusals.broken()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table-row":
            self._row_times = _times(attributes, "table:number-rows-repeated")
            self._width = self._filled_width = 0
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._cell_times = _times(attributes, "table:number-columns-repeated")
            self._width += self._cell_times
            if "office:value-type" in attributes:
                self._filled_width = self._width

    def _text(self, text: str) -> None:
        if self._cell_times and text.strip():
            self._filled_width = self._width

    def _end(self, name: str) -> None:
        if name in {"table:table-cell", "table:covered-table-cell"}:
            self._cell_times = 0
        elif name == "table:table-row":
            self._total += self._row_times * self._filled_width
            if self._total > self._limits.cells:
                raise refusals.too_many_cells(self._limits)


def _times(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isascii() or not text.isdigit():
        raise refusals.broken()
    return max(int(text[:12]), 1)
