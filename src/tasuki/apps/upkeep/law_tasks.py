"""The yearly law check (法令点検): the operator compares the numbers with their sources."""

from datetime import datetime
from typing import Final

from django.tasks import task
from django.utils import timezone
from django.utils.timezone import localdate

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import notify
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.parameters import list_parameters, list_stale

CHECK_MONTH: Final = 4
"""Most laws change with the fiscal year; in this month the operator is told in any case."""
LAW_PAGE: Final = "/privacy/law/"


@action(act=None)
def remind_of_law_check(*, actor: Actor, now: datetime) -> int:
    """Tell the operator how many numbers of law are due; nothing is told when none is.

    Args:
        actor: a task of the operator's organisation.
        now: when; in April the check is due in any case.

    Returns:
        How many numbers were last checked more than twelve months ago.
    """
    today = localdate(now)
    stale = len(list_stale(on=today))
    if not stale and today.month != CHECK_MONTH:
        return 0
    total = len(list_parameters(on=today))
    notify(
        actor=actor,
        text=f"年に一度の法令点検の時期です。{total}件のうち{stale}件が、最後の確認から"
        "12か月を過ぎています。根拠と照らし合わせ、確認日を更新してください。",
        text_en=f"The yearly law check is due: of {total} numbers {stale} were last checked more "
        "than 12 months ago. Compare them with their source and renew the day.",
        url=LAW_PAGE,
        mail_to=Permission.LAW_VIEW,
        now=now,
    )
    return stale


@task
def remind_of_law_checks() -> None:
    """Tell every operator."""
    for organisation in list_organisations():
        if organisation.kind == OrganisationKind.PLATFORM:
            actor = Actor.for_task(organisation_id=organisation.pk, kind=OrganisationKind.PLATFORM)
            remind_of_law_check(actor=actor, now=timezone.now())
