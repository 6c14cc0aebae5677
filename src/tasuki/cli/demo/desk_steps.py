"""The agency's desk over the last year: orders, job seekers, introductions, invoices, books."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.models import Notification
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.sample import relay_steps
from tasuki.apps.sample.clock import Calendar
from tasuki.apps.sample.desk import Desk, Office, Size
from tasuki.apps.sample.names import People
from tasuki.apps.sample.year import plan_year
from tasuki.cli.demo.cast import Cast

SEED: Final = 7
_SIZE: Final = Size(
    seekers=14, openings=9, introductions=13, placements=4, slots=0, refunds=1, employers=3
)
_NIGHT_DAYS: Final = 28
_YEAR: Final = timedelta(days=365)


def tell_desk(*, cast: Cast, calendar: Calendar) -> Desk:
    """Live a small year of the agency up to this morning; the main company is one employer."""
    began = relay_steps.database_now()
    company = cast.companies["minato"]
    name = Organisation.objects.get(id=company.organisation_id).name
    desk = Desk(
        office=Office(
            owner=cast.agency,
            clerk=cast.clerk,
            advisor=cast.advisor,
            companies=((company, name),),
        ),
        first=calendar.today - _YEAR,
        last=calendar.today,
        until=calendar.now,
        dice=Random(SEED),  # noqa: S311 - samples
        people=People(SEED, born_before=calendar.today, prefix="desk"),
    )
    plan_year(desk, _SIZE, nights=_NIGHT_DAYS)
    desk.live(lambda _line: None)
    _read_notices(cast, calendar, since=began)
    return desk


def _read_notices(cast: Cast, calendar: Calendar, *, since: datetime) -> None:
    """What the year brought was read long ago."""
    read_at = calendar.now - timedelta(days=1)
    for actor in (cast.agency, cast.companies["minato"]):
        with bound(actor.organisation_id, None):
            fresh = Notification.objects.filter(created_at__gte=since)
            fresh.update(created_at=read_at, read_at=read_at)
