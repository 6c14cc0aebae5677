"""What waits for a member of the company, and the six steps of the first use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.fees.queries.agreements import list_agreements
from tasuki.apps.introductions.queries import CaseFilter, list_cases
from tasuki.apps.openings.queries import list_openings
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.people import queries as people
from tasuki.apps.people.queries import ApplicationFilters
from tasuki.apps.relay.models import RelayContract, Slot
from tasuki.apps.relay.queries import contracts, notices
from tasuki.apps.relay.queries import statements as statement_queries
from tasuki.core.access import Permission
from tasuki.core.fees.machines import AgreementState
from tasuki.core.introductions.waiting import Turn
from tasuki.core.law.posting import stale_days
from tasuki.core.relay.machines import ContractState, SlotState
from tasuki.web.components import formats

NEW_STATEMENT_DAYS: Final = 14
_ANSWERABLE: Final = frozenset({SlotState.CANDIDATE_PRESENTED, SlotState.INTERVIEW_HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of the list: what, how many or until when, and where it is done."""

    text: str
    count: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    """One of the six steps of the first use."""

    text: str
    minutes: int
    url: str
    is_done: bool


def list_todo(
    actor: Actor, *, relays: Sequence[RelayContract], slots: Sequence[Slot], today: date
) -> list[Task]:
    """Return what waits, the most pressing first; only what the role may do."""
    tasks: list[Task] = []
    if actor.can(Permission.SLOT_ANSWER):
        tasks += _slot_tasks(slots)
    if actor.can(Permission.CONTRACT_SIGN):
        tasks += _contract_tasks(relays)
        tasks += _agreement_tasks()
    if actor.can(Permission.INTRODUCTION_ANSWER):
        tasks += _introduction_tasks(today)
    if actor.can(Permission.APPLICATION_DECIDE):
        tasks += _result_tasks()
    if actor.can(Permission.STATEMENT_VIEW):
        tasks += _statement_tasks(today)
    if actor.can(Permission.OPENING_EDIT):
        tasks += _opening_tasks(today)
    return tasks


def _slot_tasks(slots: Sequence[Slot]) -> list[Task]:
    return [
        Task(
            text=_slot_words(slot),
            count=formats.count(1, "record"),
            url=reverse("company:slot", args=[slot.pk]),
            hint=_("by %(day)s") % {"day": formats.deadline(slot.answer_by)}
            if slot.answer_by
            else "",
        )
        for slot in slots
        if slot.state in _ANSWERABLE
    ]


def _slot_words(slot: Slot) -> str:
    job = {"job": slot.opening_title}
    if slot.state == SlotState.CANDIDATE_PRESENTED:
        return _("Answer the candidate for %(job)s") % job
    return _("Enter the result of the interview for %(job)s") % job


def _contract_tasks(relays: Sequence[RelayContract]) -> list[Task]:
    drafts = contracts.list_contracts(state=ContractState.DRAFT) if relays else []
    return [
        Task(
            text=_("Read and sign the contract with %(agency)s") % {"agency": one.agency_name},
            count=formats.count(1, "record"),
            url=reverse("company:contract", args=[one.pk]),
        )
        for one in drafts
        if one.company_signed_at is None
    ]


def _agreement_tasks() -> list[Task]:
    offered = list_agreements().filter(state=AgreementState.OFFERED)
    return [
        Task(
            text=_("Read and accept the fee agreement with %(agency)s")
            % {"agency": one.agency_name},
            count=formats.count(1, "record"),
            url=reverse("fees:company_agreement", args=[one.pk]),
        )
        for one in offered
    ]


def _introduction_tasks(today: date) -> list[Task]:
    mine = CaseFilter(turn=Turn.COMPANY)
    waiting = list_cases(wanted=mine, on=today).order_by("subject__answer_by")
    days = list(waiting.values_list("subject__answer_by", flat=True))
    if not days:
        return []
    return [
        Task(
            text=_("Answer introductions"),
            count=formats.count(len(days), "record"),
            url=f"{reverse('introductions:introductions')}?turn={Turn.COMPANY}",
            hint=_("by %(day)s") % {"day": formats.deadline(days[0])} if days[0] else "",
        )
    ]


def _result_tasks() -> list[Task]:
    undecided = people.list_applications(filters=ApplicationFilters(is_undecided=True)).count()
    waiting = notices.list_unprepared().count()
    drafts = notices.count_invites_by_state()["draft"]
    found = [
        (
            undecided,
            _("Decide results that came without a decision"),
            reverse("company:applicants") + "?view=undecided",
            _("A name and a reason are needed"),
        ),
        (waiting, _("Prepare result notices"), reverse("company:prepare"), ""),
        (drafts, _("Send prepared notices"), reverse("company:send"), ""),
    ]
    return [
        Task(text=text, count=formats.count(count), url=url, hint=hint)
        for count, text, url, hint in found
        if count
    ]


def _statement_tasks(today: date) -> list[Task]:
    since = today - timedelta(days=NEW_STATEMENT_DAYS)
    return [
        Task(
            text=_("Check the statement of %(month)s") % {"month": formats.month(one.month)},
            count=formats.count(1, "record"),
            url=reverse("company:statement", args=[one.pk]),
            hint=_("questions until %(day)s") % {"day": formats.deadline(one.dispute_until)},
        )
        for one in statement_queries.list_statements()
        if localdate(one.issued_at) >= since
    ]


def _opening_tasks(today: date) -> list[Task]:
    stale = today - timedelta(days=stale_days(on=today))
    count = list_openings(state="open").filter(as_of__lt=stale).count()
    if not count:
        return []
    return [
        Task(
            text=_("Confirm that open jobs are still true"),
            count=formats.count(count, "record"),
            url=reverse("company:openings") + "?state=open",
        )
    ]


def list_first_steps(actor: Actor, *, relays: Sequence[RelayContract]) -> list[FirstStep]:
    """Return the six steps while one of them is open; empty when all are done."""
    if not actor.can(Permission.NOTICE_EDIT):
        return []
    organisation = orgs.find_organisation(organisation_id=actor.organisation_id)
    contract = relays[0] if relays else None
    has_applicants = any(people.count_applications_by_outcome().values())
    invites = notices.count_invites_by_state()
    facts: list[tuple[str, int, str, Any]] = [
        (
            _("Your company's facts"),
            5,
            reverse("account:organisation") if actor.can(Permission.ORGANISATION_EDIT) else "",
            organisation.contact_mail and organisation.address,
        ),
        (
            _("Contract with an agency"),
            30,
            reverse("company:relay"),
            contract and contract.state != ContractState.DRAFT,
        ),
        (
            _("Filed fee table and record of the Labour Bureau's advice"),
            10,
            reverse("company:relay"),
            contract and contract.fee_table_filed_on and contract.consulted_on,
        ),
        (_("Import applicants"), 5, reverse("company:import_file"), has_applicants),
        (
            _("Check the text of the guidance"),
            10,
            reverse("company:texts"),
            notices.list_templates().exclude(relay_line="").exists(),
        ),
        (
            _("First result notice"),
            10,
            reverse("company:prepare"),
            invites["result_notified"] + invites["invited"] + invites["expired"],
        ),
    ]
    steps = [
        FirstStep(text=text, minutes=minutes, url=url, is_done=bool(is_done))
        for text, minutes, url, is_done in facts
    ]
    return [] if all(step.is_done for step in steps) else steps
