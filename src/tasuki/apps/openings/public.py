"""The public page of a job: what everybody may read, and JobPosting for search engines."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.queries import find_opening_refusal
from tasuki.apps.openings.versions import CONDITION_LABELS, content_of, pay_words
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.orgs.queries import find_door, find_licence, find_organisation
from tasuki.apps.policy import check_licence_on
from tasuki.core.openings.job_posting import JobFacts, make_job_posting
from tasuki.core.prefectures import PREFECTURES
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicJob:
    """What the page of an open job shows.

    Attributes:
        title: of the job.
        employer: whose job it is.
        pay: as it is shown.
        conditions: label and text of every condition, in the order of the law.
        number: of the job at the agency.
        as_of: the day on which the content was confirmed.
        valid_to: last day of the order.
        agency: who places the job, with address, licence and contact.
        licence_number: of the agency.
        posting: JobPosting (schema.org).
    """

    title: str
    employer: str
    pay: Words
    conditions: tuple[tuple[Words, str], ...]
    number: str
    as_of: date
    valid_to: date | None
    agency: Organisation
    licence_number: str
    posting: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EndedJob:
    """The key is right, but the job is not shown today."""

    agency: Organisation


def find_public_job(*, code: str, now: datetime) -> PublicJob | EndedJob | None:
    """Return the job that a public address opens; None for an address that never was one.

    Works before any organisation is bound. A job is shown while it is open, whole and fresh,
    its order stands and the agency's licence holds.

    Args:
        code: from the address.
        now: when.

    Source: 職業安定法 5条の4 (的確表示).
    """
    door = find_door(kind=Door.Kind.JOB_PAGE, key=code, now=now)
    if door is None:
        return None
    today = localdate(now)
    with bound(door.organisation_id, None):
        opening = Opening.objects.select_related("employer").filter(id=door.subject).first()
        agency = find_organisation(organisation_id=door.organisation_id)
        if opening is None or not _is_shown(opening, on=today):
            return EndedJob(agency)
        licence = find_licence(on=today)
        return _page_of(opening, agency, licence.number if licence else "")


def _is_shown(opening: Opening, *, on: date) -> bool:
    return (
        opening.state == Opening.State.OPEN
        and opening.valid_to is not None
        and on <= opening.valid_to
        and find_opening_refusal(opening, on=on) is None
        and check_licence_on(on=on, occupation=opening.occupation) is None
    )


def _page_of(opening: Opening, agency: Organisation, licence_number: str) -> PublicJob:
    content = content_of(opening)
    conditions = tuple(
        (CONDITION_LABELS[key], text) for key, text in content.items() if key != "title"
    )
    employer = opening.employer.name if opening.employer else agency.name
    return PublicJob(
        title=opening.title,
        employer=employer,
        pay=pay_words(opening),
        conditions=conditions,
        number=opening.number,
        as_of=opening.as_of,
        valid_to=opening.valid_to,
        agency=agency,
        licence_number=licence_number,
        posting=make_job_posting(_facts_of(opening, agency, conditions, employer)),
    )


def _facts_of(
    opening: Opening,
    agency: Organisation,
    conditions: tuple[tuple[Words, str], ...],
    employer: str,
) -> JobFacts:
    assert opening.prefecture is not None  # what is open names it
    return JobFacts(
        title=opening.title,
        paragraphs=tuple((words.ja, text) for words, text in conditions),
        identifier=opening.number,
        shown_by=agency.name,
        posted_on=opening.posted_on or opening.as_of,
        valid_to=opening.valid_to,
        employer=employer,
        employer_url=opening.employer.website if opening.employer else "",
        employment_type=opening.employment,
        region=PREFECTURES[opening.prefecture - 1].ja,
        locality=opening.locality,
        street=opening.workplace if opening.locality else "",
        is_remote=opening.is_remote,
        pay_min_yen=opening.pay_min_yen,
        pay_max_yen=opening.pay_max_yen,
        pay_unit=opening.pay_unit,
    )
