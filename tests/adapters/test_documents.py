"""The text of a document that a person chose; nothing else is opened."""

import io
import zipfile

import pytest

from tasuki.adapters.documents import DOCUMENT_BYTES_MAX, DocumentRefusedError, read_document


def word_file(body: str, name: str = "word/document.xml") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f"<w:document><w:body>{body}</w:body></w:document>")
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_text_file_is_read_in_the_usual_encodings(encoding):
    assert read_document("品質管理\n英語".encode(encoding)) == "品質管理\n英語"


def test_word_file_gives_one_line_a_paragraph():
    data = word_file("<w:p><w:r><w:t>品質 &amp; 管理</w:t></w:r></w:p><w:p><w:t>英語</w:t></w:p>")

    assert read_document(data) == "品質 & 管理\n英語\n"


def test_entities_of_a_word_file_are_not_expanded():
    data = word_file("<!DOCTYPE x [<!ENTITY a 'aaaa'>]><w:p><w:t>&a;</w:t></w:p>")

    assert "aaaa" not in read_document(data).replace("'aaaa'", "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "kind"),
        (b"\xd0\xcf\x11\xe0 old word", "kind"),
        (b"\x89PNG\x00\x00", "kind"),
        (b"PK\x03\x04 broken", "broken"),
        (word_file("", name="xl/workbook.xml"), "broken"),
        (b"\x81\xff\xfe\xfd", "encoding"),
        (b"a" * (DOCUMENT_BYTES_MAX + 1), "too_large"),
        (word_file("a" * 9_000_000), "too_large"),
    ],
    ids=["pdf", "old word", "picture", "broken", "workbook", "letters", "large", "bomb"],
)
def test_other_files_are_refused_with_what_to_do(data, code):
    with pytest.raises(DocumentRefusedError) as refused:
        read_document(data)

    assert refused.value.code == code
    assert "貼り付けてください" in refused.value.text.ja
