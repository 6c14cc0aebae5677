"""Company codes: issue, labels, rotation, revocation, and what the public page answers."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import IssuedCode, RelayLink
from tasuki.apps.relay.policy import make_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay()


def open_page(code, now=NOW):
    return queries.find_public_link(code=code, now=now)


def test_a_code_is_the_companys_short_name_and_four_clear_signs(relay):
    assert re.fullmatch(r"MINATO-[2-9A-HJKMNP-TV-Z]{4}", relay.link.code)


@pytest.mark.parametrize(
    ("slug", "prefix"),
    [("minato-seiki", "MINATO"), ("みなと", "RELAY"), ("a" * 40, "A" * 10)],
)
def test_the_prefix_comes_from_the_first_word_of_the_short_name(slug, prefix):
    assert make_code(slug).startswith(prefix + "-")


def test_the_company_gets_a_copy_without_counters(relay):
    with bound(relay.company.id, None):
        [copy] = queries.list_issued_codes(book_id=relay.contract.book_id)
        assert RelayLink.objects.count() == 0
    fields = {field.name for field in IssuedCode._meta.get_fields()}

    assert (copy.code, copy.state, copy.accepted_to) == (
        relay.link.code,
        "active",
        TODAY + timedelta(days=60),
    )
    assert not [name for name in fields if "count" in name]


def test_the_companys_copy_stays_the_same_while_people_register(relay):
    def copy():
        with bound(relay.company.id, None):
            return IssuedCode.objects.values().get()

    before = copy()
    relay.count(relay.accept(relay.register()))
    shown = open_page(relay.link.code)
    actions.count_page_view(actor=shown.actor, link_id=shown.link_id, now=NOW)

    assert copy() == before
    link = relay.row(RelayLink, relay.link.id)
    counts = (link.view_count, link.started_count, link.verified_count, link.confirmed_count)
    assert counts == (1, 1, 1, 1)


def test_the_page_shows_who_the_agency_is_and_what_the_company_gains(relay):
    shown = open_page(relay.link.code.lower())

    assert (shown.code, shown.company_name) == (relay.link.code, relay.company.name)
    assert (shown.agency_name, shown.licence_number) == (relay.agency.name, "14-ユ-300001")
    assert (shown.ratio, shown.min_stage) == (10, "document_screening")
    assert shown.handled_range == "事務、製造"
    assert shown.complaint_contact == "000-0000-0000"


def refuse(code, now=NOW):
    problem = open_page(code, now)
    assert isinstance(problem, queries.LinkProblem)
    return problem


def test_an_unknown_code_says_so_and_names_nobody(relay):
    problem = refuse("MINATO-ZZZZ")

    assert (problem.code, problem.agency_name) == ("unknown", "")
    assert problem.text.ja.startswith("このコードは見つかりません。")
    assert problem.text.en.startswith("This code was not found.")


def test_a_code_is_accepted_for_thirty_days_after_its_rotation_and_not_longer(relay):
    old = relay.link.code
    new = actions.rotate_link(actor=relay.advisor, link_id=relay.link.id, now=NOW)

    assert (new.code == old, new.state) == (False, "active")
    assert open_page(old).is_rotated
    assert open_page(old, NOW + timedelta(days=30)).is_rotated
    problem = refuse(old, NOW + timedelta(days=31))
    assert problem.code == "expired"
    assert (problem.agency_name, problem.agency_contact) == (
        relay.agency.name,
        relay.agency.contact_mail,
    )
    assert "受付期間は終わりました" in problem.text.ja
    assert "has expired" in problem.text.en


def test_a_revoked_code_stops_at_once_and_shows_the_contact(relay):
    actions.revoke_link(actor=relay.advisor, link_id=relay.link.id, reason="誤配布", now=NOW)

    problem = refuse(relay.link.code)

    assert (problem.code, problem.agency_phone) == ("revoked", "000-0000-0000")
    assert "使えなくなりました" in problem.text.ja
    assert "revoked" in problem.text.en
    with bound(relay.company.id, None):
        assert IssuedCode.objects.get().state == "revoked"


def test_a_paused_contract_stops_the_page(relay):
    actions.pause_contract(
        actor=relay.advisor, contract_id=relay.contract.id, reason="確認中", now=NOW
    )

    problem = refuse(relay.link.code)

    assert problem.code == "paused"
    assert "受付を停止しています" in problem.text.ja
    assert "is paused" in problem.text.en


def test_on_the_first_day_without_a_licence_the_page_stops(relay):
    relay.end_licence(TODAY)

    assert isinstance(open_page(relay.link.code), queries.PublicLink)
    problem = refuse(relay.link.code, NOW + timedelta(days=1))

    assert problem.code == "licence"
    assert problem.text.ja.endswith("（H1）")
    assert problem.text.en.endswith("(H1)")


@pytest.mark.parametrize("why", ["unknown", "expired", "revoked", "paused", "licence"])
def test_nobody_starts_through_a_code_that_opens_nothing(relay, why):
    code, now = relay.link.code, NOW
    if why == "unknown":
        code = "MINATO-ZZZZ"
    elif why == "expired":
        now = NOW + timedelta(days=61)
    elif why == "revoked":
        actions.revoke_link(actor=relay.advisor, link_id=relay.link.id, reason="誤", now=NOW)
    elif why == "paused":
        actions.pause_contract(
            actor=relay.advisor, contract_id=relay.contract.id, reason="確認中", now=NOW
        )
    else:
        relay.end_licence(TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        actions.start_registration(
            actor=relay.anonymous,
            code=code,
            mail="x@mail.example",
            stage="document_screening",
            result_month=None,
            language="ja",
            risk_source="",
            now=now,
        )

    assert refused.value.code == why
    assert relay.registrations() == []
    assert relay.mails("x@mail.example") == []


def test_labels_are_kept_on_both_sides_and_promise_nothing(relay):
    labels = {"label_job": "開発", "label_stage": "一次面接", "label_text": "文面B"}
    given = {"actor": relay.advisor, "link_id": relay.link.id, "now": NOW}

    actions.edit_labels(**given, **labels)
    with pytest.raises(InvalidInputError) as long:
        actions.edit_labels(**given, **(labels | {"label_job": "あ" * 61}))
    with pytest.raises(InvalidInputError) as gift:
        actions.edit_labels(**given, **(labels | {"label_text": "ギフト付き"}))

    with bound(relay.company.id, None):
        assert IssuedCode.objects.values("label_job", "label_stage", "label_text").get() == labels
    assert (long.value.field, gift.value.field) == ("label_job", "label_text")
    assert "ギフト" in gift.value.ja


def test_a_code_needs_a_running_contract_and_the_right(relay):
    draft = actions.draft_new_version(actor=relay.advisor, contract_id=relay.contract.id, now=NOW)

    with pytest.raises(RefusedError) as refused:
        actions.issue_link(actor=relay.advisor, contract_id=draft.id, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.issue_link(actor=relay.clerk, contract_id=relay.contract.id, now=NOW)

    assert refused.value.code == "contract"


def test_due_codes_rotate_by_themselves_and_old_ones_expire(relay):
    task = Actor.for_task(organisation_id=relay.agency.id, kind=relay.owner.kind)
    days = [NOW + timedelta(days=number) for number in (30, 31, 61, 62)]

    rotated = [actions.rotate_due_links(actor=task, now=now) for now in days[:2]]
    expired = [actions.expire_links(actor=task, now=now) for now in days[2:]]

    assert (rotated, expired) == ([0, 1], [0, 1])
    with bound(relay.agency.id, None):
        states = {link.state for link in queries.list_links(book_id=relay.contract.book_id)}
    assert states == {"active", "expired"}


def test_a_rotated_code_is_not_rotated_again(relay):
    actions.rotate_link(actor=relay.advisor, link_id=relay.link.id, now=NOW)

    with pytest.raises(RefusedError) as refused:
        actions.rotate_link(actor=relay.advisor, link_id=relay.link.id, now=NOW)

    assert refused.value.code == "state"


def test_the_qr_code_is_well_formed_svg_without_scripts(relay):
    svg = queries.qr_svg(code=relay.link.code)

    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find("{http://www.w3.org/2000/svg}title").text == relay.link.code
    assert "script" not in svg
    assert queries.public_address(relay.link.code).endswith(f"/r/{relay.link.code}/")
