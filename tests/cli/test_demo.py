"""`tasuki demo` as a newcomer starts it: prepared, served, and the tenth person in three clicks."""

import json
import re
from http.cookiejar import CookieJar
from time import monotonic
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import psycopg
from tests.cli.programs import Installation

from tasuki.adapters.postgres.settings import embedded_server

SECONDS_MAX = 30  # of a second start on a busy machine; on a quiet one it takes two


class Visitor:
    """A browser without a screen: keeps cookies and sends the forms that it sees."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page = ""

    def open(self, path: str) -> str:
        with self._opener.open(self._address + path, timeout=30) as answer:
            self.page = answer.read().decode()
        return self.page

    def press(self, pattern: str, **more: str) -> str:
        """Send the form of the page whose opening matches, with its hidden fields."""
        form = re.search(rf'<form[^>]*action="([^"]*{pattern})".*?</form>', self.page, re.DOTALL)
        assert form, f"no form {pattern} on the page"
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
        data = urlencode(dict(hidden) | more).encode()
        with self._opener.open(self._address + form[1], data, timeout=30) as answer:
            self.page = answer.read().decode()
        return self.page

    def sign_in_as(self, name: str) -> str:
        """Press the card of a persona."""
        self.open("/demo/")
        card = re.search(rf'value="(\d+)"[^>]*>\s*<strong>{name}', self.page)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        assert card, f"no card of {name}"
        assert token
        data = urlencode({"account": card[1], "csrfmiddlewaretoken": token[1]}).encode()
        with self._opener.open(f"{self._address}/demo/", data, timeout=30) as answer:
            self.page = answer.read().decode()
        return self.page


def states_of(installation: Installation, table: str) -> set[str]:
    """Return which states the rows of a table have."""
    address = embedded_server(installation.data).address(dbname="tasuki")
    with psycopg.connect(address) as connection:
        return {row[0] for row in connection.execute(f"select distinct state from {table}")}


def count_rows(installation: Installation) -> list[tuple[int, ...]]:
    """Return how many rows the tables that grow most have."""
    address = embedded_server(installation.data).address(dbname="tasuki")
    tables = ("ledger.entry", "audit_auditevent", "relay_registration", "outbox_outboxmail")
    with psycopg.connect(address) as connection:
        return [connection.execute(f"select count(*) from {one}").fetchone() for one in tables]


def relay_of_minato(installation: Installation):
    [relay] = installation.json("relay", "status", "--org", "minato")["relays"]
    return relay


def test_story_shows_every_state_it_tells_of(demo_installation):
    assert states_of(demo_installation, "relay_registration") == {
        "started",
        "agency_queue",
        "held",
        "refused",
        "counted",
        "reversed",
        "withdrawn",
    }
    assert states_of(demo_installation, "relay_credit") == {
        "earned",
        "confirmed",
        "bundled",
        "reversed",
    }
    assert states_of(demo_installation, "relay_slot") == {
        "granted",
        "candidate_presented",
        "guarantee_passed",
    }
    assert states_of(demo_installation, "relay_dispute") == {"opened"}
    assert states_of(demo_installation, "outbox_outboxmail") == {"sent"}


def test_books_of_the_story_hold(demo_installation):
    report = demo_installation.json("verify")

    assert (report["violations"], report["ok"]) == ([], True)
    assert report["counts"]["books"] == 6
    assert report["counts"]["credits"] > 70


def test_second_start_keeps_the_data_and_is_quick(demo_installation):
    before = count_rows(demo_installation)
    started = monotonic()

    again = demo_installation.run("demo", "--no-serve")

    assert again.returncode == 0, again.stderr
    assert "見本データを作成中" not in again.stdout
    assert monotonic() - started < SECONDS_MAX
    assert count_rows(demo_installation) == before


def test_three_clicks_of_the_agency_make_the_tenth_person_and_a_slot(demo_installation):
    kept = demo_installation.data.with_suffix(".dump")
    assert demo_installation.run("backup", str(kept)).returncode == 0
    before = relay_of_minato(demo_installation)

    with demo_installation.serve_demo() as address:
        agency, company = Visitor(address), Visitor(address)
        assert "あと1名" in company.sign_in_as("北村 花")
        agency.sign_in_as("相沢 直人")
        assert "鈴原 陽菜" in agency.open("/agency/queue/")
        agency.press("/accept/")
        agency.press("/count/")
        agency.open("/agency/statements/")
        assert "みなと精機株式会社" in agency.page
        agency.press("/issue/")
        home, slots = company.open("/company/"), company.open("/company/slots/")

    after = relay_of_minato(demo_installation)
    restored = demo_installation.run("restore", str(kept), "--replace")
    kept.unlink()
    kept.with_name(f"{kept.name}.keys").unlink()
    assert restored.returncode == 0, restored.stderr
    assert (before["credits"]["confirmed"], before["credits"]["people_to_go"]) == (9, 1)
    assert (after["credits"]["confirmed"], after["slots"]["total"]) == (
        0,
        before["slots"]["total"] + 1,
    )
    assert after["slots"]["labels"][:-1] == before["slots"]["labels"]
    assert after["slots"]["labels"][-1] in slots
    for page in (home, slots):  # the strip above names everybody who can be played
        assert "鈴原" not in page.partition("<main")[2]


ASK_DEMO = """
import json
import django
django.setup()
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tasuki.apps.orgs.queries import list_demo_accounts
try:
    route = reverse("demo")
except NoReverseMatch:
    route = ""
visitor = Client(SERVER_NAME="127.0.0.1")
chosen = {"account": str(list_demo_accounts()[0].pk)}
answers = [visitor.get("/demo/").status_code, visitor.post("/demo/", chosen).status_code]
print(json.dumps([route, *answers, "_auth_user_id" in visitor.session]))
"""


def test_personas_do_not_exist_when_the_demo_is_off(demo_installation):
    off = demo_installation.python(ASK_DEMO)
    on = demo_installation.python(ASK_DEMO, TASUKI_DEMO="true")

    assert json.loads(off.stdout) == ["", 404, 404, False], off.stderr
    assert json.loads(on.stdout) == ["/demo/", 200, 302, True], on.stderr
