"""Who may do what: roles, permissions and the table between them.

Decides from a role alone.  Refuses to know rows: whether an object belongs to the
organisation is asked in each area's ``policy`` and held by row-level security.
"""

from enum import StrEnum
from typing import Final


class OrganisationKind(StrEnum):
    """What an organisation is before the law (glossary: organisation)."""

    COMPANY = "company"
    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    PLATFORM = "platform"


class Role(StrEnum):
    """What a person is in one organisation."""

    COMPANY_OWNER = "company_owner"
    COMPANY_HR = "company_hr"
    COMPANY_MANAGER = "company_manager"
    COMPANY_VIEWER = "company_viewer"
    AGENCY_OWNER = "agency_owner"
    AGENCY_ADVISOR = "agency_advisor"
    AGENCY_CLERK = "agency_clerk"
    MUNICIPALITY_OPERATOR = "municipality_operator"
    MUNICIPALITY_VIEWER = "municipality_viewer"
    PLATFORM_ADMIN = "platform_admin"
    PERSON = "person"


class Permission(StrEnum):
    """One thing that may be done; actions and pages ask for exactly one."""

    ORGANISATION_VIEW = "organisation.view"
    ORGANISATION_EDIT = "organisation.edit"
    MEMBER_VIEW = "member.view"
    MEMBER_INVITE = "member.invite"
    AUDIT_VIEW = "audit.view"
    OUTBOX_VIEW = "outbox.view"
    OUTBOX_CANCEL = "outbox.cancel"
    EXPORT = "export"

    APPLICATION_VIEW = "application.view"
    APPLICATION_IMPORT = "application.import"
    APPLICATION_DECIDE = "application.decide"
    SAME_PERSON_DECIDE = "same_person.decide"
    NOTICE_EDIT = "notice.edit"
    NOTICE_SEND = "notice.send"
    OPENING_VIEW = "opening.view"
    OPENING_EDIT = "opening.edit"

    RELAY_VIEW = "relay.view"
    CONTRACT_EDIT = "contract.edit"
    CONTRACT_SIGN = "contract.sign"
    LINK_EDIT = "link.edit"
    REGISTRATION_VIEW = "registration.view"
    REGISTRATION_DECIDE = "registration.decide"
    REGISTRATION_REVIEW = "registration.review"
    REGISTRATION_REVERSE = "registration.reverse"
    STATEMENT_VIEW = "statement.view"
    STATEMENT_ISSUE = "statement.issue"
    DISPUTE_OPEN = "dispute.open"
    DISPUTE_ANSWER = "dispute.answer"
    MARGIN_VIEW = "margin.view"
    SLOT_VIEW = "slot.view"
    SLOT_REQUEST = "slot.request"
    SLOT_ANSWER = "slot.answer"
    SLOT_FILL = "slot.fill"
    SLOT_SUSPEND = "slot.suspend"
    INTRODUCTION_VIEW = "introduction.view"
    INTRODUCTION_EDIT = "introduction.edit"
    INTRODUCTION_ANSWER = "introduction.answer"
    ROUND_VIEW = "round.view"
    ROUND_EDIT = "round.edit"
    ROUND_SCORE = "round.score"
    ROUND_DECIDE = "round.decide"
    LEDGER_VIEW = "ledger.view"
    FEE_VIEW = "fee.view"
    FEE_EDIT = "fee.edit"
    BOOK_VIEW = "book.view"
    BOOK_EDIT = "book.edit"
    AGENDA_VIEW = "agenda.view"
    AGENDA_EDIT = "agenda.edit"

    LAW_VIEW = "law.view"
    CONSENT_VIEW = "consent.view"
    CONSENT_EDIT = "consent.edit"
    PROVISION_VIEW = "provision.view"
    REQUEST_VIEW = "request.view"
    REQUEST_DECIDE = "request.decide"
    INCIDENT_VIEW = "incident.view"
    INCIDENT_EDIT = "incident.edit"
    RETENTION_VIEW = "retention.view"
    RETENTION_RUN = "retention.run"
    HOLD_EDIT = "hold.edit"
    QUARANTINE_DECIDE = "quarantine.decide"
    MOVE_VIEW = "move.view"
    MOVE_EDIT = "move.edit"
    MOVE_APPROVE = "move.approve"

    KPI_VIEW = "kpi.view"
    KPI_EDIT = "kpi.edit"
    KPI_ROWS = "kpi.rows"
    REGION_VIEW = "region.view"
    PLATFORM_VIEW = "platform.view"
    OWN_DATA_VIEW = "own_data.view"
    OWN_DATA_DECIDE = "own_data.decide"


_P = Permission
_EVERYBODY_IN: Final = frozenset({_P.ORGANISATION_VIEW})
_PRIVACY_DESK: Final = frozenset(
    {
        _P.LAW_VIEW,
        _P.CONSENT_VIEW,
        _P.PROVISION_VIEW,
        _P.REQUEST_VIEW,
        _P.REQUEST_DECIDE,
        _P.INCIDENT_VIEW,
        _P.INCIDENT_EDIT,
        _P.RETENTION_VIEW,
    }
)
_PRIVACY_OFFICER: Final = _PRIVACY_DESK | {
    _P.CONSENT_EDIT,
    _P.RETENTION_RUN,
    _P.HOLD_EDIT,
    _P.QUARANTINE_DECIDE,
}
_COMPANY_VIEW: Final = _EVERYBODY_IN | {
    _P.RELAY_VIEW,
    _P.STATEMENT_VIEW,
    _P.SLOT_VIEW,
    _P.INTRODUCTION_VIEW,
    _P.OPENING_VIEW,
    _P.LEDGER_VIEW,
    _P.KPI_VIEW,
}
_COMPANY_MANAGER: Final = _COMPANY_VIEW | {
    _P.OPENING_EDIT,
    _P.SLOT_ANSWER,
    _P.INTRODUCTION_ANSWER,
    _P.ROUND_VIEW,
    _P.ROUND_SCORE,
}
_COMPANY_HR: Final = (
    _COMPANY_MANAGER
    | _PRIVACY_DESK
    | {
        _P.APPLICATION_VIEW,
        _P.APPLICATION_IMPORT,
        _P.APPLICATION_DECIDE,
        _P.SAME_PERSON_DECIDE,
        _P.NOTICE_EDIT,
        _P.NOTICE_SEND,
        _P.SLOT_REQUEST,
        _P.DISPUTE_OPEN,
        _P.OUTBOX_VIEW,
        _P.OUTBOX_CANCEL,
        _P.EXPORT,
        _P.MEMBER_VIEW,
        _P.MOVE_VIEW,
        _P.MOVE_EDIT,
        _P.ROUND_EDIT,
        _P.ROUND_DECIDE,
        _P.FEE_VIEW,
        _P.AGENDA_VIEW,
        _P.AGENDA_EDIT,
        _P.KPI_EDIT,
        _P.KPI_ROWS,
    }
)
_ADMINISTER: Final = frozenset(
    {_P.ORGANISATION_EDIT, _P.MEMBER_VIEW, _P.MEMBER_INVITE, _P.AUDIT_VIEW, _P.CONTRACT_SIGN}
)
_AGENCY_CLERK: Final = _EVERYBODY_IN | {
    _P.RELAY_VIEW,
    _P.REGISTRATION_VIEW,
    _P.REGISTRATION_DECIDE,
    _P.STATEMENT_VIEW,
    _P.SLOT_VIEW,
    _P.INTRODUCTION_VIEW,
    _P.OPENING_VIEW,
    _P.LEDGER_VIEW,
    _P.FEE_VIEW,
    _P.BOOK_VIEW,
    _P.AGENDA_VIEW,
    _P.AGENDA_EDIT,
}
_AGENCY_ADVISOR: Final = (
    _AGENCY_CLERK
    | _PRIVACY_DESK
    | {
        _P.REGISTRATION_REVIEW,
        _P.OPENING_EDIT,
        _P.LINK_EDIT,
        _P.CONTRACT_EDIT,
        _P.STATEMENT_ISSUE,
        _P.BOOK_EDIT,
        _P.DISPUTE_ANSWER,
        _P.SLOT_FILL,
        _P.FEE_EDIT,
        _P.INTRODUCTION_EDIT,
        _P.ROUND_VIEW,
        _P.ROUND_EDIT,
        _P.ROUND_SCORE,
        _P.ROUND_DECIDE,
        _P.OUTBOX_VIEW,
        _P.OUTBOX_CANCEL,
        _P.EXPORT,
        _P.MEMBER_VIEW,
    }
)

ROLE_PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.COMPANY_VIEWER: _COMPANY_VIEW,
    Role.COMPANY_MANAGER: _COMPANY_MANAGER,
    Role.COMPANY_HR: _COMPANY_HR,
    Role.COMPANY_OWNER: _COMPANY_HR | _ADMINISTER | _PRIVACY_OFFICER | {_P.MOVE_APPROVE},
    Role.AGENCY_CLERK: _AGENCY_CLERK,
    Role.AGENCY_ADVISOR: _AGENCY_ADVISOR,
    Role.AGENCY_OWNER: _AGENCY_ADVISOR
    | _ADMINISTER
    | _PRIVACY_OFFICER
    | {_P.REGISTRATION_REVERSE, _P.SLOT_SUSPEND, _P.MARGIN_VIEW},
    Role.MUNICIPALITY_VIEWER: _EVERYBODY_IN | {_P.REGION_VIEW, _P.KPI_VIEW},
    Role.MUNICIPALITY_OPERATOR: _EVERYBODY_IN
    | _PRIVACY_OFFICER
    | {
        _P.REGION_VIEW,
        _P.KPI_VIEW,
        _P.KPI_EDIT,
        _P.MOVE_VIEW,
        _P.MOVE_EDIT,
        _P.ROUND_VIEW,
        _P.ROUND_EDIT,
        _P.ROUND_SCORE,
        _P.ROUND_DECIDE,
        _P.EXPORT,
        _P.MEMBER_VIEW,
        _P.MEMBER_INVITE,
        _P.ORGANISATION_EDIT,
        _P.AUDIT_VIEW,
    },
    Role.PLATFORM_ADMIN: _EVERYBODY_IN
    | {
        _P.PLATFORM_VIEW,
        _P.AUDIT_VIEW,
        _P.MEMBER_VIEW,
        _P.LAW_VIEW,
        _P.INCIDENT_VIEW,
        _P.INCIDENT_EDIT,
    },
    Role.PERSON: frozenset({_P.OWN_DATA_VIEW, _P.OWN_DATA_DECIDE}),
}

KIND_ROLES: Final[dict[OrganisationKind, tuple[Role, ...]]] = {
    OrganisationKind.COMPANY: (
        Role.COMPANY_OWNER,
        Role.COMPANY_HR,
        Role.COMPANY_MANAGER,
        Role.COMPANY_VIEWER,
    ),
    OrganisationKind.AGENCY: (Role.AGENCY_OWNER, Role.AGENCY_ADVISOR, Role.AGENCY_CLERK),
    OrganisationKind.MUNICIPALITY: (Role.MUNICIPALITY_OPERATOR, Role.MUNICIPALITY_VIEWER),
    OrganisationKind.PLATFORM: (Role.PLATFORM_ADMIN,),
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return what a role may do; the empty set never occurs for a known role."""
    return ROLE_PERMISSIONS[role]


def can_grant(*, granter: Role, role: Role, kind: OrganisationKind) -> bool:
    """Return whether ``granter`` may hand out ``role`` in an organisation of ``kind``.

    A member grants at most the rights that are his own, and only roles of his
    organisation's kind, so nobody can climb by inviting an accomplice.
    """
    return (
        Permission.MEMBER_INVITE in permissions_of(granter)
        and role in KIND_ROLES[kind]
        and permissions_of(role) <= permissions_of(granter)
    )
