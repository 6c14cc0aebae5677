"""Rows whose every text holds a mark."""

from typing import Any
from uuid import uuid4

from django.db import models
from tests.model_factories.rows import make_row

from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.orgs.models import (
    Organisation,
)

_MEANING = {
    "agency_name",
    "company_name",
    "decision_code",
    "count_code",
    "skip_code",
    "state",
    "state_before_pause",
    "state_before_suspension",
    "shape",
    "theme",
}
_MEANING |= {"stage_declared", "duplicate_reason", "duplicate_resolution", "pay_unit", "outcome"}
_MEANING |= {"outcome_code", "reversal_code", "before", "after", "reservation_key"}
_MEANING |= {"object_kind", "language", "slug", "hash", "previous_hash", "text_hash", "file_hash"}
_MEANING |= {"kind", "purpose", "gap_reason", "consent_method", "job_kind", "hours_model"}
_MEANING |= {"refusal_ground", "work_kind", "end_exception", "payer_name"}
_MEANING |= {"recipient_name"}
# The database takes numbers of one form, and a hold on a person or a kind, never on both.
_SHAPED = {"orgs.Licence.number", "fees.Invoice.number", "upkeep.LegalHold.record_name"}


def canary_fields(model: type[models.Model], mark: str) -> dict[str, Any]:
    """Return the mark for every field in which an organisation's own words stand."""
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if f"{model._meta.label}.{field.name}" in _SHAPED:
            continue
        if field.name in _MEANING or field.choices or isinstance(field, models.FileField):
            continue
        if isinstance(field, models.EmailField) or getattr(field, "is_mail", False):
            found[field.name] = f"{mark.lower()}-{uuid4().hex[:8]}@example.invalid"
        elif isinstance(field, SealedTextField) and (field.max_length or 20) < 20 + len(mark):
            found[field.name] = mark[: field.max_length]
        elif isinstance(field, models.TextField | SealedTextField):
            found[field.name] = f"{mark} 本文"
        elif isinstance(field, models.CharField) and field.max_length >= len(mark) + 9:
            found[field.name] = f"{mark}-{uuid4().hex[:8]}"
    return found


def plant(model: type[models.Model], organisation: Organisation, mark: str, **fields: Any) -> Any:
    """Write a row whose every text holds the mark, but for the fields given."""
    return make_row(model, organisation, **(canary_fields(model, mark) | fields))
