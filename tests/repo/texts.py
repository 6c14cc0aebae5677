"""Which texts the source shows, room by room, and what its catalogue says to them.

``python -m tests.repo.texts --update`` adds missing texts to the right catalogue and drops those
that nothing shows any more; the Japanese is then written by hand.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tasuki"
ROOMS = {
    "apps": SOURCE / "apps" / "locale",
    **{
        room: SOURCE / "web" / room / "locale"
        for room in (
            "components",
            "account",
            "company",
            "agency",
            "person",
            "region",
            "platform",
            "privacy",
            "moves",
            "cases",
            "fees",
            "agenda",
            "introductions",
            "rounds",
            "economy",
            "insights",
            "pool",
            "alumni",
        )
    },
}
HEADER = {
    "Language": "ja",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# name of the function: positions of context, text, plural
_CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_HOLES = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*\}")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text as the source writes it."""

    msgid: str
    context: str = ""
    plural: str = ""


def room_of(path: Path) -> str:
    """Return the room whose catalogue translates a file."""
    parts = path.relative_to(SOURCE).parts
    if parts[0] == "web":
        return parts[1] if parts[1] in ROOMS else "components"
    return "components" if parts[0] == "conf" else "apps"


def find_texts() -> dict[str, set[Text]]:
    """Return every text by room."""
    found: dict[str, set[Text]] = {room: set() for room in ROOMS}
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            found[room_of(path)].update(_texts_of_python(path.read_text(encoding="utf-8")))
    for path in SOURCE.rglob("templates/**/*.*"):
        if path.suffix in {".html", ".txt"}:
            found[room_of(path)].update(_texts_of_template(path))
    return found


def catalogue_of(room: str) -> Path:
    """Return the Japanese catalogue of a room."""
    return ROOMS[room] / "ja" / "LC_MESSAGES" / "django.po"


def entries_of(room: str) -> dict[Text, polib.POEntry]:
    """Return what a catalogue holds."""
    path = catalogue_of(room)
    if not path.exists():
        return {}
    return {
        Text(entry.msgid, entry.msgctxt or "", entry.msgid_plural): entry
        for entry in polib.pofile(str(path), encoding="utf-8")
    }


def holes_of(text: str) -> list[str]:
    """Return the places of a text that are filled later, sorted."""
    return sorted(_HOLES.findall(text))


def translations_of(entry: polib.POEntry) -> list[str]:
    """Return the Japanese of an entry; one text for singular and plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def find_faults(room: str, wanted: set[Text]) -> Iterator[str]:
    """Yield what is wrong with a room's catalogue, one sentence each."""
    entries = entries_of(room)
    for text in sorted(wanted - entries.keys()):
        yield f"missing: {text.msgid!r}"
    for text, entry in sorted(entries.items()):
        if entry.obsolete or text not in wanted:
            yield f"nothing shows: {text.msgid!r}"
        elif entry.fuzzy or not translations_of(entry) or not all(translations_of(entry)):
            yield f"no Japanese: {text.msgid!r}"
        elif not _same_holes(text, entry):
            yield f"other places to fill: {text.msgid!r}"


def update(room: str, wanted: set[Text]) -> None:
    """Write the catalogue anew: texts kept, missing ones added without Japanese, rest dropped."""
    known = entries_of(room)
    book = polib.POFile(wrapwidth=100)
    book.metadata = dict(HEADER)
    for text in sorted(wanted):
        entry = known.get(text)
        fresh = polib.POEntry(msgid=text.msgid, msgctxt=text.context or None)
        if text.plural:
            fresh.msgid_plural = text.plural
            fresh.msgstr_plural = dict(entry.msgstr_plural) if entry else {0: ""}
        elif entry:
            fresh.msgstr = entry.msgstr
        book.append(fresh)
    path = catalogue_of(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))


def _same_holes(text: Text, entry: polib.POEntry) -> bool:
    allowed = [holes_of(text.msgid), holes_of(text.plural)]
    return all(holes_of(shown) in allowed for shown in translations_of(entry))


def _texts_of_python(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _text_of_call(node)


def _text_of_call(node: ast.Call) -> Iterator[Text]:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in _CALLS:
        return
    values = [one.value if isinstance(one, ast.Constant) else None for one in node.args]

    def at(position: int | None) -> str:
        if position is None or position >= len(values):
            return ""
        return values[position] if isinstance(values[position], str) else ""

    context, text, plural = _CALLS[name]
    if at(text):
        yield Text(at(text), at(context), at(plural))


def _texts_of_template(path: Path) -> Iterator[Text]:
    from django.utils.translation.template import templatize

    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in re.finditer(r"\b(?:n?p?gettext|_)\(", code):
        yield from _first_call(code[match.start() :])


def _first_call(code: str) -> Iterator[Text]:
    """The rest is no Python: find where the call at the beginning ends."""
    for match in re.finditer(r"\)", code):
        try:
            tree = ast.parse(code[: match.end()], mode="eval")
        except SyntaxError:
            continue
        assert isinstance(tree.body, ast.Call)
        yield from _text_of_call(tree.body)
        return


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    found = find_texts()
    for name in sys.argv[2:] or found:
        if "--update" in sys.argv[1:2]:
            update(name, found[name])
        for fault in find_faults(name, found[name]):
            print(f"{name}: {fault}")
