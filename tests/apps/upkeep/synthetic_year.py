"""Rows around every floor and ceiling, and a verifier that counts the days by itself.

Shares no code with the engine, the declarations or the law table: the periods stand here as
people say them, and their last day is found by counting months on a calendar.
"""

import calendar
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.consent.models import ProvisionRecord, ReceiptRecord
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Door, Invitation
from tasuki.apps.people.models import Application
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.models import Invite, Registration
from tasuki.apps.same_person.merging import merge_records
from tasuki.apps.upkeep.holds import place_hold

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = timedelta(days=1)
LATE = time(23, 59, 59)


def at(day: date, moment: time = LATE) -> datetime:
    """The last second of a day in Tokyo: in UTC it is still the afternoon."""
    return datetime.combine(day, moment, tzinfo=TOKYO)


def month_later(day: date, months: int) -> date:
    """The corresponding day, or the first day of the month behind where there is none."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if day.day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Watched:
    """One row and the days between which it may go.

    ``stays_on`` is the last day on which it must be there, ``gone_on`` the first on which it
    must not.
    """

    row: Any
    name: str
    is_there: Callable[[Any], bool]
    stays_on: date
    gone_on: date | None


def watch(
    row: Any,
    start: date,
    *,
    floor: int = 0,
    ceiling: int = 0,
    days: int = 0,
    is_there: Callable[[Any], bool] = lambda row: True,
) -> Watched:
    """Say in months (or days) how long a row is kept; a row without floor stays to its end."""
    gone_on = start + days * DAY if days else month_later(start, ceiling)
    stays_on = month_later(start + DAY, floor) - DAY if floor else gone_on - DAY
    return Watched(row, type(row)._meta.label, is_there, stays_on, gone_on)


def put_company_rows(company: Any, start: date) -> Iterator[Watched]:
    """A rejected applicant with notes, invite, mail, import and keys."""
    application = make_row(
        Application, company, outcome="not_selected", ended_on=start, note="面接", raw={"列": "x"}
    )
    yield watch(application, start, ceiling=6, is_there=lambda row: row.note == "面接")
    yield watch(application.talent_record, start, ceiling=6, is_there=lambda row: row.mail != "")
    invite = make_row(Invite, company, application=application, result_reason="経験年数")
    yield watch(invite, start, ceiling=6, is_there=lambda row: row.result_reason == "経験年数")
    mail = make_row(OutboxMail, company, state="sent", sent_at=at(start), send_after=at(start))
    yield watch(mail, start, days=184)
    run = make_row(ImportRun, company, finished_at=at(start), questions=[{"word": "x"}])
    yield watch(run, start, ceiling=6, is_there=lambda row: row.questions != [])
    yield watch(make_row(Door, company, used_at=at(start)), start, days=30)
    yield watch(make_row(Invitation, company, expires_at=at(start)), start, days=30)


def put_held_rows(company: Any, owner: Any, start: date, *, until: date) -> Iterator[Watched]:
    """A rejected applicant whose ceiling comes under a legal hold: all of it stays to its end."""
    application = make_row(
        Application, company, outcome="not_selected", ended_on=start, note="面接"
    )
    person = application.talent_record
    invite = make_row(Invite, company, application=application, result_reason="経験年数")
    place_hold(
        actor=owner, subject_id=person.pk, reason="訴訟 12号", until=until, now=at(start + 30 * DAY)
    )
    for row, is_there in (
        (application, lambda row: row.note == "面接"),
        (person, lambda row: row.mail != ""),
        (invite, lambda row: row.result_reason == "経験年数"),
    ):
        yield Watched(row, f"held {type(row)._meta.label}", is_there, until, until + DAY)


def put_merged_rows(
    company: Any, owner: Any, start: date, *, later: date, merged_on: date
) -> Iterator[Watched]:
    """Two records of one person that were merged, the selection of the other one ended later.

    What went into the other keeps its own, earlier clock. The other goes with it too, unless
    there were dealings since they were merged.
    """
    absorbed, survivor = (
        make_row(Application, company, outcome="not_selected", ended_on=day, note="面接")
        for day in (start, min(later, merged_on - DAY))
    )
    merge_records(
        actor=owner,
        survivor_id=survivor.talent_record_id,
        absorbed_id=absorbed.talent_record_id,
        now=at(merged_on),
    )
    last, ends = survivor, start
    if later > merged_on:
        last = make_row(
            Application,
            company,
            talent_record=survivor.talent_record,
            outcome="not_selected",
            ended_on=later,
            note="面接",
        )
        ends = later
    for application, ended_on in ((absorbed, start), (last, later)):
        yield watch(application, ended_on, ceiling=6, is_there=lambda row: row.note == "面接")
    for row, ended_on in ((absorbed.talent_record, start), (survivor.talent_record, ends)):
        yield watch(row, ended_on, ceiling=6, is_there=lambda row: row.mail != "")


def put_long_company_rows(company: Any, start: date) -> Iterator[Watched]:
    """Records of receipt: three years at least, half a year more at most."""
    receipt = make_row(ReceiptRecord, company, received_at=at(start), subject_name="北村 花")
    yield watch(receipt, start, floor=36, ceiling=42)


def put_agency_rows(agency: Any, start: date) -> Iterator[Watched]:
    """A refused registration."""
    registration = make_row(
        Registration, agency, state="refused", decided_at=at(start), decided_by_id=1
    )
    yield watch(registration, start, ceiling=6, is_there=lambda row: row.mail != "")


def put_books(agency: Any, start: date) -> Iterator[Watched]:
    """Rows of the three books that closed together, and a provision."""
    order = make_row(JobOrder, agency, valid_to=start, closed_on=start)
    seeker = make_row(JobSeeker, agency, valid_to=start, closed_on=start)
    introduction = make_row(
        Introduction,
        agency,
        job_order=order,
        job_seeker=seeker,
        introduced_on=start - 40 * DAY,
        outcome="not_hired",
    )
    fee = make_row(FeeEntry, agency, introduction=introduction, charged_on=start)
    for row in (order, seeker, introduction, fee):
        yield watch(row, start, floor=24, ceiling=36)


def put_provision(agency: Any, start: date) -> Iterator[Watched]:
    """A record of provision."""
    record = make_row(ProvisionRecord, agency, provided_at=at(start), subject_name="北村 花")
    yield watch(record, start, floor=36, ceiling=42)


def find_wrong(watched: list[Watched], today: date) -> list[str]:
    """Return the rows that went too early or stayed too long, read one by one."""
    wrong = []
    for one in watched:
        with bound(one.row.organisation_id, None):
            row = type(one.row)._default_manager.filter(pk=one.row.pk).first()
            is_there = row is not None and one.is_there(row)
        if today <= one.stays_on and not is_there:
            wrong.append(f"{one.name} went on {today}, had to stay to {one.stays_on}")
        if one.gone_on is not None and today >= one.gone_on and is_there:
            wrong.append(f"{one.name} is there on {today}, had to be gone on {one.gone_on}")
    return wrong


def find_broken_chain(organisation: Any) -> list[str]:
    """Return where the audit chain of an organisation does not hang together."""
    with bound(organisation.pk, None):
        events = list(AuditEvent.objects.order_by("number"))
    return [
        f"event {event.number}"
        for before, event in itertools.pairwise(events)
        if event.number != before.number + 1 or event.previous_hash != before.hash
    ]
