"""The first page of figures with many facts, beside the plain SQL that it needs.

python -m bench.insights                                   100 organisations, 500,000 facts
python -m bench.insights --organisations 1000 --facts 5000000
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date

from django.db import connection
from tests.factories import make_company, make_member
from tests.proofs.own_database import own_database
from tests.repo.world import client_of

from tasuki.adapters.postgres.context import bound
from tasuki.apps.insights.queries.facts import list_profiles
from tasuki.core.access import Role

ASKED = 60
YEARS = 5
_FILL = """
insert into insights_outcomefact (id, organisation_id, kind, happened_on, count, channel,
  hire_kind, job_group, ending, is_former, prefecture, origin, destination, followed_on, ended_on,
  source, source_key)
select gen_random_uuid(), %(organisation)s,
  (array['applied', 'document_passed', 'interview_passed', 'offered', 'joined', 'rejected',
    'told', 'registered', 'left', 'moved'])[1 + n %% 10],
  date '2021-04-01' + (n * 37 %% 1800)::int, 1,
  case when n %% 10 = 4 then (array['agency', 'advert', 'referral', 'slot', 'alumni'])[1 + n %% 5]
    else '' end,
  '', '', '', false, lpad((1 + n %% 47)::text, 2, '0'), '', '',
  case when n %% 10 = 4 and n %% 3 = 0 then date '2026-03-31' end, null, 'bench', n::text
from generate_series(1, %(count)s) n
"""


def percentile(seconds: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def timed(asked: Callable[[], object]) -> float:
    started = time.perf_counter()
    asked()
    return time.perf_counter() - started


def show(name: str, seconds: list[float]) -> None:
    print(
        f"{name:<34} p50 {percentile(seconds, 0.5):8.1f} ms"
        f"  p95 {percentile(seconds, 0.95):8.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=100)
    parser.add_argument("--facts", type=int, default=500_000)
    options = parser.parse_args()
    each = options.facts // options.organisations
    with own_database():
        started = time.perf_counter()
        members = [
            make_member(make_company(), Role.COMPANY_HR) for _ in range(options.organisations)
        ]
        for member in members:
            with bound(member.organisation_id, None), connection.cursor() as cursor:
                cursor.execute(_FILL, {"organisation": member.organisation_id, "count": each})
        with connection.cursor() as cursor:
            cursor.execute("analyze insights_outcomefact")
        spent = time.perf_counter() - started
        print(f"{len(members):,} organisations, {options.facts:,} facts, {spent:.0f} s to fill")
        chosen = random.Random(1).sample(members, min(ASKED, len(members)))
        clients = [client_of(member) for member in chosen]
        clients[0].get("/figures/?year=2025")  # templates are read once
        statuses = set()
        pages = [
            timed(lambda one=one: statuses.add(one.get("/figures/?year=2025").status_code))
            for one in clients
        ]
        assert statuses == {200}, statuses

        def plain(organisation_id: int) -> None:
            with bound(organisation_id, None):
                list_profiles(year=2025, until=date(2026, 3, 31))
                list_profiles(year=2024, until=date(2025, 3, 31))

        sql = [timed(lambda one=one: plain(one.organisation_id)) for one in chosen]
        show("page of figures (whole answer)", pages)
        show("the two statements it needs", sql)


if __name__ == "__main__":
    main()
