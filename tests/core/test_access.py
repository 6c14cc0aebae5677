from tasuki.core.access import (
    KIND_ROLES,
    OrganisationKind,
    Permission,
    Role,
    can_grant,
    permissions_of,
)


def test_every_role_of_every_kind_may_do_something():
    for roles in KIND_ROLES.values():
        assert all(permissions_of(role) for role in roles)


def test_an_owner_grants_roles_of_the_own_kind_only():
    owner = Role.AGENCY_OWNER

    assert can_grant(granter=owner, role=Role.AGENCY_CLERK, kind=OrganisationKind.AGENCY)
    assert not can_grant(granter=owner, role=Role.MUNICIPALITY_VIEWER, kind=OrganisationKind.AGENCY)


def test_nobody_grants_more_than_the_own_rights():
    for kind, roles in KIND_ROLES.items():
        for granter in Role:
            for role in roles:
                if can_grant(granter=granter, role=role, kind=kind):
                    assert permissions_of(role) <= permissions_of(granter)
                    assert Permission.MEMBER_INVITE in permissions_of(granter)
