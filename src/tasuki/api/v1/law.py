"""Operations of the law check: they answer what the hard stops would say, and write nothing."""

from django.utils import timezone

from tasuki.api.area import Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.schemas import law as forms
from tasuki.api.v1.schemas.common import Day, Wording
from tasuki.apps import policy
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.law_cases import check_case
from tasuki.core.access import Permission
from tasuki.core.law import acts
from tasuki.core.law.acts import Act
from tasuki.core.law.ages import AgeLimit
from tasuki.core.law.hours import hours_plan_from_json, list_hours_refusals
from tasuki.core.law.parameters import (
    RECORDS_BEGIN_ON,
    UnknownParameterError,
    list_due,
    list_parameters,
    list_stale,
)
from tasuki.core.law.posting import PostingFacts, check_posting
from tasuki.core.law.record_kinds import find_record_rule
from tasuki.core.law.wages import PayFloor

area = Area(tags=["law"])


@area.read("/law/parameters", forms.ParameterList, needs=Permission.LAW_VIEW)
def list_law_parameters(request: ApiRequest, on: Day | None = None) -> forms.ParameterList:
    """List the numbers of law that hold on a day, today if none is given."""
    day = on or timezone.localdate()
    if day < RECORDS_BEGIN_ON:
        raise InvalidInputError(
            ja=f"{RECORDS_BEGIN_ON:%Y/%m/%d}より前の数値は登録されていません。"
            "その日以降の日付を指定してください。",
            en=f"No numbers are on record before {RECORDS_BEGIN_ON.isoformat()}. Give that day or "
            "a later one.",
            field="on",
        )
    stale = {one.key for one in list_stale(on=day)}
    due = {one.key for one in list_due(on=day)}
    found = list_parameters(on=day)
    return forms.ParameterList(
        on=day,
        items=[
            forms.ParameterOut.of(one, is_stale=one.key in stale, is_due=one.key in due)
            for one in found
        ],
    )


@area.read("/law/matrix", forms.MatrixOut, needs=Permission.LAW_VIEW)
def read_law_matrix(request: ApiRequest) -> forms.MatrixOut:
    """Read what the own organisation may do between people and posts today."""
    kind = policy.find_legal_kind(kind=request.auth.kind, on=timezone.localdate())
    return forms.MatrixOut(kind=kind, items=[_row(act, kind) for act in Act])


@area.write("/law/checks/act", forms.LawCheckOut, needs=Permission.LAW_VIEW)
def check_law_act(request: ApiRequest, given: forms.ActCheckIn) -> forms.LawCheckOut:
    """Ask whether the own organisation may do an act today (H1)."""
    refusal = policy.find_refusal(
        kind=request.auth.kind, act=given.act, on=timezone.localdate(), is_own=given.is_own
    )
    return forms.LawCheckOut.of(refusal)


@area.write("/law/checks/posting", forms.LawCheckOut, needs=Permission.LAW_VIEW)
def check_law_posting(request: ApiRequest, given: forms.PostingCheckIn) -> forms.LawCheckOut:
    """Ask what a posting lacks today (H6)."""
    facts = PostingFacts(
        items=given.items,
        title=given.title,
        is_fixed_term=given.is_fixed_term,
        confirmed_on=given.confirmed_on,
        declared_on=given.declared_on,
        age=AgeLimit(**given.age.model_dump()) if given.age else None,
        pay=PayFloor(**given.pay.model_dump()) if given.pay else None,
    )
    return forms.LawCheckOut.of(check_posting(facts, on=timezone.localdate()))


@area.write("/law/checks/hours", forms.LawCheckOut, needs=Permission.LAW_VIEW)
def check_law_hours(request: ApiRequest, given: forms.HoursCheckIn) -> forms.LawCheckOut:
    """Ask whether a plan of hours may be approved today (H10)."""
    try:
        plan = hours_plan_from_json(given.plan)
        found = list_hours_refusals(plan, on=timezone.localdate())
    except ValueError as error:
        raise InvalidInputError(
            ja=f"計画を読み取れません（{error}）。月と分を、APIの説明の形で送ってください。",
            en=f"The plan cannot be read ({error}). Send months and minutes as documented.",
            field="plan",
        ) from error
    return forms.LawCheckOut.of(*found)


@area.write("/law/checks/stop", forms.LawCheckOut, needs=Permission.LAW_VIEW)
def check_law_stop(request: ApiRequest, given: forms.StopCheckIn) -> forms.LawCheckOut:
    """Ask one hard stop about a case (H2-H5, H7, H9, H11, H12); see ``tasuki law stop``."""
    try:
        found = check_case(rule=given.rule, facts=given.facts, on=timezone.localdate())
    except (ValueError, UnknownParameterError) as error:
        raise InvalidInputError(
            ja=f"内容を読み取れません（{error}）。項目名と値を、APIの説明の形で送ってください。",
            en=f"The facts cannot be read ({error}). Send names and values as documented.",
            field="facts",
        ) from error
    return forms.LawCheckOut.of(*found)


@area.write("/law/checks/retention", forms.RetentionCheckOut, needs=Permission.LAW_VIEW)
def check_law_retention(
    request: ApiRequest, given: forms.RetentionCheckIn
) -> forms.RetentionCheckOut:
    """Ask how long a record must and may be kept (H8)."""
    rule = find_record_rule(given.kind, on=timezone.localdate())
    return forms.RetentionCheckOut(
        kind=rule.kind,
        label=Wording.of(rule.label),
        starts=rule.starts,
        kept_through=rule.kept_through(given.started_on),
        gone_after=rule.gone_after(given.started_on),
        basis=rule.basis,
    )


def _row(act: Act, kind: acts.LegalRole) -> forms.ActOut:
    rule = acts.ACT_RULES[act, kind]
    return forms.ActOut(
        act=act,
        label=Wording.of(acts.ACT_LABELS[act]),
        permission=rule.permission,
        condition=Wording.of(rule.condition) if rule.condition else None,
    )
