"""Keys for machines: shown once, limited to the rights given and to those of the maker."""

from datetime import timedelta

import pytest
from tests.factories import NOW, make_agency, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError
from tasuki.apps.orgs import tokens
from tasuki.apps.orgs.models import Door, Membership
from tasuki.core.access import Permission, Role

pytestmark = pytest.mark.django_db


def new_token(owner, *scopes, **values):
    return tokens.create_token(
        actor=owner, name="給与連携", scopes=scopes or [Permission.OPENING_VIEW], now=NOW, **values
    )


def test_key_opens_its_organisation_with_the_rights_given():
    owner = make_member(make_company(), Role.COMPANY_OWNER)
    key = new_token(owner, Permission.OPENING_VIEW).key

    actor = tokens.find_token_actor(key=key, now=NOW)

    assert actor.organisation_id == owner.organisation_id
    assert actor.account_id == owner.account_id
    assert actor.can(Permission.OPENING_VIEW)
    assert not actor.can(Permission.OPENING_EDIT)


def test_key_is_not_stored():
    company = make_company()
    owner = make_member(company, Role.COMPANY_OWNER)

    made = new_token(owner)

    with bound(company.pk, None):
        door = Door.objects.get(subject=made.token.pk)
        events = AuditEvent.objects.filter(object_kind="api_token")
        assert bytes(door.digest) == tokens.digest_of(made.key)
        assert made.key not in str(list(events.values()))


def test_maker_who_loses_a_role_takes_the_rights_of_the_key_along():
    company = make_company()
    owner = make_member(company, Role.COMPANY_OWNER)
    key = new_token(owner, Permission.OPENING_EDIT, Permission.OPENING_VIEW).key
    with bound(company.pk, None):
        Membership.objects.filter(account_id=owner.account_id).update(role=Role.COMPANY_VIEWER)

    actor = tokens.find_token_actor(key=key, now=NOW)

    assert not actor.can(Permission.OPENING_EDIT)
    assert actor.can(Permission.OPENING_VIEW)


def test_key_of_a_maker_who_left_opens_nothing():
    company = make_company()
    owner = make_member(company, Role.COMPANY_OWNER)
    key = new_token(owner).key
    with bound(company.pk, None):
        Membership.objects.filter(account_id=owner.account_id).update(ended_at=NOW)

    assert tokens.find_token_actor(key=key, now=NOW) is None


def test_revoked_key_opens_nothing():
    owner = make_member(make_company(), Role.COMPANY_OWNER)
    made = new_token(owner)
    tokens.revoke_token(actor=owner, token_id=made.token.pk, now=NOW)

    assert tokens.find_token_actor(key=made.key, now=NOW) is None


def test_key_opens_nothing_from_its_end_on():
    owner = make_member(make_company(), Role.COMPANY_OWNER)
    key = new_token(owner, expires_at=NOW + timedelta(hours=1)).key

    assert tokens.find_token_actor(key=key, now=NOW + timedelta(minutes=59)) is not None
    assert tokens.find_token_actor(key=key, now=NOW + timedelta(hours=1)) is None


@pytest.mark.parametrize("place", range(0, 47, 5))
def test_key_with_one_changed_character_opens_nothing(place):
    owner = make_member(make_company(), Role.COMPANY_OWNER)
    key = new_token(owner).key
    changed = key[:place] + ("A" if key[place] != "A" else "B") + key[place + 1 :]

    assert tokens.find_token_actor(key=changed, now=NOW) is None


def test_right_of_others_cannot_be_given():
    owner = make_member(make_company(), Role.COMPANY_OWNER)

    with pytest.raises(InvalidInputError) as refused:
        new_token(owner, Permission.REGISTRATION_VIEW)

    assert refused.value.field == "scopes"


def test_role_without_the_right_to_edit_the_organisation_makes_no_key():
    staff = make_member(make_company(), Role.COMPANY_HR)

    with pytest.raises(NotAllowedError):
        new_token(staff)


def test_key_of_another_organisation_cannot_be_revoked():
    owner = make_member(make_company(), Role.COMPANY_OWNER)
    other = make_member(make_agency(), Role.AGENCY_OWNER)
    made = new_token(owner)

    with pytest.raises(NotVisibleError):
        tokens.revoke_token(actor=other, token_id=made.token.pk, now=NOW)

    assert tokens.find_token_actor(key=made.key, now=NOW) is not None
