"""Every model with personal fields says by which clock it ends and what happens then."""

import pytest
from django.db import models
from tests.repo.tables import name_of, our_models

from tasuki.apps.passport.models import OwnModel
from tasuki.apps.upkeep.declarations import find_path, list_rules
from tasuki.core.retention import Retention


def without_a_rule(found):
    """Return the models with personal fields whose declaration no engine can carry out."""
    return [
        name_of(model)
        for model in found
        if getattr(model, "personal_fields", ())
        # The person's own notes end by the person's own act, see the erasure.
        and not issubclass(model, OwnModel)
        and not model.retention.clock
    ]


def test_every_model_with_personal_fields_has_an_executable_rule():
    assert without_a_rule(our_models()) == []


def test_model_without_a_clock_is_found():
    class Planted:
        retention = Retention(starts_at="never said", ceiling_days=30, basis="design")
        personal_fields = ("name",)
        _meta = type("Meta", (), {"label": "planted.Planted"})

    assert without_a_rule([Planted]) == ["planted.Planted"]


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule.name)
def test_fields_of_a_rule_exist(rule):
    names = {field.name for field in rule.model._meta.concrete_fields}

    assert set(rule.emptied_fields) <= names
    assert {name for name, _ in rule.retention.values} <= names
    if rule.retention.subject:
        assert isinstance(find_path(rule.model, rule.retention.subject), models.Field)
