"""The agency's books."""

import factory
from tests.factories import NOW, TODAY
from tests.model_factories.parts import IN_A_YEAR, add, new_id, one_of, serial

from tasuki.apps.agenda.models import AgendaRule, AgendaTask
from tasuki.apps.books.models import BookRun, ReportFreeze, SeparationSurvey
from tasuki.apps.placement.models import (
    FeeEntry,
    InterviewNote,
    Introduction,
    JobOrder,
    JobSeeker,
    SeekerWishes,
    TermsDelivery,
    WorkRequest,
)
from tasuki.apps.region.models import CountAgreement, RegionalCount
from tasuki.core.agenda.kinds import AgendaKind
from tasuki.core.books.counting import count_report
from tasuki.core.books.freezing import write_report
from tasuki.core.books.rows import BookRows
from tasuki.core.books.years import BusinessYear

add(
    JobOrder,
    number=serial("O-"),
    company_id=1,
    employer_name="みなと精機",
    received_on=TODAY,
    valid_to=IN_A_YEAR,
    occupation="生産管理",
    workplace="みなと市",
    term="期間の定めなし",
    wage="月給25万円",
)
add(
    JobSeeker,
    number=serial("S-"),
    talent_record_id=new_id(),
    name="北村 花",
    accepted_on=TODAY,
    valid_to=IN_A_YEAR,
)
add(SeekerWishes, job_seeker=one_of(JobSeeker), talent_record_id=new_id(), changed_at=NOW)
add(
    TermsDelivery,
    job_seeker=one_of(JobSeeker),
    talent_record_id=new_id(),
    number=factory.Sequence(lambda number: number % 30_000 + 1),
    way=TermsDelivery.Way.PAPER,
    delivered_on=TODAY,
)
add(
    InterviewNote,
    job_seeker=one_of(JobSeeker),
    talent_record_id=new_id(),
    held_on=TODAY,
    way=InterviewNote.Way.PHONE,
    text="希望の確認",
)
add(Introduction, job_order=one_of(JobOrder), job_seeker=one_of(JobSeeker), introduced_on=TODAY)
add(
    FeeEntry,
    introduction=one_of(Introduction),
    # Word for word the employer of the job order (H4).
    payer_name=factory.LazyAttribute(lambda row: row.introduction.job_order.employer_name),
    charged_on=TODAY,
    kind="slot",
    amount_yen=0,
    basis="無料枠",
)
add(
    WorkRequest,
    talent_record_id=new_id(),
    requested_on=TODAY,
    way=WorkRequest.Way.REGISTRATION,
)
add(BookRun, document="D2", asked={"text": "髙﨑"}, total_count=1)
add(
    ReportFreeze,
    year=2025,
    version=factory.Sequence(lambda number: number + 1),
    cut_off_on=TODAY,
    figures=write_report(count_report(BookRows(), year=BusinessYear(2025), cut_off_on=TODAY)),
    frozen_at=NOW,
    frozen_by_id=1,
)
add(SeparationSurvey, introduction_id=new_id(), asked_on=TODAY, closes_on=TODAY)
add(AgendaTask, kind="report", key=serial("report:"), subject="2025", starts_on=TODAY, due_on=TODAY)
add(AgendaRule, kind=factory.Iterator([str(one) for one in AgendaKind]))
add(
    CountAgreement,
    municipality_id=factory.Sequence(lambda number: 1_000_000 + number),
    agreed_on=TODAY,
)
add(
    RegionalCount,
    company_id=factory.Sequence(lambda number: 1_000_000 + number),
    company_name="みなと精機",
    month=TODAY.replace(day=1),
)
