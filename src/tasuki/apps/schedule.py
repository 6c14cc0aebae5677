"""What runs by the clock; every entry only calls a task of its area."""

from typing import Final

from procrastinate.contrib.django import app

from tasuki.apps.agenda import tasks as agenda
from tasuki.apps.alumni import tasks as alumni
from tasuki.apps.books import tasks as books
from tasuki.apps.consent import tasks as consent
from tasuki.apps.imports import tasks as imports
from tasuki.apps.insights import tasks as insights
from tasuki.apps.introductions import tasks as introductions
from tasuki.apps.messages import tasks as messages
from tasuki.apps.moves import tasks as moves
from tasuki.apps.openings import tasks as openings
from tasuki.apps.people import tasks as people
from tasuki.apps.placement import tasks as placement
from tasuki.apps.pool import tasks as pool
from tasuki.apps.relay import notice_tasks
from tasuki.apps.relay import tasks as relay
from tasuki.apps.rights import tasks as rights
from tasuki.apps.rounds import tasks as rounds
from tasuki.apps.same_person import tasks as same_person
from tasuki.apps.upkeep import law_tasks
from tasuki.apps.upkeep import tasks as upkeep

QUEUE: Final = "clock"


@app.periodic(cron="*/10 * * * *")
@app.task(name="tasuki.sweep_outbox", queue=QUEUE, queueing_lock="tasuki.sweep_outbox")
def sweep_outbox(timestamp: int) -> None:
    """Find mails that are long due, every ten minutes."""
    messages.sweep_outbox.call()


@app.periodic(cron="5,15,25,35,45,55 * * * *")
@app.task(name="tasuki.sweep_notices", queue=QUEUE, queueing_lock="tasuki.sweep_notices")
def sweep_notices(timestamp: int) -> None:
    """Find forgotten notices and end invitations that are over, every ten minutes."""
    notice_tasks.sweep_notices.call()


@app.periodic(cron="2,12,22,32,42,52 * * * *")
@app.task(name="tasuki.sweep_arrivals", queue=QUEUE, queueing_lock="tasuki.sweep_arrivals")
def sweep_arrivals(timestamp: int) -> None:
    """Look at new records that may be of a known person, every ten minutes."""
    same_person.sweep_arrivals.call()


@app.periodic(cron="30 18 * * *")
@app.task(name="tasuki.tell_doubles", queue=QUEUE, queueing_lock="tasuki.tell_doubles")
def tell_doubles(timestamp: int) -> None:
    """Say what may be doubles, at 03:30 in Tokyo (18:30 UTC)."""
    same_person.tell_doubles.call()


@app.periodic(cron="40 * * * *")
@app.task(name="tasuki.forget_imports", queue=QUEUE, queueing_lock="tasuki.forget_imports")
def forget_imports(timestamp: int) -> None:
    """Delete what imports kept for seven days, every hour."""
    imports.forget_old_imports.call()


@app.periodic(cron="5 15 * * *")
@app.task(name="tasuki.run_consents", queue=QUEUE, queueing_lock="tasuki.run_consents")
def run_consents(timestamp: int) -> None:
    """End consents that ran out and ask for renewals, at 00:05 in Tokyo (15:05 UTC)."""
    consent.run_consents_of_all.call()


@app.periodic(cron="30 15 * * *")
@app.task(name="tasuki.keep_pools", queue=QUEUE, queueing_lock="tasuki.keep_pools")
def keep_pools(timestamp: int) -> None:
    """Bring talent pools in line with their consents, at 00:30 in Tokyo (15:30 UTC)."""
    pool.keep_pools_in_step.call()


@app.periodic(cron="0 23 * * *")
@app.task(name="tasuki.keep_alumni", queue=QUEUE, queueing_lock="tasuki.keep_alumni")
def keep_alumni(timestamp: int) -> None:
    """Invite leavers, ask members to renew and end memberships, at 08:00 in Tokyo (23:00 UTC)."""
    alumni.keep_networks_in_step.call()


@app.periodic(cron="10 15 * * *")
@app.task(name="tasuki.run_searches", queue=QUEUE, queueing_lock="tasuki.run_searches")
def run_searches(timestamp: int) -> None:
    """End the searches whose validity is over, at 00:10 in Tokyo (15:10 UTC)."""
    placement.run_searches_of_all.call()


@app.periodic(cron="35 15 * * *")
@app.task(name="tasuki.suspend_stale", queue=QUEUE, queueing_lock="tasuki.suspend_stale")
def suspend_stale(timestamp: int) -> None:
    """Suspend openings that nobody confirmed, at 00:35 in Tokyo (15:35 UTC)."""
    openings.suspend_stale.call()


@app.periodic(cron="20 18 * * *")
@app.task(name="tasuki.run_nights", queue=QUEUE, queueing_lock="tasuki.run_nights")
def run_nights(timestamp: int) -> None:
    """Do what is due in every agency's relay, at 03:20 in Tokyo (18:20 UTC)."""
    relay.run_night_of_all.call()


@app.periodic(cron="50 18 * * *")
@app.task(name="tasuki.purge", queue=QUEUE, queueing_lock="tasuki.purge")
def purge(timestamp: int) -> None:
    """Delete what is past its ceiling, at 03:50 in Tokyo, after the nights of the relays."""
    upkeep.dispose_night.call()


@app.periodic(cron="55 18 * * *")
@app.task(name="tasuki.forget_removed", queue=QUEUE, queueing_lock="tasuki.forget_removed")
def forget_removed(timestamp: int) -> None:
    """Delete what members removed seven days ago, at 03:55 in Tokyo (18:55 UTC)."""
    people.forget_all_removed.call()


@app.periodic(cron="10 23 * * *")
@app.task(name="tasuki.remind_rights", queue=QUEUE, queueing_lock="tasuki.remind_rights")
def remind_rights(timestamp: int) -> None:
    """Remind of requests and incidents whose days run out, at 08:10 in Tokyo (23:10 UTC)."""
    rights.remind_all.call()


@app.periodic(cron="20 23 * * *")
@app.task(name="tasuki.remind_moves", queue=QUEUE, queueing_lock="tasuki.remind_moves")
def remind_moves(timestamp: int) -> None:
    """Remind companies of their moves, at 08:20 in Tokyo (23:20 UTC)."""
    moves.remind_all.call()


@app.periodic(cron="0 23 * * *")
@app.task(
    name="tasuki.remind_introductions", queue=QUEUE, queueing_lock="tasuki.remind_introductions"
)
def remind_introductions(timestamp: int) -> None:
    """Remind of tomorrow's interviews and of late answers, at 08:00 in Tokyo (23:00 UTC)."""
    introductions.remind_all.call()


@app.periodic(cron="10 23 * * *")
@app.task(name="tasuki.remind_rounds", queue=QUEUE, queueing_lock="tasuki.remind_rounds")
def remind_rounds(timestamp: int) -> None:
    """Remind people whose list is missing, at 08:10 in Tokyo (23:10 UTC)."""
    rounds.remind_all.call()


@app.periodic(cron="30 22 1 * *")
@app.task(name="tasuki.remind_law_check", queue=QUEUE, queueing_lock="tasuki.remind_law_check")
def remind_law_check(timestamp: int) -> None:
    """Remind the operator of the yearly law check, early each month while it is due."""
    law_tasks.remind_of_law_checks.call()


@app.periodic(cron="30 23 * * *")
@app.task(name="tasuki.remind_tags", queue=QUEUE, queueing_lock="tasuki.remind_tags")
def remind_tags(timestamp: int) -> None:
    """Remind companies of their tags, at 08:30 in Tokyo (23:30 UTC)."""
    people.remind_all.call()


@app.periodic(cron="0 23 * * *")
@app.task(name="tasuki.survey_hires", queue=QUEUE, queueing_lock="tasuki.survey_hires")
def survey_hires(timestamp: int) -> None:
    """Ask employers six months after a hire, at 08:00 in Tokyo (23:00 UTC)."""
    books.survey_all.call()


@app.periodic(cron="40 23 * * *")
@app.task(name="tasuki.remind_agenda", queue=QUEUE, queueing_lock="tasuki.remind_agenda")
def remind_agenda(timestamp: int) -> None:
    """Write the calendars anew and remind of what is due, at 08:40 in Tokyo (23:40 UTC)."""
    agenda.remind_all.call()


@app.periodic(cron="50 21 * * *")
@app.task(name="tasuki.close_months", queue=QUEUE, queueing_lock="tasuki.close_months")
def close_months(timestamp: int) -> None:
    """Close the month before from the 15th on, at 06:50 in Tokyo (21:50 UTC)."""
    insights.close_all.call()
