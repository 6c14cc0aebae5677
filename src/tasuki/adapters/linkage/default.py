"""The model that serves until an organisation has records enough to train its own."""

import json
from functools import cache
from importlib.resources import files

from tasuki.core.linkage.model import Model, model_from_json


@cache
def load_default_model() -> Model:
    """Return the shipped model, trained on made-up people (bench/link_model.py)."""
    stored = files("tasuki.adapters.linkage").joinpath("default_model.json").read_text("utf-8")
    return model_from_json(json.loads(stored))
