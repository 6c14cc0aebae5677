"""An operator tries a policy on a phone; figures of a company are read at both widths."""

from tests.e2e.browser import check_page, no_sideways_scroll, problems_of
from tests.factories import make_company, make_member, make_municipality

from tasuki.core.access import Role


def test_operator_tries_a_policy_on_a_phone(live, page, sign_in, shoot):
    sign_in(page, make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR))
    page.goto(live + "/what-if/")
    check_page(page)
    shoot(page, "what-if")

    page.get_by_label("1枠に必要な登録数").fill("3")
    page.get_by_role("button", name="計算する").click()

    assert "ratio=3" in page.url
    assert page.get_by_label("1枠に必要な登録数").input_value() == "3"
    page.get_by_role("link", name="40%に届く条件").click()
    check_page(page)
    assert page.get_by_role("heading", name="40%の削減はいつ届く？").is_visible()
    shoot(page, "what-if-goal")


def test_figures_of_a_company_that_has_none_yet(live, desk, sign_in, shoot):
    sign_in(desk, make_member(make_company(), Role.COMPANY_OWNER))
    for name in ("", "costs/", "pictures/"):
        desk.goto(f"{live}/figures/{name}")
        assert problems_of(desk) == [], name
        no_sideways_scroll(desk, widths=(390, 1440))
        shoot(desk, f"figures-{name.strip('/')}")
