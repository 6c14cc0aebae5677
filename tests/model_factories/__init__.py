"""One factory for every model: the smallest valid row of one organisation.

``make_row(Model, organisation)`` writes it with the organisation bound; a repository test fails
when a model has no factory here.
"""

from tests.model_factories import (
    alumni,
    cases,
    fees,
    insights,
    introductions,
    moves,
    orgs,
    own,
    people,
    placement,
    pool,
    relays,
    rights,
    rounds,
    same_person,
    upkeep,
)
from tests.model_factories.canaries import canary_fields, plant
from tests.model_factories.parts import FACTORIES, IN_A_YEAR
from tests.model_factories.rows import make_row

__all__ = [
    "FACTORIES",
    "IN_A_YEAR",
    "alumni",
    "canary_fields",
    "cases",
    "fees",
    "insights",
    "introductions",
    "make_row",
    "moves",
    "orgs",
    "own",
    "people",
    "placement",
    "plant",
    "pool",
    "relays",
    "rights",
    "rounds",
    "same_person",
    "upkeep",
]
