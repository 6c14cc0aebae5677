"""The pages about one person: queue, side by side, merge with preview, second person, undo."""

import pytest
from tests.factories import NOW, make_company, make_member
from tests.model_factories import make_row

from tasuki.apps.people.models import RecordView, TalentRecord
from tasuki.apps.same_person import job
from tasuki.apps.same_person.models import LinkageRun, Merge, Pair
from tasuki.apps.same_person.searching import open_search
from tasuki.apps.same_person.tasks import search_all
from tasuki.core.access import OrganisationKind, Role

QUEUE = "/company/same-person/"


def add_record(room, **fields):
    with room.at():
        return make_row(TalentRecord, room.world.company, **fields)


def add_pair(room, *records, **fields):
    left, right = sorted(records, key=lambda one: one.id)
    return make_row(Pair, room.world.company, left=left, right=right, **fields)


@pytest.fixture
def twins(small):
    one = add_record(small, family_name="髙橋", given_name="花", phone="09000000001")
    return one, add_record(small, family_name="高橋", given_name="花子", mail="b@example.invalid")


@pytest.fixture
def pair(small, twins):
    return add_pair(small, *twins, reasons=[{"field": "phone", "level": "same", "bits": 8.2}])


def read(room, row):
    with room.at():
        return type(row).objects.get(pk=row.pk)


def test_queue_shows_names_probability_reason_and_minutes(small, pair, client_of, read_strictly):
    text = read_strictly(client_of(small.hr).get(QUEUE))

    assert "90.0%" in text
    assert "電話番号が同じです" in text
    assert "確認する組：1件、約1分" in text


def test_home_counts_what_waits(small, pair, client_of, read_strictly):
    text = read_strictly(client_of(small.hr).get("/company/"))

    assert QUEUE in text
    assert 'id="h-same"' in text


def test_home_says_nothing_when_nothing_waits(small, client_of, read_strictly):
    assert 'id="h-same"' not in read_strictly(client_of(small.hr).get("/company/"))


def test_pair_shows_both_records_and_marks_what_differs(small, pair, client_of, read_strictly):
    text = read_strictly(client_of(small.hr).get(f"{QUEUE}{pair.pk}/"))

    assert "<mark>髙</mark>橋 花" in text
    assert "<mark>高</mark>橋 花<mark>子</mark>" in text
    assert "電話番号が同じです" in text
    assert "+8.2" in text
    assert "名が一致しません" in text
    assert [key for key in "sdl" if f'data-key="{key}"' in text] == list("sdl")
    with small.at():
        assert RecordView.objects.count() == 2


@pytest.mark.parametrize("word", ["性別", "国籍", "写真"])
def test_pair_shows_nothing_that_selection_must_not_know(small, pair, client_of, word):
    assert word not in client_of(small.hr).get(f"{QUEUE}{pair.pk}/").content.decode()


@pytest.mark.parametrize("answer", ["same", "different", "later"])
def test_answer_leads_to_the_next_pair_and_can_be_undone(small, pair, client_of, answer):
    following = add_pair(small, add_record(small), add_record(small), probability=0.5)
    browser = client_of(small.hr)

    response = browser.post(f"{QUEUE}{pair.pk}/{answer}/")
    decided = read(small, pair).state
    undone = browser.post(f"{QUEUE}{pair.pk}/undo/")

    assert response["Location"] == f"{QUEUE}{following.pk}/"
    assert decided == answer
    assert undone["Location"] == f"{QUEUE}{pair.pk}/"
    assert read(small, pair).state == "review"


def test_last_answer_leads_to_the_list(small, pair, client_of):
    response = client_of(small.hr).post(f"{QUEUE}{pair.pk}/different/")

    assert response["Location"] == QUEUE


@pytest.mark.parametrize(
    ("view", "state"),
    [("auto", "auto"), ("decided", "different"), ("undone", "review"), ("contradicted", "same")],
)
def test_each_tab_shows_its_pairs(small, twins, client_of, read_strictly, view, state):
    decided = {"decided_by_id": 1, "decided_at": NOW} if state in {"same", "different"} else {}
    add_pair(
        small,
        *twins,
        state=state,
        probability=0.995,
        guards=[],
        is_contradicted=view == "contradicted",
        undone_at=NOW if view == "undone" else None,
        **decided,
    )

    shown = read_strictly(client_of(small.hr).get(f"{QUEUE}?view={view}"))

    assert "99.5%" in shown


def test_long_queue_offers_the_strictest_keys(small, pair, client_of, monkeypatch):
    monkeypatch.setattr("tasuki.core.same_person.queue.LONG_QUEUE_PAIRS", 0)
    browser = client_of(small.hr)

    offered = browser.get(QUEUE).content.decode()
    strict = browser.get(f"{QUEUE}?strict=on").content.decode()

    assert "?strict=on" in offered
    assert "90.0%" not in strict


def test_merge_is_previewed_done_and_undone(small, pair, twins, client_of, read_strictly):
    one, other = twins
    browser, page = client_of(small.hr), f"{QUEUE}merge/{one.pk}/{other.pk}/"

    preview = read_strictly(browser.get(page))
    response = browser.post(page, {"choice-name": "other", "choice-mail": "kept"})
    done = read_strictly(browser.get(response["Location"]))
    merged = read(small, one)
    browser.post(f"{response['Location']}undo/")

    assert "書かれたとおりの、より長い氏名です" in preview
    assert (merged.full_name, merged.mail) == ("高橋 花子", "person@example.invalid")
    assert "あなたが選びました" in done
    assert read(small, one).full_name == "髙橋 花"
    assert read(small, other).merged_into_id is None


def test_preview_shows_other_choices_without_merging(small, twins, client_of, read_strictly):
    one, other = twins
    page = f"{QUEUE}merge/{one.pk}/{other.pk}/"

    text = read_strictly(client_of(small.hr).post(page, {"choice-name": "kept", "check": "yes"}))

    assert "あなたが選びました" in text
    assert read(small, other).merged_into_id is None


def test_choice_that_no_field_has_is_refused(small, twins, client_of, read_strictly):
    one, other = twins
    page = f"{QUEUE}merge/{one.pk}/{other.pk}/"

    response = client_of(small.hr).post(page, {"choice-name": "both"})

    assert response.status_code == 422
    assert "画面の選択肢から" in read_strictly(response)


def test_proposed_merge_waits_for_another_member(small, client_of, read_strictly):
    one, other = add_record(small), add_record(small)
    merge = make_row(
        Merge,
        small.world.company,
        survivor_id=one.pk,
        absorbed_id=other.pk,
        state="proposed",
        limited_purposes=["pool"],
        proposed_by_id=small.hr.account_id,
        proposed_at=NOW,
        merged_at=None,
        merged_by_id=None,
    )
    page = f"{QUEUE}merges/{merge.pk}/"

    mine = read_strictly(client_of(small.hr).get(page))
    yours = client_of(small.actors[Role.COMPANY_HR])
    shown = read_strictly(yours.get(page))
    yours.post(f"{page}confirm/")

    assert "disabled" in mine
    assert f"{page}confirm/" not in mine
    assert f"{page}confirm/" in shown
    assert read(small, other).merged_into_id == one.pk


def test_merges_are_listed(small, twins, client_of, read_strictly):
    one, other = twins
    make_row(Merge, small.world.company, survivor_id=one.pk, absorbed_id=other.pk)

    text = read_strictly(client_of(small.hr).get(f"{QUEUE}merges/"))

    assert one.number in text
    assert other.number in text


def test_search_starts_in_the_background_and_shows_how_far_it_is(
    small, twins, client_of, read_strictly
):
    browser = client_of(small.hr)

    response = browser.post(f"{QUEUE}search/")
    running = read_strictly(browser.get(response["Location"]))
    with small.at():
        run = LinkageRun.objects.get()
    search_all.call(
        organisation_id=small.world.company.id, kind=OrganisationKind.COMPANY, run_id=str(run.pk)
    )
    done = read_strictly(browser.get(response["Location"]))
    listed = read_strictly(browser.get(QUEUE))

    assert "hx-trigger" in running
    assert "hx-trigger" not in done
    assert "前回の検索" in listed


def test_search_of_another_company_is_not_there(small, client_of):
    foreign = make_row(LinkageRun, make_company())

    assert client_of(small.hr).get(f"{QUEUE}searches/{foreign.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.COMPANY_MANAGER, Role.COMPANY_VIEWER])
def test_pages_are_for_hr_and_owners(small, pair, client_of, role):
    browser = client_of(small.actors[role])

    assert [
        browser.get(page).status_code for page in (QUEUE, f"{QUEUE}{pair.pk}/", f"{QUEUE}merges/")
    ] == [403, 403, 403]


def test_agency_has_no_such_page(small, client_of):
    agency = make_member(small.world.agency, Role.AGENCY_OWNER)

    assert client_of(agency).get(QUEUE).status_code == 404


def test_pair_of_another_company_is_not_there(small, client_of):
    foreign = make_row(Pair, make_company())
    browser = client_of(small.hr)

    assert browser.get(f"{QUEUE}{foreign.pk}/").status_code == 404
    assert browser.post(f"{QUEUE}{foreign.pk}/same/").status_code == 404


def test_link_made_by_machine_stands_under_its_tab(small, client_of, read_strictly):
    values = {"family_name": "架空", "given_name": "花子", "name_key": "架空花子"}
    for number in range(2):
        add_record(small, **values, mail=f"h{number}@example.invalid", phone="09000000001")
    with small.at():
        run = open_search(actor=small.hr, is_training=False, now=small.now)

    job.run_search(actor=small.hr, run_id=run.id, clock=lambda: small.now)

    assert "架空 花子" in read_strictly(client_of(small.hr).get(f"{QUEUE}?view=auto"))


def post_many(small, client_of, act, *pairs, confirmed=True, query=""):
    data = {"act": act, "row": [str(one.pk) for one in pairs]}
    if confirmed:
        data["confirmed"] = "yes"
    return client_of(small.hr).post(f"{QUEUE}{query}", data)


def test_many_pairs_are_shown_before_they_become_one_person(small, client_of):
    pairs = [
        add_pair(small, add_record(small), add_record(small), probability=0.96, guards=[])
        for _ in range(2)
    ]

    asked = post_many(small, client_of, "same", *pairs, confirmed=False)
    assert "95%未満の組" in asked.content.decode()
    assert [read(small, one).state for one in pairs] == ["review", "review"]

    post_many(small, client_of, "same", *pairs)
    assert [read(small, one).state for one in pairs] == ["same", "same"]

    post_many(small, client_of, "undo", *pairs, query="?view=decided")
    assert [read(small, one).state for one in pairs] == ["review", "review"]


def test_queue_is_narrowed_to_one_kind(small, client_of):
    sure = add_pair(small, add_record(small), add_record(small), probability=0.96, guards=[])
    guarded = add_pair(
        small, add_record(small), add_record(small), probability=0.999, guards=["family_name"]
    )
    unsure = add_pair(small, add_record(small), add_record(small), probability=0.5, guards=[])

    def shown(query):
        text = client_of(small.hr).get(f"{QUEUE}{query}").content.decode()
        rows = text.partition("<tbody")[2].partition("</tbody>")[0]
        return [one for one in (sure, guarded, unsure) if str(one.pk) in rows]

    assert shown("") == [sure, guarded, unsure]
    assert shown("?least=0.95") == [sure, guarded]
    assert shown("?least=0.95&guard=none") == [sure]
    assert shown("?guard=family_name") == [guarded]
