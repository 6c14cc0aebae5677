"""What a test asks of a page in a real browser: accessible, narrow, light, quiet, drawn."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Response

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SIZES_MAX = {"document": 60_000, "stylesheet": 30_000, "script": 60_000}
RAW_MAX, PACKED_MAX, REQUESTS_MAX = 150_000, 45_000, 8


@dataclass
class Noise:
    """What the console said; an answer with an error status is no noise, the test sees it."""

    lines: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._keep)
        page.on("pageerror", lambda error: self.lines.append(str(error)))

    def _keep(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.lines.append(message.text)


def axe(page: Page, *, has_colours: bool = True) -> None:
    """Assert that axe finds nothing: WCAG 2.2 AA and best practice."""
    options = {
        "runOnly": {"type": "tag", "values": list(AXE_TAGS)},
        "resultTypes": ["violations"],  # without the list of all that is well: half the time
        "rules": {"color-contrast": {"enabled": has_colours}},
    }
    if page.evaluate("() => !('axe' in window)"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options)", options)
    told = [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"]])
        for one in found["violations"]
    ]

    assert told == [], f"{page.url}\n{json.dumps(told, ensure_ascii=False, indent=1)}"


def no_sideways_scroll(page: Page, widths: tuple[int, ...] = (390, 320)) -> None:
    """Assert that the page is never wider than the screen."""
    before = page.viewport_size or PHONE
    wide = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        needed = page.evaluate("() => document.documentElement.scrollWidth")
        if needed > width:
            wide[width] = needed
    page.set_viewport_size(before)

    assert wide == {}, f"{page.url} needs {wide}"


def no_vertical_text(page: Page) -> None:
    """Assert that no cell with more than four letters is narrower than three of them."""
    squeezed = page.evaluate(
        """() => [...document.querySelectorAll('td, th, dt, dd, p, li, label')].filter((node) => {
            const box = node.getBoundingClientRect();
            const size = parseFloat(getComputedStyle(node).fontSize);
            const head = node.closest('thead');  // hidden on phones, read aloud only
            if (head && head.getBoundingClientRect().width <= 1) return false;
            return node.innerText.trim().length > 4 && box.width > 1 && box.width < 3 * size;
        }).map((node) => node.innerText)"""
    )

    assert squeezed == [], f"{page.url} {squeezed}"


def weigh(page: Page) -> None:
    """Assert that a first visit to this page stays inside the budget; other cookies stay."""
    seen: list[Response] = []
    visit = page.context.browser.new_context(storage_state=page.context.storage_state())
    try:
        fresh = visit.new_page()
        fresh.on("response", lambda answer: seen.append(answer))
        fresh.goto(page.url, wait_until="networkidle")
        bodies = [(one.request.resource_type, one.body()) for one in seen if one.status < 300]
        hosts = {urlsplit(one.url).netloc for one in seen if not one.url.startswith("data:")}
    finally:
        visit.close()
    raw = sum(len(body) for _, body in bodies)
    packed = sum(len(gzip.compress(body, mtime=0)) for _, body in bodies)
    heavy = {kind: sum(len(body) for one, body in bodies if one == kind) for kind in SIZES_MAX}

    assert hosts == {urlsplit(page.url).netloc}
    assert len(bodies) <= REQUESTS_MAX, [kind for kind, _ in bodies]
    assert raw <= RAW_MAX, (raw, heavy)
    assert packed <= PACKED_MAX, packed
    assert all(heavy[kind] <= most for kind, most in SIZES_MAX.items()), heavy


def check_page(page: Page) -> None:
    """Assert what holds for every page."""
    axe(page)
    no_sideways_scroll(page)
    no_vertical_text(page)


def draw(page: Page, folder: Path, name: str) -> None:
    """Write the page at 1440 and 390 px; the window is as tall as the page.

    A sticky bar would land in the middle of a picture taller than the window.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size or PHONE
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        tall = page.evaluate("() => document.documentElement.scrollHeight")
        page.set_viewport_size(size | {"height": max(size["height"], min(tall, 6000))})
        page.screenshot(path=folder / f"{name}-{size['width']}.png")
    page.set_viewport_size(before)


def _axe_but_colours(page: Page) -> None:
    """The colours are the same at every width, and to look at them is two thirds of the time."""
    axe(page, has_colours=False)


# What holds for every page at each width.
WIDE = (axe, no_vertical_text)
NARROW = (_axe_but_colours, no_sideways_scroll, no_vertical_text)


def problems_of(page: Page) -> list[str]:
    """Return what is wrong with the page shown, wide and narrow; it is opened once for both."""
    found = []
    for size, checks in ((DESK, WIDE), (PHONE, NARROW)):
        page.set_viewport_size(size)
        found += [problem for check in checks if (problem := problem_of(check, page))]
    page.set_viewport_size(DESK)
    return found


def problem_of(check: Callable[[Page], None], page: Page) -> str:
    """Return what a check says against a page; empty when nothing."""
    try:
        check(page)
    except AssertionError as error:
        return str(error)[:1500]
    return ""
