"""People who come to the agency in a sample year: received, told the terms, served, ended."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random
from typing import Any, Final
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.introductions.actions.direct import agree_to_placement
from tasuki.apps.placement import interviews, receiving, seekers, terms
from tasuki.apps.relay.policy import person_actor
from tasuki.apps.sample.desk import DAY, Desk
from tasuki.apps.sample.names import Person
from tasuki.apps.sample.year_log import SeekerFact
from tasuki.core.dates import add_months

OCCUPATIONS: Final = (
    ("経理事務", "013-01", 26),
    ("営業事務", "014-02", 22),
    ("品質管理", "025-01", 20),
    ("生産管理事務", "015-01", 14),
    ("法人営業", "034-05", 10),
    ("総務", "", 5),
    ("購買", "", 3),
)
"""Words, code of the classification where there is one, and how often."""

WAYS: Final = ("phone", "visit", "paper", "mail")
CASES_MAX: Final = 3
_TERMS_KEY: Final = re.compile(r"/terms/([^/\s]+)/")
_ENDS: Final = ("own_wish", "found_work", "no_contact")


@dataclass(slots=True, eq=False)
class Seeker:
    """One person of the year.

    Attributes:
        fate: what becomes of the search where nobody hires the person.
        asks: the person will be asked about employers, and so reads the terms by mail.
    """

    fact: SeekerFact
    person: Person
    dice: Random
    fate: str
    asks: bool = False
    row_id: UUID | None = None
    record_id: UUID | None = None
    ask_days: list[date] = field(default_factory=list)
    hired_on: date | None = None
    cases: list[Any] = field(default_factory=list)

    def actor(self, desk: Desk) -> Actor:
        """Return the person as the actor of the own answers."""
        return person_actor(
            organisation_id=desk.office.owner.organisation_id, talent_record_id=self.record_id
        )


def plan_seekers(desk: Desk, count: int) -> list[Seeker]:
    """Plan who comes: evenly over the year, and some before and after it.

    Args:
        desk: of the agency.
        count: how many come in the year, the first on its first day and the last on its last.
    """
    days = (desk.last - desk.first).days
    dates = [desk.first + DAY * (days * place // max(1, count - 1)) for place in range(count)]
    edge = max(1, count // 100)
    dates += [desk.first - DAY * (1 + 4 * place) for place in range(edge)]
    dates += [desk.last + DAY * (1 + 3 * place) for place in range(edge)]
    return [_plan_one(desk, day) for day in sorted(dates)]


def _plan_one(desk: Desk, day: date) -> Seeker:
    dice = desk.dice
    [(words, _code, _weight)] = dice.choices(OCCUPATIONS, [one[2] for one in OCCUPATIONS])
    person = desk.people.next()
    fact = SeekerFact(name=person.full_name, accepted_on=day, occupation=words)
    [fate] = dice.choices(("stays", "ends", "unconfirmed", "no_terms", "renews"), (70, 18, 4, 3, 5))
    desk.log.seekers.append(fact)
    return Seeker(fact=fact, person=person, dice=Random(dice.random()), fate=fate)  # noqa: S311 - samples


def begin_seeker(desk: Desk, seeker: Seeker) -> None:
    """Let a planned person come directly, on the day of the plan."""
    if seeker.asks:
        seeker.fate = "stays" if seeker.fate in {"unconfirmed", "no_terms", "ends"} else seeker.fate
    desk.plan(seeker.fact.accepted_on, partial(_receive, desk, seeker))


def _receive(desk: Desk, seeker: Seeker) -> None:
    clerk, person, now = desk.office.clerk, seeker.person, desk.now
    row = receiving.receive_job_seeker(
        actor=clerk,
        values=receiving.SeekerValues(
            family_name=person.family_name,
            given_name=person.given_name,
            name_kana=person.name_kana,
            mail=person.mail,
            phone=person.phone,
            address="みなと市（架空）1-2-3",
            birth_date=person.birth_date,
            received_on=desk.today,
            received_way=seeker.dice.choice(WAYS),
            wished_occupation=seeker.fact.occupation,
            is_another=True,
        ),
        now=now,
    )
    seeker.row_id, seeker.record_id, seeker.fact.number = row.id, row.talent_record_id, row.number
    if seeker.fate == "no_terms":
        return
    if not seeker.asks and seeker.fate != "unconfirmed":
        terms.hand_over_terms(actor=clerk, job_seeker_id=row.id, handed_on=desk.today, now=now)
        _serve(desk, seeker)
        return
    sent = terms.mail_terms(actor=clerk, job_seeker_id=row.id, wished_on=desk.today, now=now)
    if seeker.asks:
        desk.plan(desk.today + DAY, partial(_confirm, desk, seeker, sent.id))


def _confirm(desk: Desk, seeker: Seeker, terms_id: UUID) -> None:
    """The person opens the mail, says that it arrived and agrees."""
    found = _TERMS_KEY.search(desk.find_mail(reference_id=terms_id, kind="terms_of_service"))
    assert found is not None
    opened = terms.open_terms(key=found[1], now=desk.now)
    assert opened is not None
    terms.confirm_terms(actor=opened.actor, terms_id=opened.terms_id, now=desk.now)
    agree_to_placement(actor=opened.actor, terms_id=opened.terms_id, now=desk.now)
    _serve(desk, seeker)


def _serve(desk: Desk, seeker: Seeker) -> None:
    assert seeker.row_id is not None
    clerk, now = desk.office.clerk, desk.now
    seekers.save_wishes(
        actor=clerk,
        job_seeker_id=seeker.row_id,
        values=seekers.WishValues(
            wished_occupation=seeker.fact.occupation,
            prefectures=[33],
            place=seeker.person.wishes.get("place", ""),
            pay_min_yen=3_000_000 + seeker.dice.randrange(20) * 100_000,
            begins="1か月後から",
            history=seeker.person.wishes.get("note", ""),
            card_text=seeker.person.wishes.get("note", ""),
        ),
        now=now,
    )
    seekers.start_search(actor=clerk, job_seeker_id=seeker.row_id, now=now)
    if seeker.dice.random() < 0.1:
        interviews.add_interview_note(
            actor=clerk,
            job_seeker_id=seeker.row_id,
            held_on=desk.today,
            way="visit",
            text="希望の条件を確かめた（架空）",
            now=now,
        )
    if seeker.fate == "ends":
        desk.plan(desk.today + DAY * seeker.dice.randrange(30, 240), partial(_end, desk, seeker))
    if seeker.fate == "renews":
        over = add_months(seeker.fact.accepted_on, 12)
        desk.plan(over - DAY * seeker.dice.randrange(5, 50), partial(_renew, desk, seeker))


def _end(desk: Desk, seeker: Seeker) -> None:
    assert seeker.row_id is not None
    reason = seeker.dice.choice(_ENDS)
    seekers.close_search(
        actor=desk.office.clerk, job_seeker_id=seeker.row_id, reason=reason, now=desk.now
    )
    seeker.fact.ended_on = desk.today


def _renew(desk: Desk, seeker: Seeker) -> None:
    if seeker.fact.ended_on is not None:
        return
    assert seeker.row_id is not None
    seekers.renew_search(
        actor=desk.office.clerk,
        job_seeker_id=seeker.row_id,
        confirmed_on=desk.today,
        now=desk.now,
    )
    seeker.fact.renewal_count += 1
