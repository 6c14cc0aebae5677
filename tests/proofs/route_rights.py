"""T8: every address gives everybody exactly what the golden file of rights says.

Addresses come from the resolver, so a new one is asked from the day it exists; people come from
the table of roles.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.proofs.own_database import own_database
from tests.proofs.registry import Order, Outcome, Proof
from tests.repo import routes

from tasuki.core.access import ROLE_PERMISSIONS, Permission, Role


def run(order: Order) -> Outcome:
    """Ask every address as everybody and compare with the golden file."""
    with own_database(), _SABOTAGES[order.sabotage or ""]():
        found = routes.found_now()
    lines = routes.differences(routes.read(), found)
    faults = [name for name, answers in found.items() if any("FAULT" in one for one in answers)]
    if not order.sabotage:
        for line in [*lines[:20], *faults[:20]]:
            print(f"    {line}")
    answers = sum(len(names) for one in found.values() for names in one.values())
    return Outcome(
        {"addresses": len(found), "answers": answers},
        {"differences": len(lines), "faults": 0 if order.sabotage else len(faults)},
    )


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _one_open_view() -> Iterator[None]:
    """Forget the permission of one view, the first that asks for the right to invite members."""
    view: Any = next(
        found
        for route in routes.list_routes()
        if (found := getattr(route.view, "view_class", None)) is not None
        and getattr(found, "permission", None) == Permission.MEMBER_VIEW
    )
    before = view.permission
    view.permission = None
    try:
        yield
    finally:
        view.permission = before


@contextmanager
def _one_open_role() -> Iterator[None]:
    """Give a viewer of a company what its owner has."""
    before = ROLE_PERMISSIONS[Role.COMPANY_VIEWER]
    ROLE_PERMISSIONS[Role.COMPANY_VIEWER] = ROLE_PERMISSIONS[Role.COMPANY_OWNER]
    try:
        yield
    finally:
        ROLE_PERMISSIONS[Role.COMPANY_VIEWER] = before


_SABOTAGES = {"": _as_it_is, "open-view": _one_open_view, "open-role": _one_open_role}

PROOF = Proof(
    name="T8",
    promise="every address gives everybody exactly what the golden file says",
    unit="walk over all addresses",
    sizes=(1, 1, 1),
    sabotages={"open-view": 1, "open-role": 1},
    run=run,
)
