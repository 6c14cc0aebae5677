"""Pages of consents and registers: texts, drafts, registers, stop notices, the mailed question."""

from datetime import timedelta
from io import BytesIO
from re import findall

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader
from tests.apps.relay.counting_world import World
from tests.factories import NOW, make_company, make_member, make_municipality

from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import ConsentEvent, ConsentText, ProvisionRecord, StopNotice
from tasuki.apps.consent.renewals import run_consent_night
from tasuki.apps.consent.standard import standard_parts
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Membership
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.models import Release
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def world():
    world = World()
    for actor, side in ((world.owner, world.agency), (world.hr, world.company)):
        with world.at_agency() if side is world.agency else world.at_company():
            Membership.objects.create(
                organisation=side, account_id=actor.account_id, role=actor.role
            )
    return world


def hand_over(world):
    world.show_slots()
    world.request()
    world.present()
    with world.at_agency():
        return Release.objects.get()


def text_of(response):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def draft_of(language="ja", **changed):
    parts = standard_parts("placement", language)
    return parts | {"item_keys": ["name", "mail"]} | changed


def test_the_overview_counts_and_names_nobody(world, client_of, read_strictly):
    world.register()

    text = read_strictly(client_of(world.owner).get("/privacy/consents/"))

    assert "鈴原" not in text
    assert "やさしい日本語" in text


@pytest.mark.parametrize("make", [make_company, make_municipality])
def test_other_kinds_see_their_own_texts_or_an_empty_page(make, client_of, read_strictly):
    organisation = make()
    role = Role.COMPANY_OWNER if make is make_company else Role.MUNICIPALITY_OPERATOR

    response = client_of(make_member(organisation, role)).get("/privacy/consents/")

    assert "職業紹介の" not in read_strictly(response)


def test_a_draft_is_saved_looked_at_and_published(world, client_of, read_strictly):
    client = client_of(world.owner)
    address = "/privacy/consents/placement/ja/"

    saved = client.post(f"{address}draft/", draft_of(what="・目的：私たちの言葉です。"))
    seen = read_strictly(client.get(f"{address}preview/"))
    done = client.post(f"{address}preview/", {"valid_from": "2026-11-23"})

    assert saved.url == f"{address}preview/"
    assert "私たちの言葉です" in seen
    assert done.status_code == 302
    with world.at_agency():
        text = ConsentText.objects.filter(purpose="placement", language="ja").latest("version")
    assert "私たちの言葉です" in text.body
    assert "私たちの言葉です" in read_strictly(client.get(address))


def test_a_missing_part_is_named_and_what_was_typed_is_kept(world, client_of, read_strictly):
    response = client_of(world.owner).post(
        "/privacy/consents/placement/ja/draft/", draft_of(no_fee="", what="・目的：残る言葉です。")
    )

    assert response.status_code == 422
    text = read_strictly(response)
    assert "「費用」は外せません" in text
    assert "残る言葉です" in text


def test_a_clerk_reads_texts_and_cannot_write_them(world, client_of):
    client = client_of(make_member(world.agency, Role.AGENCY_CLERK))

    assert client.get("/privacy/consents/placement/ja/draft/").status_code == 403


@pytest.mark.parametrize(
    "address", ["/privacy/consents/pool/ja/", "/privacy/consents/placement/fr/"]
)
def test_texts_that_do_not_exist_here_give_404(world, client_of, address):
    assert client_of(world.owner).get(address).status_code == 404


@pytest.mark.parametrize(
    ("language", "word"), [("ja", "登録は任意・無料"), ("en", "optional and free")]
)
def test_the_form_has_two_empty_boxes_and_large_letters(world, client_of, language, word):
    code = world.link.code
    response = client_of(world.owner).get(f"/privacy/consents/form/{language}.pdf?code={code}")

    text = text_of(response)
    assert response["Content-Type"] == "application/pdf"
    assert word in text
    assert f"/r/{code}/" in text.replace("\n", "")
    sizes = []
    PdfReader(BytesIO(response.content)).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: (
            sizes.append(round(abs(size * tm[0] * cm[0]), 1)) if text.strip() else None
        )
    )
    assert min(sizes) >= 12


def test_the_registers_show_and_export_what_was_handed_over(world, client_of, read_strictly):
    hand_over(world)

    given = client_of(world.owner).get("/privacy/provisions/?q=鈴原")
    got = client_of(world.hr).get("/privacy/receipts/")
    csv = client_of(world.owner).get("/privacy/provisions/?export=csv").content.decode("utf-8-sig")

    assert world.company.name in read_strictly(given)
    assert world.agency.name in read_strictly(got)
    assert "鈴原 陽菜" in csv
    assert "2029-11-22" in csv or "2029/11/22" in csv


@pytest.mark.parametrize(
    ("side", "address", "title"),
    [
        ("owner", "/privacy/provisions/register.pdf", "第三者提供記録簿"),
        ("hr", "/privacy/receipts/register.pdf", "第三者提供受領記録簿"),
    ],
)
def test_the_registers_are_printed_on_a4_landscape(world, client_of, side, address, title):
    hand_over(world)

    response = client_of(getattr(world, side)).get(address)

    page = PdfReader(BytesIO(response.content)).pages[0]
    text = page.extract_text()
    assert title in text
    assert "鈴原" in text
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_one_provision_shows_what_the_person_read(world, client_of, read_strictly):
    hand_over(world)
    with world.at_agency():
        row = ProvisionRecord.objects.get()

    client = client_of(world.owner)
    text = read_strictly(client.get(f"/privacy/provisions/{row.pk}/"))
    paper = client.get(f"/privacy/provisions/person/{row.talent_record_id}.pdf")

    assert "下の項目だけを渡すことに" in text
    assert world.company.name in text_of(paper).replace("\n", "")


def test_registers_of_others_are_not_there(world, client_of):
    hand_over(world)
    with world.at_agency():
        row = ProvisionRecord.objects.get()
    stranger = make_member(make_company(), Role.COMPANY_OWNER)

    response = client_of(stranger).get(f"/privacy/provisions/{row.pk}/")

    assert response.status_code == 404


def test_a_stop_notice_is_shown_and_confirmed(world, client_of, read_strictly):
    release = hand_over(world)
    person = person_actor(
        organisation_id=world.agency.id, talent_record_id=release.talent_record_id
    )
    releases.withdraw_release(actor=person, release_id=release.id, now=NOW + timedelta(minutes=6))
    with world.at_company():
        notice = StopNotice.objects.get()
    client = client_of(world.hr)

    listed = read_strictly(client.get("/privacy/receipts/stops/"))
    shown = read_strictly(client.get(f"/privacy/receipts/stops/{notice.pk}/"))
    client.post(f"/privacy/receipts/stops/{notice.pk}/done/")

    assert "P-" in listed
    assert "鈴原 陽菜" in shown
    with world.at_company():
        assert StopNotice.objects.get().done_at is not None


def mailed_key(world, now):
    task = Actor.for_task(organisation_id=world.agency.id, kind=OrganisationKind.AGENCY)
    run_consent_night(actor=task, now=now)
    with world.at_agency():
        mail = OutboxMail.objects.get(kind="consent_renewal")
    return findall(r"/privacy/keep/([^/\s]+)/", mail.text)[0]


@pytest.mark.parametrize(
    ("answer", "kinds"), [("yes", ["given", "given"]), ("no", ["given", "withdrawn"])]
)
def test_one_tap_on_the_mailed_page_renews_or_ends(world, read_strictly, answer, kinds):
    record_id = world.register().talent_record_id
    later = NOW + timedelta(days=340)
    with time_machine.travel(later, tick=False):
        key = mailed_key(world, later)
        client = Client()
        page = client.get(f"/privacy/keep/{key}/")
        shown = findall(r'name="shown" value="([^"]+)"', read_strictly(page))[0]
        client.post(f"/privacy/keep/{key}/", {"answer": f"placement:{answer}", "shown": shown})

    assert "職業紹介" in page.content.decode()
    with world.at_agency():
        events = ConsentEvent.objects.filter(talent_record_id=record_id).order_by("happened_at")
        assert [one.kind for one in events] == kinds


def test_opening_the_mailed_page_decides_nothing_and_a_dead_key_gives_404(world):
    world.register()
    later = NOW + timedelta(days=340)
    with time_machine.travel(later, tick=False):
        key = mailed_key(world, later)
        Client().get(f"/privacy/keep/{key}/?plain=1")
    with time_machine.travel(later + timedelta(days=32), tick=False):
        assert Client().get(f"/privacy/keep/{key}/").status_code == 404

    with world.at_agency():
        assert ConsentEvent.objects.count() == 1
    assert Client().get("/privacy/keep/unknown/").status_code == 404
