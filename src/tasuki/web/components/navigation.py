"""The side menu: groups of links by loop, filtered by what the role may see.

Each room declares its own menu in ``tasuki.web.<room>.menu``; ``tasuki.web.context`` chooses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tasuki.apps.actor import Actor
from tasuki.core.access import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One link of the menu; ``permission`` None = every member."""

    label: Any
    url_name: str
    permission: Permission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A loop with its pages; the first group has no heading."""

    items: tuple[Item, ...]
    heading: Any = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the template writes it."""

    label: Any
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the links the actor may see."""

    heading: Any
    links: tuple[Link, ...]


def visible_menu(menu: Iterable[Group], *, actor: Actor, path: str) -> list[Section]:
    """Return the part of a menu that the actor may use; groups without a link are left out.

    Args:
        menu: the room's groups.
        actor: whose role decides.
        path: of the page shown; the link with the longest common beginning is the current one.
    """
    allowed = [(group, [item for item in group.items if _may(actor, item)]) for group in menu]
    urls = {item.url_name: reverse(item.url_name) for _, items in allowed for item in items}
    current = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    return [
        Section(
            heading=group.heading,
            links=tuple(
                Link(item.label, urls[item.url_name], urls[item.url_name] == current)
                for item in items
            ),
        )
        for group, items in allowed
        if items
    ]


def _may(actor: Actor, item: Item) -> bool:
    return item.permission is None or actor.can(item.permission)
