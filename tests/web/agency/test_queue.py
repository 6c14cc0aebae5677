"""The queue: two decisions, what stays typed, two clerks at once, the reasons beside them."""

import html
import re
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.factories import NOW
from tests.web.agency.office import Office

from tasuki.adapters.postgres.context import bound
from tasuki.apps.relay.actions.own_registration import add_proof
from tasuki.apps.relay.queries.registrations import preview_count


def shown(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def press(client, name, registration, **values):
    """Press a button of the panel as the page shows it now."""
    page = client.get(reverse("agency:registration", args=[registration.pk])).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    address = reverse(f"agency:{name}", args=[registration.pk])
    return client.post(address, {"version": version} | values, follow=True)


def state_of(office: Office, registration) -> str:
    return office.relay.reload(registration).state


def test_accept_then_count_stays_on_the_person(office, clerk):
    registration = office.queue()[0]

    accepted = press(clerk, "accept", registration)
    counted = press(clerk, "count", registration)

    assert state_of(office, registration) == "counted"
    own = reverse("agency:registration", args=[registration.pk])
    assert [one.redirect_chain[-1][0] for one in (accepted, counted)] == [own, own]
    assert "受理しました。続けて、数えるかを決めてください。" in shown(accepted)
    assert "人数に数えました。" in shown(counted)


def test_tab_stays_after_a_decision(office, clerk):
    registration = office.accept()[0]

    answer = press(clerk, "count", registration, view="count")

    assert answer.redirect_chain[-1][0].endswith("/?view=count")


def test_acceptance_can_be_undone_from_the_toast(office, clerk):
    registration = office.queue()[0]
    page = press(clerk, "accept", registration).content.decode()
    undo = reverse("agency:undo_accept", args=[registration.pk])
    assert f'action="{undo}"' in page

    press(clerk, "undo_accept", registration)

    assert state_of(office, registration) == "agency_queue"


def test_undo_is_not_offered_after_ten_minutes(office, clerk, monkeypatch):
    registration = office.accept()[0]
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=11))

    page = clerk.get(reverse("agency:registration", args=[registration.pk]))

    assert "受理を取り消し" not in shown(page)


def test_second_clerk_reads_who_was_first_and_keeps_the_note(office, clerk, advisor):
    registration = office.queue()[0]
    office.relay.accept(registration)

    answer = clerk.post(
        reverse("agency:hold", args=[registration.pk]),
        {"version": str(registration.row_version), "note": "住所を電話で確認する"},
    )

    assert answer.status_code == 409
    assert f"{office.relay.clerk.name}さんが先に変更しました。" in shown(answer)
    assert "住所を電話で確認する" in shown(answer)
    assert state_of(office, registration) == "accepted"


def test_refusal_without_a_reason_keeps_the_note(office, clerk, read_strictly):
    registration = office.queue()[0]

    answer = press(clerk, "refuse", registration, note="範囲の外")

    assert answer.status_code == 422
    assert "範囲の外" in read_strictly(answer)
    assert state_of(office, registration) == "agency_queue"


def test_refusal_with_a_code_ends_the_registration(office, clerk):
    registration = office.queue()[0]

    press(clerk, "refuse", registration, code="N1", note="")

    assert state_of(office, registration) == "refused"


def test_held_registration_is_reviewed_by_an_advisor_only(office, clerk, advisor):
    registration = office.queue()[0]
    press(clerk, "hold", registration, note="在留資格を確認")
    page = shown(clerk.get(reverse("agency:registration", args=[registration.pk])))
    assert "確認の担当者が決めます。" in page

    press(advisor, "review", registration, answer="accept", note="確認した")

    assert state_of(office, registration) == "accepted"


def test_not_counted_person_stays_served(office, clerk):
    registration = office.accept()[0]

    answer = press(clerk, "not_count", registration, code="N4", note="以前の求職者")

    assert state_of(office, registration) == "not_counted"
    assert "支援は同じように続けます" in shown(answer)


def test_count_is_reversed_by_somebody_else(office, owner, clerk):
    registration = office.count()[0]
    assert "数えた記録を取り消し" not in shown(
        clerk.get(reverse("agency:registration", args=[registration.pk]))
    )

    press(owner, "reverse", registration, code="N3", note="本人の登録ではなかった")

    assert state_of(office, registration) == "reversed"


def test_checks_collapse_to_one_sentence(office, clerk):
    registration = office.queue()[0]
    with bound(office.relay.agency.id, None):
        decision = preview_count(registration=office.relay.reload(registration), now=NOW)

    page = shown(clerk.get(reverse("agency:registration", args=[registration.pk])))

    assert [one.name for one in decision.checks if not one.passed] == ["accepted"]
    assert f"受理のほかの{len(decision.checks) - 1}項目を満たしています。" in page
    assert "先に受理を決めてください。" in page


def test_status_column_stands_only_where_states_differ(office, clerk):
    office.queue()

    heads = {
        view: "ステータス" in clerk.get(f"{reverse('agency:queue')}?view={view}").content.decode()
        for view in ("", "held", "count", "overdue", "all")
    }

    assert heads == {"": False, "held": False, "count": False, "overdue": False, "all": True}


def test_tabs_count_and_lead_to_the_list(office, clerk):
    registration = office.queue(2)[0]
    office.accept()

    page = clerk.get(reverse("agency:registration", args=[registration.pk])).content.decode()

    assert re.search(r'<a href="/agency/queue/"[^>]*>受理待ち 2</a>', page)
    assert '<a href="/agency/queue/?view=count">数える判断 1</a>' in page


def test_search_finds_a_part_of_the_kana(office, clerk):
    office.relay.register(family_name="鈴原", given_name="陽菜", name_kana="すずはら ひな")
    office.queue(2)

    page = clerk.get(reverse("agency:queue"), {"q": "スズハラ"}).content.decode()

    assert page.count('class="c1 nw"') == 1
    assert "鈴原 陽菜" in page


def test_bulk_accepts_the_clean_ones_only(office, clerk):
    clean = office.queue(2)
    twin = office.relay.register(
        family_name="北村", given_name="花", birth_date=office.relay.reload(clean[0]).birth_date
    )
    ids = [str(one.pk) for one in (*clean, twin)]

    clerk.post(reverse("agency:queue"), {"act": "accept", "row": ids, "confirmed": "yes"})

    states = [state_of(office, one) for one in (*clean, twin)]
    assert states[1] == "accepted"
    assert states[2] == "agency_queue"


def test_duplicate_question_blocks_the_acceptance_until_decided(office, clerk):
    known = office.accept()[0]
    birth = office.relay.reload(known).birth_date
    twin = office.relay.register(family_name="北村", given_name="花", birth_date=birth)
    page = clerk.get(reverse("agency:registration", args=[twin.pk])).content.decode()
    assert "同じ人ですか？" in page
    assert re.search(r'data-key="1" disabled aria-describedby="why-not"', page)

    press(clerk, "resolve_duplicate", twin, answer="different")
    press(clerk, "accept", twin)

    assert state_of(office, twin) == "accepted"


def test_proof_is_a_download_for_reviewers(office, clerk, advisor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    registration = office.queue()[0]
    add_proof(
        actor=office.relay.person_of(registration),
        registration_id=registration.id,
        file=SimpleUploadedFile("p.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png"),
        now=NOW,
    )
    address = reverse("agency:proof", args=[registration.pk])

    answer = advisor.get(address)

    assert answer["Content-Disposition"].startswith("attachment")
    assert clerk.get(address).status_code == 403
    answer.close()


def test_ten_counted_people_make_a_slot_and_offer_the_statement(office, owner):
    office.inform()
    office.count(9)
    registration = office.queue()[0]
    press(owner, "accept", registration)

    answer = press(owner, "count", registration)

    assert "枠 R-01 を付与しました。" in shown(answer)
    assert "2026年11月分の通知書を発行" in press_page(owner, registration)
    issued = owner.post(
        reverse("agency:issue", args=[office.book_id]), {"month": "2026-11-01"}, follow=True
    )
    assert "2026年11月分の通知書を" in shown(issued)
    assert "分の通知書を発行</button>" not in press_page(owner, registration)


def press_page(client, registration) -> str:
    return client.get(reverse("agency:registration", args=[registration.pk])).content.decode()


def test_queries_of_the_queue_do_not_grow_with_the_rows(office, clerk, count_queries):
    office.queue(3)
    few = count_queries(clerk, reverse("agency:queue"))
    registrations = office.queue(12)

    many = count_queries(clerk, reverse("agency:queue"))

    assert len(registrations) == 12
    assert many == few
