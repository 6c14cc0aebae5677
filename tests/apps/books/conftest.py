"""The folder of static files, else the file server warns."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def _static_root() -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
