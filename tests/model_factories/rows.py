"""Writes one row of any model, with the papers that the database asks for."""

import datetime
from typing import Any

from django.db import models
from tests.model_factories.parts import FACTORIES

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import (
    Licence,
    Organisation,
)
from tasuki.apps.relay import models as relay

_PAPERS: dict[type[models.Model], dict[str, Any]] = {
    Licence: {"valid_from": datetime.date(2020, 1, 1)},
    relay.FeeTable: {
        "version": 1,
        "filed_on": datetime.date(2020, 1, 1),
        "free_slot_clause": "10名につき1枠",
    },
    relay.Consultation: {"consulted_on": datetime.date(2020, 1, 1)},
}


def make_row(model: type[models.Model], organisation: Organisation, **fields: Any) -> Any:
    """Write one row of a model for an organisation and return it."""
    with bound(organisation.pk, None):
        if model._meta.app_label in {"fees", "placement", "relay"} and model not in _PAPERS:
            _put_on_file(organisation)
        return FACTORIES[model].create(organisation=organisation, **fields)


def _put_on_file(organisation: Organisation) -> None:
    """Licence, filed fee table and consultation: without them the database refuses the rows."""
    for paper in _PAPERS:
        if not paper._default_manager.filter(organisation=organisation).exists():
            FACTORIES[paper].create(organisation=organisation, **_PAPERS[paper])
