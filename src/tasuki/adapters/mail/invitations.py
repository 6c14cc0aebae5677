"""An appointment as an invitation that calendar programs understand (RFC 5545, RFC 5546).

One invitation goes to one reader and names nobody else but who invites, so that nobody learns
an address by it. The same ``uid`` with a higher ``sequence`` moves or cancels what came before.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import MIMEPart
from enum import StrEnum
from typing import Final

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT: Final = "-//Tasuki//Appointments//EN"
FILE_NAME: Final = "invite.ics"
_METHOD: Final = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)


class InvitationMethod(StrEnum):
    """What a calendar does with it: both a first invitation and a change are requests."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Invitation:
    """An appointment for one reader.

    Attributes:
        uid: names the appointment for good.
        sequence: 0 at first, one more with each change.
        starts_at: aware.
        minutes: > 0.
        title: one line.
        text: more words; may be empty.
        place: where; may be empty.
        url: of a meeting online; may be empty.
        organiser_name, organiser_mail: who invites.
        reader_name, reader_mail: who is invited.
        stamped_at: the moment of this version, aware.
    """

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    organiser_name: str
    organiser_mail: str
    reader_name: str
    reader_mail: str
    stamped_at: datetime


def write_invitation(invitation: Invitation, *, method: InvitationMethod) -> str:
    """Return the invitation as iCalendar text: lines folded at 75 octets, ended by CR LF.

    Args:
        invitation: what is written.
        method: ``REQUEST`` to invite or move, ``CANCEL`` to take back.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", str(method))
    calendar.add_component(_event(invitation, method=method))
    content: bytes = calendar.to_ical()
    return content.decode()


def as_part(calendar: str) -> MIMEPart:
    """Return an invitation as part of a mail; its type names the method (RFC 6047).

    Args:
        calendar: text that ``write_invitation`` wrote.
    """
    found = _METHOD.search(calendar)
    assert found is not None, "an invitation names its method"
    part = MIMEPart()
    part.set_content(
        calendar,
        subtype="calendar",
        charset="utf-8",
        disposition="attachment",
        filename=FILE_NAME,
        params={"method": found[1]},
    )
    return part


def _event(invitation: Invitation, *, method: InvitationMethod) -> Event:
    is_cancelled = method is InvitationMethod.CANCEL
    begin = invitation.starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamped_at.astimezone(UTC))
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=invitation.minutes))
    event.add("summary", invitation.title)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    if invitation.text:
        event.add("description", invitation.text)
    if invitation.place:
        event.add("location", invitation.place)
    if invitation.url:
        event.add("url", invitation.url)
    event.add("organizer", _address(invitation.organiser_name, invitation.organiser_mail))
    reader = _address(invitation.reader_name, invitation.reader_mail)
    reader.params["role"] = vText("REQ-PARTICIPANT")
    reader.params["partstat"] = vText("NEEDS-ACTION")
    reader.params["rsvp"] = vText("FALSE")
    event.add("attendee", reader)
    return event


def _address(name: str, mail: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail}")
    if name:
        address.params["cn"] = vText(name)
    return address
