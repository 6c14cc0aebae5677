"""JobPosting as Google reads it: required and recommended properties, and nothing that breaks."""

import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.openings.job_posting import (
    EmploymentType,
    JobFacts,
    make_job_posting,
    write_json_ld,
)

FACTS = JobFacts(
    title="経理職",
    paragraphs=(("業務の内容", "月次決算\n年次決算"), ("賃金", "月給 270,000円 <残業代別>")),
    identifier="O-00001",
    shown_by="あおば人材",
    posted_on=date(2026, 11, 1),
    valid_to=date(2027, 1, 31),
    employer="架空精機株式会社",
    employer_url="https://example.invalid/",
    employment_type="full_time",
    region="岡山県",
    locality="見本市",
    street="1-2-3",
    pay_min_yen=270_000,
    pay_max_yen=330_000,
    pay_unit="month",
)
GOOGLE_EMPLOYMENT = {
    "FULL_TIME",
    "PART_TIME",
    "CONTRACTOR",
    "TEMPORARY",
    "INTERN",
    "VOLUNTEER",
    "PER_DIEM",
    "OTHER",
}
"""What Google accepts as employmentType."""

GOOGLE_UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
"""What Google accepts as unitText of a pay."""

REQUIRED = {"title", "description", "datePosted", "hiringOrganization", "jobLocation"}
RECOMMENDED = {
    "validThrough",
    "employmentType",
    "baseSalary",
    "identifier",
    "directApply",
}
SCHEMA_TYPES = {
    "JobPosting",
    "PropertyValue",
    "Organization",
    "Place",
    "PostalAddress",
    "MonetaryAmount",
    "QuantitativeValue",
    "Country",
}


def problems_of(posting: dict) -> list[str]:
    """An independent reading of Google's rules for one posting."""
    lacking = [f"lacks {name}" for name in sorted(REQUIRED) if not posting.get(name)]
    checks = (_problems_of_text, _problems_of_place, _problems_of_days, _problems_of_pay)
    return lacking + [problem for check in checks for problem in check(posting)]


def _named(**problems: bool) -> list[str]:
    return [name for name, is_there in problems.items() if is_there]


def _problems_of_text(posting: dict) -> list[str]:
    description = posting.get("description", "")
    return _named(
        context=posting.get("@context") not in {"https://schema.org/", "https://schema.org"},
        type=posting.get("@type") != "JobPosting",
        description_is_no_html=not re.search(r"<(?:p|br|ul|li)\b", description),
        description_repeats_the_title=description == posting.get("title"),
        employment=posting.get("employmentType") not in GOOGLE_EMPLOYMENT,
        employer_has_no_name=not posting.get("hiringOrganization", {}).get("name"),
    )


def _problems_of_place(posting: dict) -> list[str]:
    address = posting.get("jobLocation", {}).get("address", {})
    is_remote = posting.get("jobLocationType") == "TELECOMMUTE"
    return _named(
        country=not address.get("addressCountry"),
        place_is_vague=not (address.get("addressRegion") or address.get("addressLocality")),
        home_of_applicants=is_remote != ("applicantLocationRequirements" in posting),
    )


def _problems_of_days(posting: dict) -> list[str]:
    posted = date.fromisoformat(posting["datePosted"])
    if "validThrough" not in posting:
        return []
    ends = datetime.fromisoformat(posting["validThrough"])
    return _named(no_offset=ends.tzinfo is None, over_before_posted=ends.date() < posted)


def _problems_of_pay(posting: dict) -> list[str]:
    pay = posting.get("baseSalary")
    if pay is None:
        return []
    value = pay["value"]
    has_range = {"minValue", "maxValue"} <= set(value)
    return _named(
        currency=pay["currency"] != "JPY",
        unit=value["unitText"] not in GOOGLE_UNITS,
        neither_number_nor_range=has_range == ("value" in value),
        range_is_turned=has_range and value["minValue"] >= value["maxValue"],
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"datePosted": "2027-06-01"}, "over_before_posted"),
        ({"validThrough": "2027-01-31T23:59:59"}, "no_offset"),
        ({"employmentType": "FULLTIME"}, "employment"),
        ({"description": ""}, "lacks description"),
        ({"jobLocationType": "TELECOMMUTE"}, "home_of_applicants"),
    ],
)
def test_reading_finds_what_is_wrong(change, problem):
    assert problem in problems_of(make_job_posting(FACTS) | change)


def types_in(node: object) -> set[str]:
    if isinstance(node, dict):
        inside = {one for value in node.values() for one in types_in(value)}
        return inside | ({node["@type"]} if "@type" in node else set())
    return set()


def test_whole_posting_has_every_required_and_recommended_property():
    posting = make_job_posting(FACTS)

    assert problems_of(posting) == []
    assert set(posting) >= REQUIRED | RECOMMENDED
    assert types_in(posting) <= SCHEMA_TYPES


def test_values_are_those_of_the_page():
    posting = make_job_posting(FACTS)

    assert posting["title"] == "経理職"
    assert posting["datePosted"] == "2026-11-01"
    assert posting["validThrough"] == "2027-01-31T23:59:59+09:00"
    assert posting["employmentType"] == "FULL_TIME"
    assert posting["hiringOrganization"] == {
        "@type": "Organization",
        "name": "架空精機株式会社",
        "sameAs": "https://example.invalid/",
    }
    assert posting["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "JP",
        "addressRegion": "岡山県",
        "addressLocality": "見本市",
        "streetAddress": "1-2-3",
    }
    assert posting["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "JPY",
        "value": {
            "@type": "QuantitativeValue",
            "unitText": "MONTH",
            "minValue": 270_000,
            "maxValue": 330_000,
        },
    }
    assert posting["identifier"]["value"] == "O-00001"
    assert posting["directApply"] is False


def test_description_is_html_of_what_the_page_says_and_escapes_signs():
    description = make_job_posting(FACTS)["description"]

    assert "月次決算<br>年次決算" in description
    assert "&lt;残業代別&gt;" in description


def test_one_amount_is_a_value_and_no_amount_is_left_out():
    one = make_job_posting(replace(FACTS, pay_max_yen=270_000))
    none = make_job_posting(replace(FACTS, pay_min_yen=0, pay_max_yen=0))

    assert one["baseSalary"]["value"]["value"] == 270_000
    assert "maxValue" not in one["baseSalary"]["value"]
    assert "baseSalary" not in none
    assert problems_of(one) == problems_of(none) == []


def test_work_from_anywhere_says_where_applicants_live():
    posting = make_job_posting(replace(FACTS, is_remote=True))

    assert posting["jobLocationType"] == "TELECOMMUTE"
    assert posting["applicantLocationRequirements"] == {"@type": "Country", "name": "Japan"}


@pytest.mark.parametrize("kind", list(EmploymentType))
def test_every_kind_of_employment_is_one_that_google_knows(kind):
    posting = make_job_posting(replace(FACTS, employment_type=kind))

    assert posting["employmentType"] in GOOGLE_EMPLOYMENT


@pytest.mark.parametrize("unit", ["hour", "day", "month", "year"])
def test_every_unit_of_pay_is_one_that_google_knows(unit):
    assert problems_of(make_job_posting(replace(FACTS, pay_unit=unit))) == []


def test_optional_parts_are_left_out_where_nothing_is_known():
    bare = replace(FACTS, valid_to=None, employer_url="", locality="", street="")

    posting = make_job_posting(bare)

    assert "validThrough" not in posting
    assert "sameAs" not in posting["hiringOrganization"]
    assert set(posting["jobLocation"]["address"]) == {"@type", "addressRegion", "addressCountry"}
    assert problems_of(posting) == []


@given(st.text(max_size=60))
def test_no_text_ends_the_script_element_and_all_come_back(text):
    posting = make_job_posting(replace(FACTS, title=text, employer=f"</script>{text}"))

    written = write_json_ld(posting)

    assert "<" not in written
    assert json.loads(written) == posting
