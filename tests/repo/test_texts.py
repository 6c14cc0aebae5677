"""Every text of every room has its Japanese."""

import gettext

import polib
import pytest
from tests.repo.texts import (
    ROOMS,
    Text,
    entries_of,
    find_faults,
    find_texts,
    holes_of,
    translations_of,
)

from tasuki.adapters.texts import compile_texts, find_catalogues


@pytest.fixture(scope="module")
def shown() -> dict[str, set[Text]]:
    return find_texts()


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_of_the_room_has_its_japanese(room, shown):
    faults = list(find_faults(room, shown[room]))

    assert faults == []


def test_one_text_has_one_japanese_in_all_rooms():
    """Django joins all catalogues: of two translations one would win everywhere."""
    words: dict[tuple[str, str], set[str]] = {}
    for room in ROOMS:
        for text, entry in entries_of(room).items():
            words.setdefault((text.msgid, text.context), set()).update(translations_of(entry))
    torn = {msgid: sorted(found) for (msgid, _), found in words.items() if len(found) > 1}

    assert torn == {}


def test_texts_of_templates_and_python_are_found(shown):
    assert Text("Skip to the content") in shown["components"]
    assert Text("Your settings were saved.") in shown["account"]
    assert Text("by %(when)s") in shown["components"]


def test_places_to_fill_are_compared_whole():
    assert holes_of("%(name)s: %s {n} 100%") == ["%(name)s", "%s", "{n}"]


def test_catalogues_are_compiled_and_readable(tmp_path):
    folder = tmp_path / "room" / "locale" / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    book.append(polib.POEntry(msgid="Home", msgstr="ホーム"))
    book.save(str(folder / "django.po"))

    written = compile_texts(tmp_path)

    assert [path.name for path in written] == ["django.mo"]
    assert compile_texts(tmp_path) == []
    with written[0].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Home") == "ホーム"


def test_every_catalogue_stands_in_a_room():
    rooms = {path.resolve() for path in ROOMS.values()}

    assert {path.parents[2] for path in find_catalogues()} <= rooms
