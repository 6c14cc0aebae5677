"""Releases rest on a consent and are kept by an area above this one; here it says what ends them.

The keeper registers at start, so the arrow between the areas keeps pointing down.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import ProvisionRecord


class _EndAll(Protocol):
    def __call__(
        self, *, actor: Actor, record_ids: Collection[UUID], now: datetime
    ) -> list[ProvisionRecord]: ...


class _EndOne(Protocol):
    def __call__(
        self, *, actor: Actor, release_id: UUID, now: datetime
    ) -> list[ProvisionRecord]: ...


@dataclass(frozen=True, slots=True)
class Keeper:
    """How releases end; each function returns what was handed over and must not be used now.

    Attributes:
        end_all: closes the open questions to a held person and takes every yes back.
        end_one: ends the yes whose consent ran out.
    """

    end_all: _EndAll
    end_one: _EndOne


_KEEPERS: Final[dict[str, Keeper]] = {}


def register_keeper(label: str, keeper: Keeper) -> None:
    """Say how releases end; exactly one area does, in its ``AppConfig.ready``."""
    assert not _KEEPERS.keys() - {label}, f"{label}: releases have a keeper: {list(_KEEPERS)}"
    _KEEPERS[label] = keeper


def find_keeper() -> tuple[str, Keeper]:
    """Return label and functions of the area that keeps the releases."""
    [found] = _KEEPERS.items()
    return found
