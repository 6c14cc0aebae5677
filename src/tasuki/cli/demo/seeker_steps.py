"""People who came to the agency without a code: received, told the terms, served."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.placement import interviews, receiving, seekers, terms
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.sample.names import People, Person

_WISHES: Final = seekers.WishValues(
    wished_occupation="経理事務",
    prefectures=[13, 14],
    place="駅から徒歩20分以内",
    term="indefinite",
    pay_min_yen=3_800_000,
    hours="平日9時から18時",
    begins="3か月後から",
    history="架空の会社で経理を8年。月次決算と支払いを担当（架空）",
    certificates="日商簿記2級",
    card_text="経理を8年。月次決算と支払いを担当し、3名の班をまとめています。",
)


def tell_direct_seekers(*, clerk: Actor, people: People, now: datetime) -> None:
    """Receive three people at three steps.

    Args:
        clerk: a member of the agency who receives them.
        people: who comes.
        now: the end of the story.
    """
    _receive(clerk, people.next(), way="phone", now=now - timedelta(days=1))
    waits = _receive(clerk, people.next(), way="visit", now=now - timedelta(days=4))
    terms.mail_terms(
        actor=clerk,
        job_seeker_id=waits.id,
        wished_on=waits.accepted_on,
        now=now - timedelta(days=4),
    )
    then = now - timedelta(days=20)
    served = _receive(clerk, people.next(), way="paper", now=then)
    terms.hand_over_terms(actor=clerk, job_seeker_id=served.id, handed_on=localdate(then), now=then)
    seekers.save_wishes(actor=clerk, job_seeker_id=served.id, values=_WISHES, now=then)
    seekers.start_search(actor=clerk, job_seeker_id=served.id, now=then)
    interviews.add_interview_note(
        actor=clerk,
        job_seeker_id=served.id,
        held_on=localdate(then),
        way="visit",
        text="在宅勤務のできる会社を希望。面接は平日の夕方がよい（架空）",
        now=then,
    )


def _receive(clerk: Actor, person: Person, *, way: str, now: datetime) -> JobSeeker:
    return receiving.receive_job_seeker(
        actor=clerk,
        values=receiving.SeekerValues(
            family_name=person.family_name,
            given_name=person.given_name,
            name_kana=person.name_kana,
            mail=person.mail,
            phone=person.phone,
            birth_date=person.birth_date,
            received_on=localdate(now),
            received_way=way,
            wished_occupation="事務",
        ),
        now=now,
    )
