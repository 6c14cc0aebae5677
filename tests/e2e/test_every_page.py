"""Every page that a link leads to, for everybody who may open it, in a real Chromium."""

import json
import re
from urllib.request import urlopen

import pytest
from tests.e2e import browser as checks
from tests.e2e import site
from tests.e2e.region import find_actor
from tests.repo.routes import list_routes

VISITORS = (*site.MAILS, "nobody")
ROOMS = {
    "account", "company", "agency", "region", "person", "platform", "privacy", "moves",
    "fees", "introductions", "agenda", "rounds", "own_rounds", "economy",
    "insights", "pool", "own_pool", "cases", "alumni", "own_alumni",
}  # fmt: skip
# Nothing in the sample region leads to these; the tests of their rooms open them.
UNREACHED = {
    # Ways through and files: what they lead to, or where they are shown, is looked at.
    "account:language",
    "account:theme",
    "agency:book_run",
    "agency:book_run_add",
    "agency:book_run_file",
    "agency:code_drawing",
    "agency:proof",
    "company:people_bulk",
    "company:people_bulk_file",
    "company:people_due",
    "company:relay",
    # States that the story is past, or has not come to.
    "account:invitation",
    "agency:contract_edit",
    "agency:fee_table_filed",
    "agency:release_ask",
    "agency:slot_leave",
    "agency:slot_restore",
    "agency:slot_reverse",
    "company:dispute",
    "company:send",
    "company:slot_join",
    "company:slot_leave",
    "company:slot_result",
    "agency:work_request",
    "agenda:feed",
    "fees:agreement_accept",
    "fees:agreement_edit",
    "moves:contract_work_start",
    "moves:secondment_consent",
    "moves:secondment_deliver",
    "moves:secondment_sign",
    "moves:side_work_refuse",
    "privacy:answer",
    "privacy:answer_paper",
    "privacy:consent_preview",
    "privacy:held_text",
    "privacy:hold_lift",
    "privacy:incident_controllers",
    "privacy:keep",
    "privacy:locked_open",
    "privacy:request_send",
    "privacy:retention_certificate",
    "privacy:stop",
    # Cases: test_case_pages.py opens one of every kind.
    "cases:case",
    # Pages of one round: looked at in test_round.py.
    "insights:report",
    "insights:rows",
    "insights:table",
    "own_rounds:mine",
    "own_rounds:round",
    "rounds:cancel",
    "rounds:fairness",
    "rounds:instance",
    "rounds:line",
    "rounds:mechanism",
    "rounds:orders",
    "rounds:orders_add",
    "rounds:outcome",
    "rounds:people",
    "rounds:people_add",
    "rounds:place",
    "rounds:place_add",
    "rounds:places",
    "rounds:publication",
    "rounds:reopen",
    "rounds:result",
    "rounds:round",
    "rounds:run",
    # The alumni network: nobody of the sample region is in it; test_alumni_pages.py looks at them.
    "alumni:edit",
    "alumni:member",
    "own_alumni:mine",
    # The talent pool: nobody of the sample region is in it; test_pool_pages.py looks at them.
    "own_pool:answer",
    "pool:edit",
    "pool:entry",
    "pool:result",
    # Steps of a person on the own pages: looked at in test_person_all.py.
    "person:birth",
    "person:case",
    "person:terms",
    "person:terms_paper",
    "person:enter_code",
    "person:leave_code",
    "person:left",
    "person:passport_item",
    "person:passport_proposed",
    # Steps of a registration: looked at in test_person_registers.py and test_person_answers.py.
    "person:me_consent",
    "person:me_done",
    "person:me_provisions",
    "person:me_wishes",
    "person:own_consent",
    "person:own_done",
    "person:own_provisions",
    "person:own_wishes",
    "person:result",
    "person:sent",
}
# Steps that the sample year waits for on some days of the calendar only.
SOMETIMES = {
    "agency:seeker_arrival",
    "agency:seeker_hand_terms",
    "agency:seeker_mail_terms",
    "agency:seeker_renew",
    "introductions:change_told",
    "introductions:close",
    "introductions:join",
    "fees:invoice_cancel",
    "fees:invoice_remind",
}
_looked_at: set[tuple[str, tuple[str, ...]]] = set()  # in this process


@pytest.fixture
def committed_db(sample_region):
    """The sample region instead of an empty database."""


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.e2e.demo_urls"


every_visitor = pytest.mark.parametrize("name", VISITORS)


@every_visitor
def test_pages_answer_with_one_heading_a_title_and_their_language(live, name):
    visitor = site.walk_of(name)
    wrong = [
        (stop.url, stop.status, stop.outline.h1_count, stop.outline.title, stop.outline.lang)
        for stop in visitor.stops
        if (stop.outline.h1_count, stop.outline.lang) != (1, "ja")
        or stop.status not in site.KNOWN_STATUS.get(name, {200})
        or not re.match(r"[^｜][\s\S]*｜Tasuki（見本データ）$", stop.outline.title.strip())
    ]

    assert wrong == [], "\n".join(map(str, wrong))
    assert len(visitor.stops) >= site.STOPS_MIN[name]


@every_visitor
def test_english_pages_hold_no_japanese_but_data(live, name):
    data, visitor = site.Data(), site.make_visitor(name)
    visitor.speak("en")
    left: dict[str, str] = {}
    for stop in site.walk_of(name).stops:
        outline = visitor.look(stop.url).outline
        assert outline.lang == "en", stop.url
        for text in outline.japanese():
            if not data.explains(text):
                left.setdefault(text, stop.url)

    assert left == {}, "\n".join(f"{url}: {text[:100]}" for text, url in left.items())


@every_visitor
def test_pages_are_accessible_narrow_light_and_quiet(live, desk, sign_in, name):
    visitor, wrong, sizes = site.walk_of(name), {}, {}
    if visitor.mail:
        sign_in(desk, find_actor(visitor.mail))
    for stop in visitor.stops:
        mark = (stop.name, stop.outline.kind)
        if mark in _looked_at:
            continue
        # Pages of one name share their colours; the marks of states stand together on lists.
        is_first = all(name != stop.name for name, _ in _looked_at)
        _looked_at.add(mark)
        desk.goto(live + stop.url)
        problems = checks.problems_of(desk, has_colours=is_first)
        heavy = checks.problem_of(lambda _page, at=stop: _weigh(at, sizes, live), desk)
        if found := [*problems, *([heavy] if heavy else [])]:
            wrong[stop.url] = found

    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


def _weigh(stop, sizes, live):
    """The page with its files stays inside the budget; each file is fetched once."""
    for path in stop.outline.files:
        if path not in sizes:
            with urlopen(live + path) as answer:  # a connection of its own, never a reused one
                sizes[path] = len(answer.read())
    weights = {path: sizes[path] for path in stop.outline.files}

    assert stop.byte_count <= checks.SIZES_MAX["document"], stop.byte_count
    assert stop.byte_count + sum(weights.values()) <= checks.RAW_MAX, (stop.byte_count, weights)
    assert len(weights) + 2 <= checks.REQUESTS_MAX  # the page itself and its icon


def test_every_address_that_shows_a_page_is_reached(live):
    reached = {name for visitor in VISITORS for name in site.walk_of(visitor).opened}
    pages = {route.name for route in list_routes() if "GET" in route.methods}
    ours = {name for name in pages if name.split(":")[0] in ROOMS}

    missed = ours - reached - UNREACHED - SOMETIMES
    assert missed == set(), " ".join(sorted(missed))
    assert reached & UNREACHED == set()
