"""Wishes, start, card, talks, validity and the end of a search."""

from datetime import date, timedelta

import pytest
from tests.factories import NOW, TODAY

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.placement import interviews, seekers
from tasuki.apps.placement.actions import mark_introduced
from tasuki.apps.placement.cards import make_card
from tasuki.apps.placement.models import (
    InterviewNote,
    Introduction,
    JobOrder,
    JobSeeker,
    SeekerWishes,
)
from tasuki.apps.placement.queries import find_seeker_detail, list_job_seekers, mark_banned
from tasuki.core.access import OrganisationKind


def _introduce(desk, row: JobSeeker, **values: object) -> Introduction:
    with desk.at():
        order = JobOrder.objects.create(
            organisation=desk.agency,
            number=f"J-{row.number}",
            company_id=1,
            employer_name="みなと精機",
            received_on=TODAY,
            valid_to=TODAY,
            occupation="一般事務",
            workplace="みなと市",
            term="無期",
            wage="月給",
        )
        return Introduction.objects.create(
            organisation=desk.agency,
            job_order=order,
            job_seeker=row,
            introduced_on=TODAY,
            **values,
        )


def test_search_begins_after_the_terms_arrived(desk):
    row = desk.receive()
    desk.hand_over(row)

    assert desk.start(row).state == "active"


def test_search_needs_the_occupation_of_the_book(desk):
    row = desk.receive(wished_occupation="")
    desk.hand_over(row)

    with pytest.raises(InvalidInputError) as refused:
        desk.start(row)

    assert refused.value.field == "wished_occupation"


def test_nobody_is_introduced_before_the_search_begins(desk):
    row = desk.receive()
    with desk.at(), pytest.raises(RefusedError):
        mark_introduced(row)

    desk.hand_over(row)
    active = desk.start(row)
    with desk.at():
        mark_introduced(active)
        mark_introduced(active)

    assert desk.read(row).state == "introduced"


def test_wishes_are_kept_and_the_occupation_stands_in_the_book(desk):
    row = desk.active()

    desk.save_wishes(
        row,
        wished_occupation="経理事務",
        prefectures=[13, 11, 13],
        term="indefinite",
        pay_min_yen=3_500_000,
        history="2015年から経理\r\n決算を担当",
    )

    with desk.at():
        wishes = SeekerWishes.objects.get(job_seeker=row)
    assert desk.read(row).wished_occupation == "経理事務"
    assert (wishes.prefectures, wishes.pay_min_yen) == ([11, 13], 3_500_000)
    assert wishes.history == "2015年から経理\n決算を担当"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"note": "本籍は遠方です"}, "H5"),
        ({"history": "労働組合に加入しています"}, "H5"),
        ({"wished_occupation": "港湾荷役"}, "H1"),
        ({"card_text": "北村は経理を8年"}, "card"),
        ({"card_text": "連絡は090-1234-5678"}, "card"),
    ],
)
def test_wishes_that_may_not_be_kept_are_refused_whole(desk, values, code):
    row = desk.active()

    with pytest.raises(RefusedError) as refused:
        desk.save_wishes(row, **values)

    assert refused.value.code == code
    with desk.at():
        wishes = SeekerWishes.objects.get(job_seeker=row)
    assert (wishes.note, wishes.history, wishes.card_text) == ("", "", "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"prefectures": [48]}, "prefectures"),
        ({"term": "for_ever"}, "term"),
        ({"pay_unit": "week"}, "pay_unit"),
        ({"hours": "あ" * 201}, "hours"),
    ],
)
def test_wish_that_cannot_be_read_is_refused_beside_its_field(desk, values, field):
    row = desk.active()

    with pytest.raises(InvalidInputError) as refused:
        desk.save_wishes(row, **values)

    assert refused.value.field == field


def test_card_names_nobody(desk):
    row = desk.active()
    desk.save_wishes(
        row, prefectures=[13], term="any", pay_min_yen=3_500_000, card_text="経理を8年。決算を担当"
    )

    with desk.at():
        detail = find_seeker_detail(job_seeker_id=row.id)
    card = make_card(detail.row, detail.wishes, on=TODAY)

    said = str(card)
    assert [value.ja for _label, value in card.lines] == [
        "30代",
        "一般事務",
        "東京都",
        "こだわらない",
        "年俸3,500,000円以上",
    ]
    assert not [
        part
        for part in ("北村", "花", "きたむら", "1990", "hana", "090", "みなと市")
        if part in said
    ]


def test_note_of_a_talk_with_forbidden_data_is_not_stored(desk):
    row = desk.active()

    with pytest.raises(RefusedError) as refused:
        interviews.add_interview_note(
            actor=desk.clerk,
            job_seeker_id=row.id,
            held_on=TODAY,
            way="phone",
            text="家族は4人とのこと",
            now=NOW,
        )

    assert (refused.value.code, refused.value.field) == ("H5", "text")
    with desk.at():
        assert not InterviewNote.objects.exists()


def test_note_of_a_talk_is_kept_and_removed(desk):
    row = desk.active()

    note = interviews.add_interview_note(
        actor=desk.clerk,
        job_seeker_id=row.id,
        held_on=TODAY,
        way="online",
        text="勤務地はみなと市を希望",
        now=NOW,
    )
    with desk.at():
        assert InterviewNote.objects.get().text == "勤務地はみなと市を希望"
    back = interviews.remove_interview_note(actor=desk.clerk, note_id=note.id, now=NOW)

    assert back == row.id
    with desk.at():
        assert not InterviewNote.objects.exists()


def test_validity_is_renewed_from_its_end_in_the_last_sixty_days(desk):
    row = desk.active()
    with pytest.raises(RefusedError) as early:
        seekers.renew_search(
            actor=desk.clerk, job_seeker_id=row.id, confirmed_on=TODAY, now=desk.now
        )
    desk.pass_days((row.valid_to - TODAY).days)

    renewed = seekers.renew_search(
        actor=desk.clerk, job_seeker_id=row.id, confirmed_on=row.valid_to, now=desk.now
    )

    assert early.value.code == "too_early"
    assert row.valid_to == date(2027, 11, 22)
    assert (renewed.valid_to, renewed.renewed_on) == (date(2028, 11, 22), date(2027, 11, 22))
    assert renewed.accepted_on == TODAY


def test_search_that_nobody_renewed_expires_on_its_last_day(desk):
    row = desk.active()
    task = Actor.for_task(organisation_id=desk.agency.id, kind=OrganisationKind.AGENCY)
    desk.pass_days((row.valid_to - TODAY).days)
    before = seekers.expire_searches(actor=task, now=desk.now)
    desk.pass_days(1)

    after = seekers.expire_searches(actor=task, now=desk.now)
    again = seekers.expire_searches(actor=task, now=desk.now)

    assert (before, after, again) == (0, 1, 0)
    kept = desk.read(row)
    assert (kept.state, kept.closed_on) == ("expired", kept.valid_to)


def test_search_with_an_introduction_under_way_neither_expires_nor_closes(desk):
    row = desk.active()
    _introduce(desk, row)
    task = Actor.for_task(organisation_id=desk.agency.id, kind=OrganisationKind.AGENCY)
    desk.pass_days((row.valid_to - TODAY).days + 1)

    assert seekers.expire_searches(actor=task, now=desk.now) == 0
    with pytest.raises(RefusedError) as refused:
        seekers.close_search(
            actor=desk.clerk, job_seeker_id=row.id, reason="own_wish", now=desk.now
        )

    assert refused.value.code == "introduced"


def test_ended_search_changes_no_more(desk):
    row = desk.active()
    seekers.close_search(actor=desk.clerk, job_seeker_id=row.id, reason="found_work", now=NOW)

    with pytest.raises(RefusedError):
        desk.save_wishes(row)
    with pytest.raises(RefusedError):
        desk.mail(row)
    with pytest.raises(RefusedError):
        seekers.close_search(actor=desk.clerk, job_seeker_id=row.id, reason="own_wish", now=NOW)
    kept = desk.read(row)
    assert (kept.state, kept.close_reason, kept.closed_on) == ("closed", "found_work", TODAY)


def test_ban_on_solicitation_is_marked_in_the_book_to_its_last_day(desk):
    placed, other = (
        desk.active(),
        desk.active(family_name="森", mail="mori@example.jp", birth_date=date(1980, 1, 1)),
    )
    with desk.at():
        JobSeeker.objects.filter(id=placed.id).update(state="hired", closed_on=TODAY)
    _introduce(
        desk,
        placed,
        outcome="hired",
        hired_on=date(2026, 11, 24),
        is_indefinite=True,
        solicitation_ban_until=date(2028, 11, 24),
    )

    def banned(on: date) -> dict[str, bool]:
        with desk.at():
            rows = mark_banned(list_job_seekers(), on=on)
            return {row.number: row.is_banned for row in rows}

    assert banned(date(2028, 11, 24)) == {placed.number: True, other.number: False}
    assert banned(date(2028, 11, 25)) == {placed.number: False, other.number: False}
    assert banned(TODAY + timedelta(days=30))[placed.number]
