"""Keys, and an input method that composes: typing is never taken for an act."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.e2e import browser as checks
from tests.e2e import region
from tests.e2e.region import find_actor

SEARCH = "#q"


@pytest.fixture
def committed_db(sample_region):
    """The sample region instead of an empty database."""


@pytest.fixture
def queue(live, desk, sign_in) -> Page:
    """The agency's queue, with the oldest person beside it."""
    sign_in(desk, find_actor(region.AGENCY))
    desk.goto(f"{live}/agency/queue/")
    return desk


@pytest.fixture
def applicants(live, desk, sign_in) -> Page:
    """The company's list of applicants."""
    sign_in(desk, find_actor(region.OWNER))
    desk.goto(f"{live}/company/applicants/")
    return desk


def compose(page: Page, text: str):
    """Leave the input method in the middle of a word; returns the session that drives it."""
    method = page.context.new_cdp_session(page)
    for end in range(1, len(text) + 1):
        part = text[:end]
        method.send(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )
    return method


def wait_out_the_delay(page: Page) -> None:
    """Wait in the page until a search that was due would have been sent, and one frame more."""
    page.evaluate("() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 450))")


def sent_searches(page: Page) -> list[str]:
    """Return the list to which every search request is added from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "q=" in request.url else None)
    return found


def test_nothing_is_searched_while_composing_and_once_after(applicants):
    sent = sent_searches(applicants)
    applicants.locator(SEARCH).focus()
    method = compose(applicants, "さくま")
    wait_out_the_delay(applicants)
    assert sent == []

    with applicants.expect_response(re.compile("q=")):
        method.send("Input.insertText", {"text": "佐久間"})
    wait_out_the_delay(applicants)

    expect(applicants.locator(SEARCH)).to_have_value("佐久間")
    expect(applicants.locator("#rows tbody tr").first).to_contain_text("佐久間")
    assert len(sent) == 1


def test_enter_of_the_input_method_never_submits(applicants):
    sent = sent_searches(applicants)
    address = applicants.url
    applicants.locator(SEARCH).focus()
    method = compose(applicants, "たか")

    for kind in ("rawKeyDown", "keyUp"):
        method.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
        )
    wait_out_the_delay(applicants)

    assert (sent, applicants.url) == ([], address)


def test_enter_after_the_word_is_finished_searches(applicants):
    applicants.locator(SEARCH).focus()
    compose(applicants, "たか").send("Input.insertText", {"text": "髙橋"})

    with applicants.expect_response(re.compile("q=")):
        applicants.keyboard.press("Enter")

    expect(applicants.locator("#rows tbody tr").first).to_contain_text("髙橋")


def test_keys_of_a_composition_are_no_shortcuts(queue):
    queue.locator(SEARCH).focus()

    compose(queue, "か1")

    expect(queue.locator("dialog[open]")).to_have_count(0)
    expect(queue.locator("[data-key='1']")).to_be_visible()
    assert "/queue/" in queue.url


def test_slash_jumps_to_the_search(queue):
    queue.keyboard.press("/")

    expect(queue.locator(SEARCH)).to_be_focused()
    expect(queue.locator(SEARCH)).to_have_value("")


def test_j_and_k_move_between_rows_and_x_selects(queue):
    links = queue.locator("#rows tbody tr th a")
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()

    queue.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    queue.keyboard.press("x")

    expect(queue.locator("[data-row-box]").nth(0)).to_be_checked()
    expect(queue.locator("[data-row-box]:checked")).to_have_count(1)


def test_question_mark_explains_the_keys_accessibly(queue):
    queue.keyboard.press("?")

    expect(queue.locator("dialog#keys")).to_be_visible()
    checks.axe(queue)
    queue.keyboard.press("Escape")
    expect(queue.locator("dialog#keys")).to_be_hidden()


def test_palette_finds_a_page_by_a_part_of_its_name(queue):
    queue.keyboard.press("Control+k")
    expect(queue.locator("#palette input")).to_be_focused()
    checks.axe(queue)

    queue.locator("#palette input").fill("通知書")
    queue.keyboard.press("Enter")

    queue.wait_for_url("**/agency/statements/")


def test_enter_of_a_composition_picks_nothing_in_the_palette(queue):
    address = queue.url
    queue.keyboard.press("Control+k")
    method = compose(queue, "つうち")
    method.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
    )

    wait_out_the_delay(queue)

    assert queue.url == address
    expect(queue.locator("dialog#palette")).to_be_visible()


def test_two_keys_decide_a_clean_case(queue):
    queue.keyboard.press("1")
    queue.wait_for_url(re.compile(r"/agency/.+/[0-9a-f-]{36}/$"))
    expect(queue.locator("[data-key='2']")).to_be_enabled()

    queue.keyboard.press("2")

    expect(queue.locator("#h-person + .tag")).to_have_text("数えた")


def test_keys_do_nothing_while_a_field_is_filled_in(queue):
    queue.locator(SEARCH).fill("")
    queue.locator(SEARCH).press_sequentially("1jx?")

    expect(queue.locator(SEARCH)).to_have_value("1jx?")
    expect(queue.locator("dialog[open]")).to_have_count(0)
    expect(queue.locator("[data-row-box]:checked")).to_have_count(0)
