"""Requests and incidents."""

import datetime

from tests.factories import NOW, TODAY
from tests.model_factories.parts import (
    add,
    new_id,
    one_of,
    serial,
)

from tasuki.apps.rights.models import Incident, IncidentPerson, IncidentStep, RightsRequest

add(
    RightsRequest,
    number=serial("R-"),
    kind="disclosure",
    channel=RightsRequest.Channel.PAPER,
    claimant_name="北村 花",
    received_at=NOW,
    answer_by=TODAY + datetime.timedelta(days=14),
)
add(
    Incident,
    number=serial("J-"),
    title="宛先の取り違え",
    known_at=NOW,
    preliminary_by=TODAY + datetime.timedelta(days=5),
    final_by=TODAY + datetime.timedelta(days=29),
)
add(IncidentStep, incident=one_of(Incident), kind="note", happened_at=NOW)
add(IncidentPerson, incident=one_of(Incident), source="hand", talent_record_id=new_id())
