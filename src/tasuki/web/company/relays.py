"""The relays of the company: one contract for each book, the live version where there is one."""

from uuid import UUID

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.models import RelayContract
from tasuki.apps.relay.queries import contracts
from tasuki.core.relay.machines import ContractState

_LIVE = frozenset({ContractState.RUNNING, ContractState.PAUSED})


def list_relays() -> list[RelayContract]:
    """Return one contract for each book, running ones first."""
    books: dict[UUID, list[RelayContract]] = {}
    for contract in contracts.list_contracts():
        books.setdefault(contract.book_id, []).append(contract)
    chosen = [present_version(versions) for versions in books.values()]
    return sorted(chosen, key=lambda one: (one.state != ContractState.RUNNING, one.agency_name))


def present_version(versions: list[RelayContract]) -> RelayContract:
    """Return the live version of a book, else the newest; versions come newest first."""
    return next((one for one in versions if one.state in _LIVE), versions[0])


def find_relay(book_id: UUID) -> RelayContract:
    """Return the present contract of a book.

    Raises:
        NotVisibleError: the company has no such relay.
    """
    versions = contracts.list_versions(book_id=book_id)
    if not versions:
        raise NotVisibleError
    return present_version(versions)
