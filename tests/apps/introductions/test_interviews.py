"""Interviews: several, invited, moved, held, cancelled, brought to mind the day before."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from tests.apps.introductions.desk import DAY
from tests.factories import NOW, TODAY

from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.introductions.actions import interviews
from tasuki.apps.introductions.reminders import remind_of_introductions
from tasuki.apps.messages.models import OutboxMail

AT = NOW + 3 * DAY


def event_of(mail: OutboxMail):
    [event] = Calendar.from_ical(mail.calendar).walk("VEVENT")
    return event


def both(desk) -> tuple[OutboxMail, list[OutboxMail]]:
    """The newest mail to the person, and those to the members of the company."""
    person = desk.mails("interview")[-1]
    company = desk.mails("interview", desk.company)
    return person, company


def test_fixing_an_interview_is_the_yes_to_meet(desk):
    case = desk.sent()
    interview = desk.plan(case, at=AT)

    case = desk.reload(case)
    assert (case.state, case.answer_by) == ("interview", TODAY + 3 * DAY + 5 * DAY)
    assert (interview.number, interview.state, interview.sequence) == (1, "planned", 0)


def test_both_sides_get_an_invitation_that_names_only_them(desk):
    interview = desk.plan(desk.sent(), at=AT)

    person, company = both(desk)
    # Human resources and the manager may answer; the viewer may not.
    assert {one.to_address for one in company} == {
        str(event_of(one)["ATTENDEE"]).removeprefix("mailto:") for one in company
    }
    assert len(company) == 2
    assert person.person_id is not None
    assert str(event_of(person)["UID"]) == str(event_of(company[0])["UID"])
    assert str(event_of(person)["UID"]).startswith(str(interview.id))
    assert event_of(person).decoded("DTSTART") == AT
    assert all(person.to_address not in one.calendar for one in company)


def test_employer_outside_is_invited_at_the_address_of_the_order(desk):
    case = desk.sent(order=desk.outside())
    desk.plan(case, actor=desk.advisor)

    assert {one.to_address for one in desk.mails("interview")} >= {"saiyo@hamabe.example"}


def test_moved_interview_replaces_the_former_one(desk):
    interview = desk.plan(desk.sent(), at=AT)
    interviews.move_interview(
        actor=desk.advisor,
        interview_id=interview.id,
        meeting=desk.meeting(at=AT + DAY, place="", way="phone"),
        now=NOW,
    )

    event = event_of(desk.mails("interview")[-1])
    assert (event["SEQUENCE"], event.decoded("DTSTART")) == (1, AT + DAY)
    assert "METHOD:REQUEST" in desk.mails("interview")[-1].calendar


def test_cancelled_interview_leaves_the_calendars(desk):
    case = desk.sent()
    interview = desk.plan(case, at=AT)
    interviews.cancel_interview(actor=desk.hr, interview_id=interview.id, now=NOW)

    mail = desk.mails("interview")[-1]
    assert "METHOD:CANCEL" in mail.calendar
    assert event_of(mail)["SEQUENCE"] == 1
    assert desk.reload(case).answer_by == TODAY + 5 * DAY


def test_several_interviews_have_numbers(desk):
    case = desk.sent()
    numbers = [desk.plan(case, at=AT + n * DAY).number for n in range(3)]

    assert numbers == [1, 2, 3]


def test_interview_is_recorded_after_it_took_place(desk):
    case = desk.sent()
    interview = desk.plan(case, at=AT)

    with pytest.raises(InvalidInputError):
        interviews.hold_interview(actor=desk.hr, interview_id=interview.id, now=NOW)
    held = interviews.hold_interview(
        actor=desk.hr, interview_id=interview.id, now=AT + timedelta(hours=2)
    )

    assert held.state == "held"
    assert desk.reload(case).answer_by == TODAY + 8 * DAY
    with pytest.raises(RefusedError):
        interviews.cancel_interview(actor=desk.hr, interview_id=interview.id, now=AT + DAY)


@pytest.mark.parametrize(
    "given",
    [
        {"at": NOW - DAY},
        {"minutes": 5},
        {"minutes": 481},
        {"place": ""},
        {"way": "online", "place": ""},
        {"way": "telepathy"},
        {"url": "javascript:alert(1)"},
    ],
)
def test_meeting_that_nobody_can_find_is_refused(desk, given):
    case = desk.sent()

    with pytest.raises(InvalidInputError):
        desk.plan(case, **given)


def test_no_interview_before_the_introduction(desk):
    case = desk.agreed()

    with pytest.raises(RefusedError):
        desk.plan(case, actor=desk.advisor)


def test_reminder_comes_once_the_day_before(desk):
    desk.plan(desk.sent(), at=AT)
    before = len(desk.mails("interview"))

    early = remind_of_introductions(actor=desk.task, now=AT - 2 * DAY)
    first = remind_of_introductions(actor=desk.task, now=AT - DAY)
    second = remind_of_introductions(actor=desk.task, now=AT - DAY + timedelta(hours=1))

    assert (early, first, second) == (0, 3, 0)
    [mail] = desk.mails("interview")[before:]
    assert mail.calendar == ""
    assert "明日の面接" in mail.subject


def test_late_answer_is_brought_to_mind_every_five_days(desk):
    case = desk.sent()
    sent = [
        remind_of_introductions(actor=desk.task, now=NOW + number * DAY) for number in range(13)
    ]

    assert [number for number, count in enumerate(sent) if count] == [6, 11]
    assert sum("期限" in one and case.number in one for one in desk.notices(desk.company)) == 2


def test_nobody_is_reminded_of_what_ended(desk):
    case = desk.sent()
    desk.offer(case)
    from tasuki.apps.introductions.actions import person

    person.withdraw_person(actor=desk.advisor, case_id=case.id, reason="unsaid", now=NOW)

    assert remind_of_introductions(actor=desk.task, now=NOW + 60 * DAY) == 0
