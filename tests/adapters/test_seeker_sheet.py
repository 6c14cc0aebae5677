"""D11: what is printed is escaped, the consent box is empty, blanks stay blank."""

import io

from pypdf import PdfReader

from tasuki.adapters.pdf.seeker_sheet import (
    Cell,
    SeekerSheet,
    render_seeker_sheet,
    seeker_sheet_html,
)


def _sheet(value: str) -> SeekerSheet:
    return SeekerSheet(
        language="ja",
        title="求職票",
        agency="あおば人材",
        facts=[("求職受付番号", "S-00001")],
        parts=[("本人", [[Cell(label="氏名", value=value, share=6)]])],
        consent_label="提供について",
        consent_text="同意したときに限り提供します。",
        signature=["日付", "氏名（自署）"],
        notes=[],
        footer='S-00001 "第1版" </style>',
        page_word="ページ",
    )


def test_values_are_escaped_and_the_footer_cannot_leave_its_style():
    html = seeker_sheet_html(_sheet("<b>髙﨑 𠮷乃</b>①㈱"))

    assert "&lt;b&gt;髙﨑 𠮷乃&lt;/b&gt;①㈱" in html
    assert html.count("</style>") == 1


def test_consent_box_is_never_ticked():
    html = seeker_sheet_html(_sheet("髙﨑 𠮷乃"))

    assert html.count('<span class="box"></span>') == 1
    assert "checked" not in html
    assert "☑" not in html


def test_blank_cell_keeps_its_height_for_handwriting():
    filled, blank = seeker_sheet_html(_sheet("髙﨑")), seeker_sheet_html(_sheet(""))

    assert "height:9.6mm" in filled
    assert "height:9.6mm" in blank


def test_sheet_is_one_page_with_every_character():
    pages = PdfReader(io.BytesIO(render_seeker_sheet(_sheet("髙﨑 𠮷乃①㈱")))).pages

    assert len(pages) == 1
    assert "髙﨑 𠮷乃①㈱" in pages[0].extract_text()
