"""No table with people's data is forgotten when a person asks what is held (個人情報保護法33条)."""

import pytest
from django.db import models
from tests.repo.tables import name_of, our_models

from tasuki.apps.rights.collectors import COLLECTORS, NO_COLLECTOR

COLLECTED = {one.model for one in COLLECTORS}
PERSONAL = [model for model in our_models() if getattr(model, "personal_fields", ())]


def forgotten(models_to_look_at):
    return [
        name_of(model)
        for model in models_to_look_at
        if model not in COLLECTED and name_of(model) not in NO_COLLECTOR
    ]


def test_every_model_with_personal_fields_has_a_collector_or_a_reason():
    assert forgotten(PERSONAL) == []


def test_a_new_model_with_personal_fields_is_found():
    class Planted(models.Model):
        personal_fields = ("name",)
        name = models.CharField(max_length=5)

        class Meta:
            app_label = "planted"
            managed = False

    try:
        assert forgotten([*PERSONAL, Planted]) == ["planted.Planted"]
    finally:
        Planted._meta.apps.all_models.pop("planted")


def test_no_model_is_both_collected_and_excused():
    assert [name_of(one) for one in COLLECTED if name_of(one) in NO_COLLECTOR] == []


def test_every_excused_model_exists_and_has_a_reason():
    names = {name_of(model) for model in our_models()}

    assert set(NO_COLLECTOR) <= names
    assert all(len(reason) > 20 for reason in NO_COLLECTOR.values())


def test_names_of_collectors_are_unique():
    names = [one.name for one in COLLECTORS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda one: one.name)
def test_fields_that_are_left_out_exist_and_say_why(collector):
    names = {field.attname for field in collector.model._meta.concrete_fields}

    assert {*collector.left_out, *collector.assessments} <= names
    assert all(len(reason) > 10 for reason in collector.left_out.values())
