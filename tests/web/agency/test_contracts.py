"""Contracts, codes and papers: what each button does, what is refused, what stays typed."""

import html
import re

import pytest
from django.urls import reverse
from tests.factories import NOW, make_company

from tasuki.adapters.postgres.context import bound
from tasuki.apps.relay import actions
from tasuki.apps.relay.models import Consultation, FeeTable, RelayContract, RelayLink
from tasuki.core.relay.parameters import RelayParameters


def shown(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def fields_of(response) -> dict[str, str | list[str]]:
    """What the form of a page would send."""
    form = response.context["form"]
    values = {}
    for bound_field in form:
        value = bound_field.value()
        if value is True:
            values[bound_field.html_name] = "on"
        elif value not in (None, False, ""):
            values[bound_field.html_name] = value
    return values


@pytest.fixture
def inside(office):
    """Rows of the agency are visible."""
    with bound(office.relay.agency.id, None):
        yield


def newest(office) -> RelayContract:
    with bound(office.relay.agency.id, None):
        return RelayContract.objects.order_by("-created_at").first()


def test_draft_is_made_with_the_defaults_of_the_rule_book(office, advisor):
    company = make_company(name="山手ロジ株式会社")
    page = advisor.get(reverse("agency:contract_draft"))
    with bound(office.relay.agency.id, None):
        table, talk = FeeTable.objects.get(), Consultation.objects.get()

    given = {
        "company_id": company.id,
        "fee_table_id": str(table.pk),
        "consultation_id": str(talk.pk),
        "account_manager_id": office.relay.clerk.account_id,
    }
    answer = advisor.post(reverse("agency:contract_draft"), fields_of(page) | given)

    made = newest(office)
    assert answer["Location"] == reverse("agency:contract", args=[made.pk])
    assert (made.company_name, made.state, made.version) == ("山手ロジ株式会社", "draft", 1)
    assert made.parameters["ratio"] == RelayParameters().ratio == 10
    assert made.parameters["eligible_jobs"] == []
    assert made.fee_table_version == table.version
    assert made.account_manager_id == office.relay.clerk.account_id


def test_term_outside_its_range_is_marked_and_everything_stays(office, advisor, read_strictly):
    company = make_company()
    page = advisor.get(reverse("agency:contract_draft"))
    given = fields_of(page) | {
        "company_id": company.id,
        "ratio": "51",
        "eligible_jobs": "経理\n総務",
    }

    answer = advisor.post(reverse("agency:contract_draft"), given)

    assert answer.status_code == 422
    text = read_strictly(answer)
    assert 'value="51"' in text
    assert "経理\n総務" in text
    assert newest(office).pk == office.relay.contract.pk


def test_rule_of_the_action_stands_beside_its_field(office, advisor):
    company = make_company()
    page = advisor.get(reverse("agency:contract_draft"))
    given = fields_of(page) | {"company_id": company.id, "consume_at": "interview"}

    answer = advisor.post(reverse("agency:contract_draft"), given)

    assert answer.status_code == 422
    assert "届出済みの手数料表に同じ文言が必要です。" in shown(answer)
    assert list(answer.context["form"].errors) == ["consume_at"]
    assert 'open class="mt5"' in answer.content.decode()


def test_company_with_a_contract_is_not_offered_again(office, advisor):
    page = advisor.get(reverse("agency:contract_draft"))

    offered = [value for value, _ in page.context["form"].fields["company_id"].choices]

    assert str(office.relay.company.id) not in offered


def test_new_version_keeps_terms_and_shows_what_changed(office, advisor):
    old = office.relay.contract
    answer = advisor.post(reverse("agency:contract_version", args=[old.pk]))
    draft = newest(office)
    assert answer["Location"] == reverse("agency:contract_edit", args=[draft.pk])
    form = fields_of(advisor.get(answer["Location"]))

    advisor.post(answer["Location"], form | {"ratio": "8"})

    page = shown(advisor.get(reverse("agency:contract", args=[draft.pk])))
    assert "第1版から何が変わった？" in page
    assert re.search(r"無料枠1つあたりの人数\s+10\s+8", page)
    assert newest(office).parameters["count_window_days"] == old.parameters["count_window_days"]


def test_problems_name_the_rule_and_the_next_step(office, advisor):
    actions.draft_new_version(
        actor=office.relay.advisor, contract_id=office.relay.contract.id, now=NOW
    )

    page = shown(advisor.get(reverse("agency:contract", args=[newest(office).pk])))

    assert "運用までに何が足りない？" in page
    assert "H4" in page
    assert "契約の画面で違約金の定めを開いてもらってください。" in page
    assert "署名は、紹介会社の管理者が行います。" in page


def test_contract_goes_from_signature_to_running_to_pause_and_end(office, owner):
    relay = office.relay
    draft = actions.draft_new_version(actor=relay.advisor, contract_id=relay.contract.id, now=NOW)
    actions.show_penalty_terms(actor=relay.company_owner, contract_id=draft.id, now=NOW)
    actions.sign_contract(
        actor=relay.company_owner, contract_id=draft.id, tax_note_acknowledged=True, now=NOW
    )
    states = []

    def press(name, **values):
        owner.post(reverse(f"agency:{name}", args=[draft.id]), values)
        states.append(newest(office).state)

    press("contract_sign")
    press("contract_run")
    press("contract_pause", reason="許可の更新を確認")
    press("contract_resume")
    press("contract_end", reason="契約期間の満了")

    assert states == ["agreed", "running", "paused", "running", "ended"]


def test_pause_without_a_reason_does_nothing(office, owner):
    address = reverse("agency:contract_pause", args=[office.relay.contract.pk])

    answer = owner.post(address, {"reason": " "})

    assert answer.status_code == 422
    assert newest(office).state == "running"


def test_code_is_issued_labelled_rotated_and_stopped(office, advisor):
    contract = office.relay.contract
    made = advisor.post(
        reverse("agency:code_issue", args=[contract.pk]), {"label_job": "経理", "language": "ja"}
    )
    address = made["Location"]
    assert "経理" in shown(advisor.get(address))
    with bound(office.relay.agency.id, None):
        link = RelayLink.objects.get(label_job="経理")

    advisor.post(reverse("agency:code_labels", args=[link.pk]), {"label_job": "総務"})
    rotated = advisor.post(reverse("agency:code_rotate", args=[link.pk]))
    advisor.post(reverse("agency:code_revoke", args=[link.pk]), {"reason": "印刷の誤り"})

    with bound(office.relay.agency.id, None):
        old, fresh = (
            RelayLink.objects.get(pk=link.pk),
            RelayLink.objects.exclude(pk=office.relay.link.pk).get(state="active"),
        )
    assert (old.label_job, old.state) == ("総務", "revoked")
    assert fresh.label_job == "総務"
    assert rotated["Location"] == reverse("agency:code", args=[fresh.pk])


def test_label_that_promises_something_is_refused_and_kept(office, advisor):
    address = reverse("agency:code_issue", args=[office.relay.contract.pk])

    answer = advisor.post(address, {"label_text": "ギフト券プレゼント", "language": "ja"})

    assert answer.status_code == 422
    assert "ギフト券プレゼント" in answer.content.decode()


def test_drawing_of_a_code_is_an_svg(office, clerk):
    answer = clerk.get(reverse("agency:code_drawing", args=[office.relay.link.pk]))

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


def test_printed_sheet_says_what_the_law_asks(office, clerk):
    page = shown(clerk.get(reverse("agency:code_print", args=[office.relay.link.pk])))

    assert "登録は任意・無料です。" in page
    assert "会社はこの人数に応じて、当社の無料紹介枠を受け取ります。" in page
    assert office.relay.agency.name in page
    assert "14-ユ-300001" in page


def test_fee_table_becomes_the_next_version_and_is_filed_once(office, advisor):
    form = fields_of(advisor.get(reverse("agency:fee_table_add")))
    assert form["rate_permille"] == 35

    advisor.post(reverse("agency:fee_table_add"), form | {"rate_permille": "30.5"})

    with bound(office.relay.agency.id, None):
        table = FeeTable.objects.get(version=2)
    assert (table.rate_permille, table.filed_on) == (305, None)
    address = reverse("agency:fee_table_filed", args=[table.pk])
    assert advisor.post(address, {"filed_on": "2026-11-20"}).status_code == 302
    assert advisor.post(address, {"filed_on": "2026-11-21"}).status_code == 409


def test_consultation_of_tomorrow_is_refused_beside_its_field(office, advisor):
    given = {"office": "東京労働局", "consulted_on": "2026-11-24", "answer": "確認した"}

    answer = advisor.post(reverse("agency:consultation_add"), given)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["consulted_on"]
    assert "東京労働局" in answer.content.decode()


def test_licence_that_ends_soon_is_announced(office, clerk):
    office.relay.end_licence(NOW.date().replace(month=12, day=23))
    assert "あと30日で終わります。" in shown(clerk.get(reverse("agency:papers")))

    office.relay.end_licence(NOW.date().replace(day=22))

    assert "H1" in shown(clerk.get(reverse("agency:papers")))
