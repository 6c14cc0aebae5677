"""What the factories of all areas are made of."""

import datetime
from typing import Any
from uuid import uuid4

import factory
from django.db import models
from factory.django import DjangoModelFactory
from tests.factories import TODAY

IN_A_YEAR = TODAY + datetime.timedelta(days=365)
ITEMS = {"name": "北村 花"}

FACTORIES: dict[type[models.Model], type[DjangoModelFactory]] = {}


class RowOf(factory.SubFactory):
    """A row of another model; its factory is looked up when a row is made."""

    def __init__(self, model: type[models.Model], **fields: Any) -> None:
        super().__init__(DjangoModelFactory, **fields)
        self.model = model

    def get_factory(self) -> type[DjangoModelFactory]:
        return FACTORIES[self.model]


def one_of(model: type[models.Model]) -> RowOf:
    """Return a row that belongs to the same organisation."""
    return RowOf(model, organisation=factory.SelfAttribute("..organisation"))


def add(model: type[models.Model], **fields: Any) -> None:
    FACTORIES[model] = factory.make_factory(model, FACTORY_CLASS=DjangoModelFactory, **fields)


def new_id() -> factory.LazyFunction:
    return factory.LazyFunction(uuid4)


def serial(text: str) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: f"{text}{uuid4().hex[:10]}")


def set_if(states: str, value: Any, *, otherwise: Any = None) -> factory.LazyAttribute:
    """Return a value for rows that are made in one of these states: the law asks for it there."""
    return factory.LazyAttribute(lambda row: value if row.state in states.split() else otherwise)
