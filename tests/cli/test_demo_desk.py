"""The year of the desk in the demo: every act succeeds, and each page has something to show."""

from collections import Counter

from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.agenda.models import AgendaTask
from tasuki.apps.fees.models import InvoiceViewer
from tasuki.apps.introductions.models import CaseViewer
from tasuki.apps.placement.models import FeeEntry, JobOrder, JobSeeker
from tasuki.apps.sample import relay_steps
from tasuki.apps.sample.clock import Calendar
from tasuki.cli.demo.cast import make_cast
from tasuki.cli.demo.desk_steps import tell_desk


def test_year_of_the_desk_fills_the_pages_of_both_sides(committed_db):
    calendar = Calendar(timezone.now())
    cast = make_cast(today=calendar.today)
    filed = relay_steps.file_papers(
        agency=cast.agency, filed_on=calendar.month(18), now=calendar.at(18, 3)
    )
    relay_steps.start_contract(
        agency=cast.agency,
        manager=cast.advisor,
        company=cast.companies["minato"],
        filed=filed,
        now=calendar.at(17, 1),
    )

    log = tell_desk(cast=cast, calendar=calendar).log

    assert log.refusals == []
    stages = Counter(one.outcome for one in log.cases)
    assert {"hired", "not_hired"} <= stages.keys()
    with bound(cast.agency.organisation_id, None):
        counts = {
            model.__name__: model.objects.count()
            for model in (JobOrder, JobSeeker, FeeEntry, AgendaTask)
        }
    assert all(counts.values()), counts
    with bound(cast.companies["minato"].organisation_id, None):
        assert (InvoiceViewer.objects.count() > 0, CaseViewer.objects.count() > 0) == (True, True)
