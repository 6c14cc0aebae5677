"""Who stopped the use of the data stands in no file; the file says how many do not."""

import csv
import io

import openpyxl
import pytest

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.people.actions import stop_use
from tasuki.apps.people.models import RecordView
from tasuki.web.privacy import incident_persons, provisions, requests

SAID = "利用停止のため書き出していない人：1名"


@pytest.fixture
def two(small):
    """An applicant, and one who stopped the use."""
    people = [small.add_applicant(name).talent_record for name in ("架空 花子", "停止 太郎")]
    stop_use(actor=small.hr, talent_record_id=people[1].pk, now=small.now)
    return people


def lines_of(response):
    if "csv" in response["Content-Type"]:
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [[str(cell or "") for cell in row] for row in book.active.values]


def take(browser, way, people):
    if way == "selected":
        rows = [str(one.pk) for one in people]
        return browser.post("/company/people/", {"act": "export", "row": rows})
    return browser.get(f"/company/{way}/", {"export": "csv"})


@pytest.mark.parametrize("way", ["people", "applicants", "selected"])
def test_stopped_person_is_left_out_of_the_file_and_counted_in_it(
    two, small, client_of, settings, tmp_path, way
):
    settings.MEDIA_ROOT = tmp_path

    lines = lines_of(take(client_of(small.hr), way, two))

    text = "\n".join(",".join(line) for line in lines)
    assert ("架空 花子" in text, "停止" in text.replace(SAID, "")) == (True, False)
    assert (len(lines), lines[-1][0]) == (3, SAID)
    with small.at():
        viewed = RecordView.objects.filter(way="exported").values_list(
            "talent_record_id", flat=True
        )
        event = AuditEvent.objects.get(kind="list.export")
        assert list(viewed) == [two[0].pk]
    assert (event.data["row_count"], event.data["left_out"]) == (1, 1)


@pytest.mark.parametrize("way", ["people", "applicants"])
def test_file_of_people_who_may_be_used_has_no_further_line(small, client_of, way):
    small.add_applicant("架空 花子")

    assert len(lines_of(take(client_of(small.hr), way, []))) == 2


def test_registers_that_the_law_orders_stay_whole():
    books = (
        provisions.ProvisionsPage,
        provisions.ReceiptsPage,
        provisions.StopsPage,
        requests.RequestList,
        incident_persons.PersonList,
    )

    assert [one.__name__ for one in books if not one.is_book] == []
