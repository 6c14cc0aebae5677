"""The menu shows what the role may see."""

import pytest
from django.urls import path
from tests.factories import Actor

from tasuki.core.access import OrganisationKind, Permission, Role
from tasuki.web.components.navigation import Group, Item, visible_menu

urlpatterns = [
    path("a/", lambda request: None, name="a"),
    path("a/b/", lambda request: None, name="b"),
    path("c/", lambda request: None, name="c"),
]
MENU = (
    Group(items=(Item(label="甲", url_name="a"), Item(label="乙", url_name="b"))),
    Group(
        heading="管理", items=(Item(label="丙", url_name="c", permission=Permission.AUDIT_VIEW),)
    ),
)
pytestmark = pytest.mark.urls(__name__)


def _actor(role):
    return Actor(organisation_id=1, kind=OrganisationKind.COMPANY, role=role, account_id=1)


def test_group_without_an_allowed_link_is_left_out():
    sections = visible_menu(MENU, actor=_actor(Role.COMPANY_VIEWER), path="/a/")

    assert [[link.label for link in section.links] for section in sections] == [["甲", "乙"]]


def test_owner_sees_all_groups():
    sections = visible_menu(MENU, actor=_actor(Role.COMPANY_OWNER), path="/c/1/")

    assert [section.heading for section in sections] == ["", "管理"]
    assert [link.is_current for section in sections for link in section.links] == [
        False,
        False,
        True,
    ]


def test_longest_address_is_the_current_page():
    (section,) = visible_menu(MENU, actor=_actor(Role.COMPANY_VIEWER), path="/a/b/7/")

    assert [link.is_current for link in section.links] == [False, True]
