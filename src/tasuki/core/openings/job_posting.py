"""A job for search engines: schema.org JobPosting as Google reads it.

Required are title, description, datePosted, hiringOrganization and jobLocation; recommended are
validThrough, employmentType, baseSalary, identifier, directApply and, for work from anywhere,
jobLocationType with applicantLocationRequirements. Nothing else is said: what a human does not
see on the page must not stand here.

Source: schema.org/JobPosting; Google Search Central, job posting structured data.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from typing import Any, Final

_CONTEXT: Final = "https://schema.org/"
_UNITS: Final = {"hour": "HOUR", "day": "DAY", "month": "MONTH", "year": "YEAR"}
_IN_SCRIPT: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class EmploymentType(StrEnum):
    """How somebody is employed; stored, and the words of Google in capitals."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACTOR = "contractor"
    TEMPORARY = "temporary"
    INTERN = "intern"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """What the public page of a job says.

    Attributes:
        title: of the job, without pay, place or the name of the employer.
        paragraphs: heading and text of what the page shows.
        identifier: number of the job at whoever shows it.
        shown_by: who gave the number.
        posted_on: first day on which it was shown.
        valid_to: last day on which one can ask for it; None while it has no end.
        employer: name of the employer.
        employer_url: its page; empty if unknown.
        employment_type: full time, part time and so on.
        region: prefecture.
        locality: city or ward; empty if unknown.
        street: the rest of the address; empty if unknown.
        is_remote: the work is done from anywhere in the country.
        pay_min_yen: lowest pay, 0 if unknown.
        pay_max_yen: highest pay.
        pay_unit: ``hour``, ``day``, ``month`` or ``year``.
    """

    title: str
    paragraphs: tuple[tuple[str, str], ...]
    identifier: str
    shown_by: str
    posted_on: date
    valid_to: date | None
    employer: str
    employer_url: str = ""
    employment_type: str
    region: str
    locality: str = ""
    street: str = ""
    is_remote: bool = False
    pay_min_yen: int = 0
    pay_max_yen: int = 0
    pay_unit: str = "month"


def make_job_posting(facts: JobFacts) -> dict[str, Any]:
    """Return the JobPosting of a page.

    Args:
        facts: what the page says.
    """
    posting: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "JobPosting",
        "title": facts.title,
        "description": _description(facts),
        "identifier": {
            "@type": "PropertyValue",
            "name": facts.shown_by,
            "value": facts.identifier,
        },
        "datePosted": facts.posted_on.isoformat(),
        "employmentType": facts.employment_type.upper(),
        "hiringOrganization": _organisation(facts),
        "jobLocation": {"@type": "Place", "address": _address(facts)},
        # One asks the agency for the job; the page itself takes no application.
        "directApply": False,
    }
    if facts.valid_to is not None:
        # The whole last day in Tokyo, which knows no summer time.
        posting["validThrough"] = f"{facts.valid_to.isoformat()}T23:59:59+09:00"
    if facts.pay_min_yen:
        posting["baseSalary"] = _pay(facts)
    if facts.is_remote:
        posting["jobLocationType"] = "TELECOMMUTE"
        posting["applicantLocationRequirements"] = {"@type": "Country", "name": "Japan"}
    return posting


def write_json_ld(posting: dict[str, Any]) -> str:
    """Return the posting as text that can stand inside a script element.

    Args:
        posting: from ``make_job_posting``.
    """
    return json.dumps(posting, ensure_ascii=False).translate(_IN_SCRIPT)


def _description(facts: JobFacts) -> str:
    return "".join(
        f"<p><strong>{escape(heading)}</strong><br>{_lines(text)}</p>"
        for heading, text in facts.paragraphs
        if text
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _organisation(facts: JobFacts) -> dict[str, str]:
    found = {"@type": "Organization", "name": facts.employer}
    return found | ({"sameAs": facts.employer_url} if facts.employer_url else {})


def _address(facts: JobFacts) -> dict[str, str]:
    found = {"@type": "PostalAddress", "addressRegion": facts.region, "addressCountry": "JP"}
    if facts.locality:
        found["addressLocality"] = facts.locality
    if facts.street:
        found["streetAddress"] = facts.street
    return found


def _pay(facts: JobFacts) -> dict[str, Any]:
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": _UNITS[facts.pay_unit]}
    if facts.pay_max_yen > facts.pay_min_yen:
        value |= {"minValue": facts.pay_min_yen, "maxValue": facts.pay_max_yen}
    else:
        value["value"] = facts.pay_min_yen
    return {"@type": "MonetaryAmount", "currency": "JPY", "value": value}
