"""Introductions as cases."""

from uuid import uuid4

import factory
from tests.factories import NOW
from tests.model_factories.parts import FACTORIES, add, new_id, one_of, serial, set_if
from tests.model_factories.relays import ViewerFactory

from tasuki.apps.introductions.models import (
    CaseEvent,
    CaseViewer,
    Interview,
    InterviewViewer,
    IntroductionCase,
)

add(
    IntroductionCase,
    id=factory.LazyFunction(uuid4),
    number=serial("I-"),
    release_id=new_id(),
    job_order_id=new_id(),
    job_seeker_id=new_id(),
    opening_id=new_id(),
    company_id=1,
    company_name="みなと精機",
    agency_name="あおば人材",
    job_title="生産管理",
    state="asked",
    asked_at=NOW,
    decided_by_id=set_if("not_hired", 1),
    end_code=set_if("not_hired", "experience", otherwise=""),
    hired_on=set_if("joined", NOW.date()),
    introduction_id=set_if("joined", uuid4()),
)
add(
    Interview,
    case=one_of(IntroductionCase),
    number=1,
    starts_at=NOW,
    minutes=60,
    way=Interview.Way.ONSITE,
    place="本社",
)
add(
    CaseEvent,
    case_id=new_id(),
    release_id=new_id(),
    happened_at=NOW,
    kind="ask",
    after="asked",
)
for _model in (CaseViewer, InterviewViewer):
    FACTORIES[_model] = factory.make_factory(_model, FACTORY_CLASS=ViewerFactory)
