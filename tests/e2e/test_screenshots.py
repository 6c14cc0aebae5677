"""Pictures of the key pages, at 1440 and 390 px; ``--screenshots=docs/screens`` keeps them.

Six pages are drawn in every run, so that a page that cannot be drawn is found; with the option
all of them are, reduced to a palette.  Somebody opens them before a release.
"""

from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from tests.e2e import browser as checks
from tests.e2e import region, site
from tests.e2e.region import find_actor

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.samples import make_herp_csv
from tasuki.apps.relay.models import RelayContract

KILOBYTES_MAX = 200
PAGES = {
    "company-home": (region.OWNER, "company:home"),
    "company-slots": (region.OWNER, "company:slots"),
    "company-notices": (region.OWNER, "company:notices"),
    "agency-queue": (region.AGENCY, "agency:queue"),
    "agency-statements": (region.AGENCY, "agency:statements"),
    "region-home": (region.CITY, "region:home"),
    "person-home": (region.PERSON, "person:home"),
}


@pytest.fixture
def committed_db(sample_region):
    """The sample region instead of an empty database."""


@pytest.fixture
def keep(request, tmp_path):
    """Where pictures go: the folder of the option, else nowhere that lasts."""
    folder = request.config.getoption("--screenshots")
    return Path(folder) if folder else tmp_path


def reduce(source, target, tall):
    """Write the top of a picture with at most 256 colours; rare ones of tags and bars survive."""
    with Image.open(source) as picture:
        top = picture.convert("RGB").crop((0, 0, picture.width, min(tall, picture.height)))
        top.quantize(256, method=Image.Quantize.MAXCOVERAGE).save(target, optimize=True)


def take(page, keep, name):
    """Draw a page at both widths and return what is wrong with the pictures."""
    keep.mkdir(parents=True, exist_ok=True)
    checks.draw(page, keep, name)
    found = []
    for width, suffix, tall in ((1440, "", 1600), (390, "-phone", 2400)):
        drawn, path = keep / f"{name}-{width}.png", keep / f"{name}{suffix}.png"
        reduce(drawn, path, tall)
        drawn.unlink()
        with Image.open(path) as picture:
            colours = len(picture.getcolors(256) or [])
            if picture.width != width or colours < 8 or path.stat().st_size > KILOBYTES_MAX * 1024:
                found.append((path.name, picture.size, colours, path.stat().st_size))
    return found


def open_preview(page, live):
    """Choose the sample file, so that the columns and their effect are shown."""
    page.goto(live + reverse("company:import_file"))
    file = {"name": "応募者.csv", "mimeType": "text/csv", "buffer": make_herp_csv(count=40)}
    page.locator("input[type=file]").set_input_files(file)
    for _step in ("file", "reading", "columns", "values"):
        page.locator("main form button.pri").click()
    page.wait_for_url("**/check/**")


def test_screenshots_of_the_key_pages_can_be_drawn(live, new_page, sign_in, keep):
    wrong = []
    for name, (mail, address) in PAGES.items():
        page = new_page(checks.DESK)
        sign_in(page, find_actor(mail))
        page.goto(live + reverse(address))
        wrong += take(page, keep, name)

    assert wrong == []


def test_screenshots_of_program_and_import_can_be_drawn(live, desk, sign_in, keep):
    owner = find_actor(region.OWNER)
    sign_in(desk, owner)
    with bound(find_actor(region.AGENCY).organisation_id, None):
        book = RelayContract.objects.get(company_id=owner.organisation_id).book_id
    desk.goto(live + reverse("company:program", args=[book]))
    wrong = take(desk, keep, "company-relay")
    open_preview(desk, live)

    wrong += take(desk, keep, "company-import")

    assert wrong == []


def test_screenshots_of_a_phone_stand_side_by_side(live, page, new_page, sign_in, keep):
    page.goto(live + site.open_code())
    wrong = take(page, keep, "person-register")
    visitor = site.client_of(None)
    keys = site.keys_of("/r/confirm/")
    page.goto(live + next(key for key in keys if visitor.get(key).status_code == 200))
    page.get_by_role("button", name="アドレスを確認して次へ").click()
    wrong += take(page, keep, "person-consent")
    own = new_page()
    sign_in(own, find_actor(region.PERSON))
    own.goto(live + reverse("person:home"))
    wrong += take(own, keep, "person-home")
    names = ("person-register", "person-consent", "person-home")

    stand_together([keep / f"{name}-phone.png" for name in names], keep / "person-phone.png")

    assert wrong == []
    assert (keep / "person-phone.png").stat().st_size <= KILOBYTES_MAX * 1024


def stand_together(paths, target):
    """Write the top of several phone pictures beside each other."""
    pictures = [Image.open(path).convert("RGB") for path in paths]
    gap, tall = 24, min(1400, max(one.height for one in pictures))
    width = sum(one.width for one in pictures) + gap * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, tall + 2 * gap), "#e8ecec")
    left = gap
    for one in pictures:
        sheet.paste(one.crop((0, 0, one.width, min(tall, one.height))), (left, gap))
        left += one.width + gap
        one.close()
    sheet.save(target)
    reduce(target, target, tall + 2 * gap)
