"""Sources of law in English: exact citations, and no source of the law data that stays unread."""

import datetime
import re
from importlib import resources

import pytest

from tasuki.core.law.citation_names import LAWS, PHRASES
from tasuki.core.law.citations import cite
from tasuki.core.law.hard_stops import HARD_STOPS
from tasuki.core.law.parameters import read_parameters
from tasuki.core.law.record_kinds import RecordKind, find_record_rule
from tasuki.core.rights.requests import KINDS

JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")

TODAY = datetime.date(2026, 11, 23)


def all_rows():
    file = resources.files("tasuki.core.law").joinpath("parameters.toml")
    return read_parameters(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("職業安定法 44条", "Employment Security Act, Art. 44"),
        ("職業安定法 4条, 29条, 32条の11", "Employment Security Act, Arts. 4, 29, 32-11"),
        ("職業安定法 32条の16第3項", "Employment Security Act, Art. 32-16 (3)"),
        ("労働基準法 36条6項3号", "Labor Standards Act, Art. 36 (6) (iii)"),
        ("労働基準法 36条6項, 38条", "Labor Standards Act, Arts. 36 (6), 38"),
        ("職業安定法 5条の6第1項4号・3項", "Employment Security Act, Art. 5-6 (1) (iv), (3)"),
        ("個人情報保護法33条9号", "Act on the Protection of Personal Information, Art. 33 (ix)"),
        (
            "個人情報保護法 33-35条, 39条",
            "Act on the Protection of Personal Information, Arts. 33 to 35, 39",
        ),
        (
            "個人情報保護法19条-25条",
            "Act on the Protection of Personal Information, Arts. 19 to 25",
        ),
        (
            "職業安定法施行規則 20条 別表（消費税率8%）",
            (
                "Regulation for Enforcement of the Employment Security Act, Art. 20, Appended "
                "Table (consumption tax of 8%)"
            ),
        ),
        (
            "消費税法 57条の4第3項; 施行令 70条の9第3項2号",
            "Consumption Tax Act, Art. 57-4 (3); its Order for Enforcement, Art. 70-9 (3) (ii)",
        ),
        (
            "個人情報保護法22条, 職業安定法5条の5",
            (
                "Act on the Protection of Personal Information, Art. 22; "
                "Employment Security Act, Art. 5-5"
            ),
        ),
        ("職業安定法 32条の16; 様式第8号", "Employment Security Act, Art. 32-16; Form No. 8"),
        (
            "職業安定法 指針（平11労告141）",
            "Employment Security Act, Guidelines (Ministry of Labour Notice No. 141 of 1999)",
        ),
        (
            "所得税法等の一部を改正する法律（平成28年法15）附則34条",
            (
                "Act Partially Amending the Income Tax Act and Other Acts (Act No. 15 of 2016), "
                "Supplementary Provisions, Art. 34"
            ),
        ),
        (
            "最低賃金法 9条; 地域別最低賃金 令和7年度",
            "Minimum Wage Act, Art. 9; regional minimum wages, fiscal 2025",
        ),
        ("令和8年改正法", "Amending Act of 2026"),
        (
            "職業紹介事業の許可条件 チ(イ)",
            "Licence Conditions of Employment Placement Businesses, (h) (a)",
        ),
        (
            "EU AI Act 26条6項（6か月）; design（2年）",
            "EU AI Act, Art. 26 (6) (6 months); design (2 years)",
        ),
        ("NYC Local Law 144; 6 RCNY 5-301", "NYC Local Law 144; 6 RCNY 5-301"),
        ("", ""),
    ],
)
def test_source_in_english(source, english):
    assert cite(source, "en") == english
    assert cite(source, "en-gb") == english


def test_source_in_japanese_stays_as_written():
    assert cite("職業安定法 32条の16第3項; design", "ja") == "職業安定法 32条の16第3項; design"


def test_part_that_cannot_be_read_stays_as_written_and_the_others_are_translated():
    said = cite("民法 625条; 未知の定め 3条; 労働契約法 14条", "en")

    assert said == "Civil Code, Art. 625; 未知の定め 3条; Labor Contract Act, Art. 14"


def test_every_source_of_the_numbers_of_law_is_read():
    sources = {row.source for rows in all_rows().values() for row in rows}

    assert [source for source in sources if JAPANESE.search(cite(source, "en"))] == []
    assert len(sources) > 50


def test_every_note_of_the_numbers_of_law_is_english_too():
    notes = [row.note for rows in all_rows().values() for row in rows if row.note]

    assert [note.en for note in notes if JAPANESE.search(note.en)] == []
    assert [note.en for note in notes if note.ja.startswith("要確認")] == [
        note.en for note in notes if note.en.startswith("To be confirmed: ")
    ]
    assert len(notes) > 20


def test_every_source_of_hard_stops_records_and_requests_is_read():
    sources = [
        *(stop.source for stop in HARD_STOPS),
        *(find_record_rule(kind, on=TODAY).basis for kind in RecordKind),
        *(rule.article for rule in KINDS.values()),
    ]

    assert [source for source in sources if JAPANESE.search(cite(source, "en"))] == []


def test_names_are_english():
    assert not [name for name in (*LAWS.values(), *PHRASES.values()) if JAPANESE.search(name)]
