"""The quarterly sheet on the contract's page of both sides."""

import html
import re

from django.urls import reverse
from tests.factories import NOW

from tasuki.apps.relay import actions


def shown(response) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(text.split())


def refuse(office, registration):
    actions.refuse_registration(
        actor=office.relay.clerk,
        registration_id=registration.id,
        expected_version=office.relay.reload(registration).row_version,
        code="N1",
        now=NOW,
    )


def test_the_agency_reads_reasons_and_shares_and_a_note_above_one_half(office, advisor):
    office.count(1)
    path = reverse("agency:contract", args=[office.relay.contract.id])
    before = shown(advisor.get(path))
    for registration in office.queue(2):
        refuse(office, registration)

    after = shown(advisor.get(path))

    assert "四半期ごとの判断" in before
    assert "半数を超える方" not in before
    assert "半数を超える方" in after
    assert "N1 取扱職種・地域の範囲外" in after
    assert "2名（66%）" in after


def test_the_company_reads_the_sums_of_statements_and_nothing_before(office, client_of):
    company = client_of(office.relay.company_owner)
    path = reverse("company:contract", args=[office.relay.contract.id])
    office.inform()
    office.count(1)
    for registration in office.queue(2):
        refuse(office, registration)
    before = company.get(path)
    office.issue()

    after = shown(company.get(path))

    assert before.status_code == 200
    assert "四半期" not in shown(before)
    assert "N1 取扱職種・地域の範囲外 0名 2名" in after
    assert "半数を超える方" in after
