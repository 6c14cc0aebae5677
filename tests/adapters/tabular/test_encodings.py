"""Encodings of Japanese offices, one after the other and mixed in one file."""

import pytest

from tasuki.adapters.tabular.encodings import decode
from tasuki.adapters.tabular.read import read_table
from tasuki.adapters.tabular.refusals import UploadRefusedError

LINES = ["氏名,備考", "髙橋 架子,①", "山﨑 一,㈱架空"]


def test_lines_in_two_encodings_are_read_with_their_numbers():
    data = b"\n".join(line.encode("cp932" if at == 1 else "utf-8") for at, line in enumerate(LINES))
    table = read_table(data, "a.csv")

    assert table.encoding == "mixed"
    assert table.rows == (("髙橋 架子", "①"), ("山﨑 一", "㈱架空"))
    assert [note.ja for note in table.notes] == [
        "文字コードが行によって違います。次の行を確認してください：2"
    ]
    assert {place: [one.code for one in notes] for place, notes in table.row_notes.items()} == {
        0: ["odd_encoding"]
    }


def test_the_rarer_encoding_is_the_odd_one():
    data = b"\n".join(line.encode("utf-8" if at == 1 else "cp932") for at, line in enumerate(LINES))

    assert decode(data).odd_lines == (2,)


@pytest.mark.parametrize(
    ("name", "used"),
    [("Shift_JIS", "cp932"), ("sjis", "cp932"), ("EUC-JP", "euc_jp"), ("utf8", "utf-8")],
)
def test_other_names_of_an_encoding_are_known(name, used):
    assert decode(LINES[0].encode(used), name).encoding == used


@pytest.mark.parametrize("name", ["punycode", "idna", "hex", "rot13", "x" * 1000])
def test_only_encodings_of_the_list_may_be_chosen(name):
    with pytest.raises(UploadRefusedError) as caught:
        decode(b"abc", name)

    assert caught.value.code == "encoding"


def test_nothing_fits_is_refused_with_what_to_do():
    with pytest.raises(UploadRefusedError) as caught:
        decode(b"\x81\x20\xff\xfe\xfd")

    assert "UTF-8" in caught.value.text.ja


def test_mark_of_utf8_is_taken_off_even_where_lines_are_mixed():
    data = b"\xef\xbb\xbf" + LINES[0].encode() + b"\n" + LINES[1].encode("cp932")

    assert read_table(data, "a.csv").headers == ("氏名", "備考")


def test_jis_is_not_taken_for_ascii():
    assert decode("氏名\nカナ".encode("iso2022_jp")).text == "氏名\nカナ"
