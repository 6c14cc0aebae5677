"""Every link of every menu leads somewhere."""

import pytest
from django.urls import reverse

from tasuki.web.agency.menu import MENU as AGENCY
from tasuki.web.company.menu import MENU as COMPANY
from tasuki.web.person.menu import MENU as PERSON
from tasuki.web.platform.menu import MENU as PLATFORM
from tasuki.web.region.menu import MENU as REGION

ITEMS = [
    item
    for menu in (AGENCY, COMPANY, PERSON, PLATFORM, REGION)
    for group in menu
    for item in group.items
]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.url_name)
def test_link_of_the_menu_has_a_page(item):
    assert reverse(item.url_name).startswith("/")
    assert str(item.label)


@pytest.mark.parametrize(
    "menu", [AGENCY, COMPANY, PLATFORM, REGION], ids=["agency", "company", "platform", "region"]
)
def test_menu_begins_with_home_and_lists_no_page_twice(menu):
    names = [item.url_name for group in menu for item in group.items]

    assert names[0].endswith(":home")
    assert len(names) == len(set(names))
