"""Secondments and transfers as cases: 職業安定法 44条, 労働契約法 14条 (H9)."""

from datetime import date, timedelta

import pytest
from tests.apps.moves.office import SECONDMENT, TRANSFER, Office
from tests.factories import NOW, TODAY

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.moves.actions import secondments as actions
from tasuki.apps.moves.actions.secondments import SecondmentValues
from tasuki.apps.moves.models import Secondment
from tasuki.apps.moves.queries import secondments as queries

pytestmark = pytest.mark.django_db
HUNDRED_DAYS = timedelta(days=100)


def test_secondment_walks_from_proposal_to_return(office):
    row = office.second()

    back = actions.return_secondment(
        actor=office.hr, secondment_id=row.pk, ended_on=TODAY, reason="予定どおり", now=NOW
    )

    assert (back.state, back.ended_on, back.number) == ("returned", TODAY, "M-00001")
    with office.at():
        kinds = AuditEvent.objects.filter(object_id=str(row.pk)).values_list("kind", flat=True)
        assert list(kinds.order_by("number")) == [
            "secondment.propose",
            "secondment.confirm_purpose",
            "secondment.explain",
            "secondment.consent",
            "secondment.sign",
            "secondment.activate",
            "secondment.return",
        ]


@pytest.mark.parametrize(
    "changes, part",
    [
        ({"purpose": ""}, "No purpose"),
        ({"purpose_evidence": ""}, "shows the purpose"),
        ({"ends_on": None}, "no last day"),
        ({"employed_since": TODAY}, "day of hire"),
        ({"employed_since": None}, "not employed before"),
        ({"burden_yen": 450_001}, "more than the actual cost"),
        ({"actual_cost_yen": None}, "actual cost"),
        ({"is_seconded_elsewhere": True}, "lent out already"),
    ],
)
def test_purpose_is_confirmed_of_a_lawful_plan_only(office, changes, part):
    row = office.propose(**changes)

    with pytest.raises(RefusedError) as refused:
        actions.confirm_purpose(actor=office.hr, secondment_id=row.pk, now=NOW)

    assert refused.value.code == "H9"
    assert part in refused.value.en
    with office.at():
        last = AuditEvent.objects.order_by("-number").first()
        assert (last.kind, last.object_id, last.data) == (
            "refused",
            "confirm_purpose",
            {"code": "H9"},
        )


def test_consent_before_the_conditions_is_refused(office):
    row = office.explain()

    with pytest.raises(RefusedError, match="before the conditions") as refused:
        office.consent(row, consented_on=TODAY - timedelta(days=10))

    assert refused.value.code == "H9"


def test_blanket_consent_is_refused(office):
    row = office.explain(**TRANSFER)

    with pytest.raises(RefusedError, match="several people"):
        office.consent(row, is_single=False)


def test_consent_on_paper_needs_its_scan(office):
    row = office.explain()

    with pytest.raises(InvalidInputError) as refused:
        office.consent(row, scan=" ")

    assert refused.value.field == "scan"


def test_no_contract_is_signed_before_the_consent(office):
    row = office.explain()

    with pytest.raises(RefusedError) as refused:
        office.sign(row)

    assert refused.value.code == "state"


def test_start_is_refused_without_consent_and_names_h9(office):
    row = office.explain()

    with pytest.raises(RefusedError) as refused:
        office.activate(row)

    assert refused.value.code == "H9"
    assert "has not consented" in refused.value.en


def test_start_waits_for_its_first_day(office):
    row = office.sign(office.consent(office.explain(starts_on=TODAY + timedelta(days=1))))

    with pytest.raises(RefusedError) as refused:
        office.activate(row)

    assert refused.value.code == "too_early"


def test_nobody_is_lent_out_twice(office):
    office.second()
    again = office.propose(host_name="山手ロジ株式会社")

    with pytest.raises(RefusedError, match="lent out already"):
        actions.confirm_purpose(actor=office.hr, secondment_id=again.pk, now=NOW)


def test_changed_terms_make_delivery_consent_and_signatures_void(office):
    row = office.sign(office.consent(office.explain()))

    changed = actions.revise_secondment(actor=office.hr, secondment_id=row.pk, now=NOW)

    assert changed.state == "proposed"
    assert (changed.consented_on, changed.home_conditions_on, changed.home_signed_on) == (None,) * 3
    assert changed.is_consent_single is False


def test_confirmed_terms_are_not_edited(office):
    row = office.explain()

    with pytest.raises(RefusedError):
        actions.edit_secondment(
            actor=office.hr,
            secondment_id=row.pk,
            values=SecondmentValues(**SECONDMENT),
            now=NOW,
        )


def test_extension_needs_a_new_consent(office):
    row = office.second()
    given = {
        "actor": office.hr,
        "secondment_id": row.pk,
        "ends_on": date(2028, 3, 31),
        "scan": "延長同意書.pdf",
    }

    with pytest.raises(InvalidInputError) as refused:
        actions.extend_secondment(**given, **_on(TODAY), now=NOW)
    later = NOW + HUNDRED_DAYS
    day = TODAY + HUNDRED_DAYS
    with pytest.raises(RefusedError, match="before the person's consent") as unsigned:
        actions.extend_secondment(**given, **_on(day, home_signed_on=TODAY), now=later)
    longer = actions.extend_secondment(**given, **_on(day), now=later)

    assert refused.value.field == "consented_on"
    assert unsigned.value.code == "H9"
    assert (longer.state, longer.ends_on) == ("extended", date(2028, 3, 31))
    assert longer.host_signed_on == day


def _on(day, **changes):
    names = ("delivered_on", "consented_on", "home_signed_on", "host_signed_on")
    return dict.fromkeys(names, day) | changes


@pytest.mark.parametrize("field", ["home_signed_on", "host_signed_on"])
def test_signature_before_the_consent_does_not_count(office, field):
    row = office.consent(office.explain())
    days = {"home_signed_on": TODAY, "host_signed_on": TODAY} | {field: date(2020, 4, 1)}

    with pytest.raises(RefusedError, match="before the person's consent") as refused:
        actions.sign_secondment(actor=office.hr, secondment_id=row.pk, **days, now=NOW)

    assert refused.value.code == "H9"


def test_same_person_under_another_number_is_not_lent_out_twice(office):
    office.second()
    second = office.propose(person_number="E-999", host_name="架空物流")

    with office.at():
        assert queries.is_lent_out(second)
        assert not queries.is_lent_out(
            office.propose(person_number="E-998", person_mail="other@example.invalid")
        )


def test_transfer_ends_the_secondment_that_it_follows(office):
    former = office.second()
    transfer = office.sign(office.consent(office.explain(**TRANSFER | {"converts_id": former.pk})))

    done = office.activate(transfer)

    with office.at():
        former.refresh_from_db()
    assert (done.state, former.state, former.ended_on) == ("transferred", "converted", TODAY)


def test_transfer_has_no_purpose_to_confirm(office):
    row = office.propose(**TRANSFER)

    with pytest.raises(RefusedError, match="no purpose"):
        actions.confirm_purpose(actor=office.hr, secondment_id=row.pk, now=NOW)


def test_fourth_person_to_the_same_firm_asks_for_a_review(office):
    facts = {"gap_reason": "wage_gap", "person_mail": ""}
    rows = [office.second(person_number=f"E-10{number}", **facts) for number in "123"]

    with office.at():
        before = queries.list_warnings(rows[0], on=TODAY)
    office.second(person_number="E-104", **facts)

    with office.at():
        after = queries.list_warnings(rows[0], on=TODAY)
    assert len(after) == len(before) + 1


def test_rights_edit_approve_and_view(office):
    row = office.sign(office.consent(office.explain()))

    with pytest.raises(NotAllowedError):
        actions.activate_secondment(actor=office.hr, secondment_id=row.pk, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.cancel_secondment(actor=office.viewer, secondment_id=row.pk, reason="なし", now=NOW)


def test_row_of_another_company_is_not_there(office):
    row = office.propose()
    other = Office()

    with pytest.raises(NotVisibleError):
        actions.cancel_secondment(actor=other.hr, secondment_id=row.pk, reason="x", now=NOW)
    with other.at():
        assert Secondment.objects.count() == 0
