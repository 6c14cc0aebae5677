"""Every model has a factory, an end of life, and a name in both languages."""

import pytest
from django.db import models
from django.utils import translation
from tests.factories import make_organisation
from tests.model_factories import FACTORIES, make_row
from tests.repo.tables import name_of, our_models, tenant_models

from tasuki.core.access import OrganisationKind
from tasuki.core.retention import Retention

OUR_MODELS = our_models()


def has_japanese(text: str) -> bool:
    return any("぀" <= letter <= "ヿ" or "一" <= letter <= "鿿" for letter in text)


def names_without_japanese(model: type[models.Model]) -> list[str]:
    named = {"": model._meta.verbose_name, "(plural)": model._meta.verbose_name_plural}
    named |= {field.name: field.verbose_name for field in model._meta.concrete_fields}
    with translation.override("ja"):
        return [name for name, text in named.items() if not has_japanese(str(text))]


def test_the_walk_finds_the_models():
    assert len(OUR_MODELS) >= 47


@pytest.mark.parametrize("model", OUR_MODELS, ids=name_of)
def test_model_has_a_factory(model):
    assert model in FACTORIES


@pytest.mark.django_db
@pytest.mark.parametrize("model", tenant_models(), ids=name_of)
def test_factory_makes_a_row_of_its_organisation(model):
    organisation = make_organisation(OrganisationKind.COMPANY)

    row = make_row(model, organisation)

    assert row.organisation_id == organisation.pk


@pytest.mark.parametrize("model", OUR_MODELS, ids=name_of)
def test_model_says_how_long_its_rows_live(model):
    assert isinstance(model.retention, Retention)


@pytest.mark.parametrize("model", OUR_MODELS, ids=name_of)
def test_personal_fields_exist(model):
    names = {field.name for field in model._meta.concrete_fields}

    assert set(model.personal_fields) <= names


@pytest.mark.parametrize("model", OUR_MODELS, ids=name_of)
def test_model_and_fields_have_a_japanese_name(model):
    assert names_without_japanese(model) == []


def test_a_field_without_a_japanese_name_is_found():
    class Planted(models.Model):
        colour = models.CharField("no catalogue knows this name", max_length=5)

        class Meta:
            app_label = "planted"
            managed = False

    try:
        assert "colour" in names_without_japanese(Planted)
    finally:
        Planted._meta.apps.all_models.pop("planted")
