"""Invitations for calendars: whole after a round trip, one reader each (RFC 5545, RFC 6047)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tasuki.adapters.mail.invitations import (
    Invitation,
    InvitationMethod,
    as_part,
    write_invitation,
)
from tasuki.adapters.mail.sending import Mail, send_mail

AT = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
GIVEN = {
    "uid": "a1@example.jp",
    "sequence": 0,
    "starts_at": AT,
    "minutes": 60,
    "title": "面接：みなと精機",
    "organiser_name": "あおば人材",
    "organiser_mail": "desk@aoba.example",
    "reader_name": "北村 花",
    "reader_mail": "hana@mail.example",
    "stamped_at": AT - timedelta(days=8),
}


def read(text):
    [event] = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_invitation_says_when_where_and_by_whom():
    text = write_invitation(
        Invitation(**GIVEN | {"place": "本社3階", "url": "https://meet.example/1"}),
        method=InvitationMethod.REQUEST,
    )
    event = read(text)

    assert Calendar.from_ical(text)["METHOD"] == "REQUEST"
    assert event.decoded("DTSTART") == AT
    assert event.decoded("DTEND") == AT + timedelta(minutes=60)
    assert str(event["LOCATION"]) == "本社3階"
    assert str(event["ORGANIZER"]) == "mailto:desk@aoba.example"
    assert event["STATUS"] == "CONFIRMED"


def test_cancellation_has_the_same_name_and_a_higher_version():
    event = read(
        write_invitation(Invitation(**GIVEN | {"sequence": 2}), method=InvitationMethod.CANCEL)
    )

    assert (str(event["UID"]), event["SEQUENCE"]) == ("a1@example.jp", 2)
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_only_the_reader_is_named():
    text = write_invitation(Invitation(**GIVEN), method=InvitationMethod.REQUEST)

    assert str(read(text)["ATTENDEE"]) == "mailto:hana@mail.example"
    assert text.count("ATTENDEE") == 1


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200),
)
def test_any_words_come_back_as_they_were_and_lines_stay_short(title, place):
    invitation = Invitation(**GIVEN | {"title": title, "place": place})
    text = write_invitation(invitation, method=InvitationMethod.REQUEST)
    event = read(text)

    assert str(event["SUMMARY"]) == title
    assert str(event.get("LOCATION", "")) == place
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize("method", InvitationMethod)
def test_part_of_the_mail_names_the_method(method):
    part = as_part(write_invitation(Invitation(**GIVEN), method=method))

    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == str(method)
    assert part.get_filename() == "invite.ics"


def test_mail_carries_text_and_invitation():
    text = write_invitation(Invitation(**GIVEN), method=InvitationMethod.REQUEST)

    send_mail(
        Mail(
            sender_name="あおば人材",
            sender_address="no-reply@example.jp",
            to_address="hana@mail.example",
            subject="面接",
            text="日時のお知らせ",
            message_id="<1@example.jp>",
            calendar=text,
        )
    )

    kinds = [part.get_content_type() for part in mail.outbox[0].message().walk()]
    assert kinds == ["multipart/mixed", "text/plain", "text/calendar"]
