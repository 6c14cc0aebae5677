"""Who acts: one account in one organisation in one role, or a task in its name."""

from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from tasuki.core.access import OrganisationKind, Permission, Role, permissions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The one who acts; every action takes it and nothing else decides rights.

    Attributes:
        organisation_id: the tenant whose rows are visible while it acts.
        kind: what that organisation is before the law.
        role: None for a background task, which may do what its action needs.
        account_id: None for a background task or a person who holds a mailed key only.
        name: as people read it in timelines.
        talent_record_id: the person's own record, for the role ``PERSON`` only.
        registration_id: the person's own registration, for the role ``PERSON`` only.
        case_id: the case whose mailed key the person holds, for the role ``PERSON`` only.
        scopes: rights that an API key was given; None = all of the role. Never adds a right.
    """

    organisation_id: int
    kind: OrganisationKind
    role: Role | None
    account_id: int | None = None
    name: str = field(default="", repr=False)
    talent_record_id: UUID | None = None
    registration_id: UUID | None = None
    case_id: UUID | None = None
    scopes: frozenset[Permission] | None = None

    @classmethod
    def for_task(cls, *, organisation_id: int, kind: OrganisationKind) -> Self:
        """Return the actor of a background task in one organisation."""
        return cls(organisation_id=organisation_id, kind=kind, role=None, name="Tasuki")

    @property
    def is_task(self) -> bool:
        """Whether no human acts; such an actor can never take an adverse decision (H12)."""
        return self.role is None

    def can(self, permission: Permission) -> bool:
        """Return whether the role grants the permission; tasks may do what actions need."""
        if self.scopes is not None and permission not in self.scopes:
            return False
        return self.role is None or permission in permissions_of(self.role)
