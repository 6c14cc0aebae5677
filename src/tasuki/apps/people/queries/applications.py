"""Applications and people as their organisation reads them."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery

from tasuki.apps.people.models import Application, ApplicationStep, TalentRecord
from tasuki.core.identity.normalise import (
    name_key,
    normalise_kana,
    normalise_mail,
    normalise_phone,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFilters:
    """What a list of applications is narrowed to; empty values narrow nothing.

    Attributes:
        text: part of a name (variants of a character are one), kana or job; a whole mail
            address, phone or number.
        is_archived: the archived ones instead of the others.
        is_undecided: only those that ended in a foreign file, but whose result nobody set here.
    """

    outcome: str = ""
    job: str = ""
    channel: str = ""
    stage: str = ""
    text: str = ""
    is_archived: bool = False
    is_undecided: bool = False


@dataclass(frozen=True, slots=True)
class FilterValues:
    """The values that occur, for the choices of the filters."""

    jobs: tuple[str, ...]
    channels: tuple[str, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicationDetail:
    """One application with its person, its history and the person's other applications."""

    application: Application
    person: TalentRecord
    steps: tuple[ApplicationStep, ...]
    others: tuple[Application, ...]


def list_applications(
    *, filters: ApplicationFilters | None = None
) -> QuerySet[Application, Application]:
    """Return the applications of the organisation bound now, the newest first."""
    wanted = filters or ApplicationFilters()
    found = Application.objects.select_related("talent_record").filter(
        archived_at__isnull=not wanted.is_archived
    )
    if wanted.is_undecided:
        found = found.filter(outcome=Application.Outcome.RUNNING).exclude(end_reason="")
    exact = {
        "outcome": wanted.outcome,
        "job_title": wanted.job,
        "channel": wanted.channel,
        "stage": wanted.stage,
    }
    found = found.filter(**{field: value for field, value in exact.items() if value})
    for word in unicodedata.normalize("NFKC", wanted.text).split():
        found = found.filter(_word_condition(word))
    return found.order_by("-applied_on", "-id")


def _word_condition(word: str) -> Q:
    """Return where one word of a search may stand."""
    condition = (
        Q(talent_record__name_key__contains=name_key(word))
        | Q(talent_record__name_kana__contains=normalise_kana(word))
        | Q(job_title__icontains=word)
        | Q(number__iexact=word)
    )
    if "@" in word:
        mail = normalise_mail(word)
        condition |= Q(talent_record__mail=mail if isinstance(mail, str) else word)
    elif isinstance(phone := normalise_phone(word), str):
        condition |= Q(talent_record__phone=phone)
    return condition


def find_application(*, application_id: UUID) -> ApplicationDetail | None:
    """Return one application with its history; None if there is none here."""
    application = (
        Application.objects.select_related("talent_record").filter(id=application_id).first()
    )
    if application is None:
        return None
    others = Application.objects.filter(talent_record_id=application.talent_record_id)
    return ApplicationDetail(
        application=application,
        person=application.talent_record,
        steps=tuple(ApplicationStep.objects.filter(application=application).order_by("position")),
        others=tuple(others.exclude(id=application.id).order_by("-applied_on", "-id")),
    )


def count_applications_by_outcome(*, since: date | None = None) -> dict[str, int]:
    """Return the number of unarchived applications for every outcome, 0 included.

    Args:
        since: only people who applied on this day or later; None for all.
    """
    found = Application.objects.filter(archived_at=None)
    if since is not None:
        found = found.filter(applied_on__gte=since)
    counted = found.order_by().values_list("outcome").annotate(count=Count("id"))
    return dict.fromkeys(Application.Outcome.values, 0) | dict(counted)


def list_filter_values() -> FilterValues:
    """Return jobs, channels and stages that occur, each once and in order."""
    fields = ("job_title", "channel", "stage")
    rows = list(Application.objects.order_by().values_list(*fields).distinct())
    return FilterValues(*(tuple(sorted({row[i] for row in rows} - {""})) for i in range(3)))


def list_not_selected(
    *, application_ids: Collection[UUID] | None = None
) -> QuerySet[Application, Application]:
    """Return every application that ended without a hire by the company's decision.

    Withdrawn ones are not among them: the person left.
    """
    found = Application.objects.select_related("talent_record").filter(
        outcome=Application.Outcome.NOT_SELECTED, archived_at=None
    )
    if application_ids is not None:
        found = found.filter(id__in=list(application_ids))
    return found.order_by("-applied_on", "-id")


def list_record_ids(*, talent_record_id: UUID) -> set[UUID]:
    """Return the ids of all records that were merged into one person, this one included."""
    own = TalentRecord.objects.filter(id=talent_record_id)
    root = Subquery(own.values("merged_into_id")[:1])
    # Plain comparisons: only with them an index serves under row-level security.
    same = TalentRecord.objects.filter(
        Q(id=talent_record_id)
        | Q(merged_into_id=talent_record_id)
        | Q(id=root)
        | Q(merged_into_id=root)
    )
    roots = dict(same.values_list("id", "merged_into_id"))
    return {talent_record_id, roots.get(talent_record_id) or talent_record_id, *roots}
