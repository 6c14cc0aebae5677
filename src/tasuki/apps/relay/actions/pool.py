"""The person's answer to a company's pool: after the result, each question by itself."""

from collections.abc import Mapping
from datetime import datetime

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import give_consents
from tasuki.apps.consent.models import ConsentEvent, Purpose
from tasuki.apps.consent.shown import Shown
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.pool.steps import follow_consent
from tasuki.apps.relay.queries.pool import OFFERED, may_be_asked
from tasuki.core.law.refusals import Refusal

_TOO_EARLY = Refusal(
    "H3",
    "選考の結果が伝わる前に、応募の情報を残すかどうかを尋ねることはできません。",
    "Nobody is asked to stay in a pool before the result of the selection was told.",
    "会社から結果の通知が届いてから、もう一度開いてください。",
    "Open the page again after the company told the result.",
    "個人情報保護法 17条, 18条; 職業安定法 5条の5",
)


@action(act=None)
def answer_pool(
    *,
    actor: Actor,
    answers: Mapping[Purpose, bool],
    language: str,
    channel: str,
    shown: Shown | None,
    now: datetime,
) -> list[ConsentEvent]:
    """Keep the answers of a past applicant to the company, the no as well as the yes.

    Args:
        actor: the person, as the company knows them.
        answers: yes or no, by a purpose of ``OFFERED``.
        language: variant in which the texts were shown.
        channel: where the answer was given.
        shown: which versions stood on the page and when.
        now: when.

    Raises:
        NotAllowedError: the actor is not the person.
        NotVisibleError: no record here, or no question of the pool.
        RefusedError: H3, the result was not told; or the pool's 24 months are over.

    Source: 個人情報保護法 18条, 22条; 職業安定法 5条の5.
    """
    if actor.talent_record_id is None or not set(answers) <= set(OFFERED):
        raise NotVisibleError
    if not may_be_asked(actor=actor):
        raise RefusedError.by_law(_TOO_EARLY)
    events = give_consents(
        actor=actor,
        talent_record_id=actor.talent_record_id,
        answers=answers,
        language=language,
        channel=channel,
        shown=shown,
        now=now,
    )
    follow_consent(actor=actor, talent_record_id=actor.talent_record_id, now=now)
    return events
