"""Cases of moves."""

from tests.factories import TODAY
from tests.model_factories.parts import add, serial

from tasuki.apps.cases.models import MoveCase

add(
    MoveCase,
    number=serial("C-"),
    kind="internal_side",
    state="applied",
    person_name="架空 三郎",
    opened_on=TODAY,
    facts={
        "home_unit": "営業部",
        "host_unit": "企画部",
        "work": "新製品の調査",
        "share_limit_percent": 20,
        "share_percent": 20,
        "overtime_cap_hours": 20,
        "starts_on": "2026-12-01",
        "ends_on": "2027-05-31",
    },
)
