"""Operations on rounds of the market: the operator's, and a person's own."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from ninja import Query, Schema

from tasuki.api.area import SESSION_AUTH, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import rounds as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.rounds.actions import deciding, entries, following, lists, planning, running
from tasuki.apps.rounds.actions.exporting import export_orders
from tasuki.apps.rounds.models import RoundDecision, RoundPerson
from tasuki.apps.rounds.queries import fairness, results, rounds
from tasuki.apps.rounds.queries import own as own_queries
from tasuki.core.access import OrganisationKind, Permission

OPERATORS = (OrganisationKind.COMPANY, OrganisationKind.AGENCY, OrganisationKind.MUNICIPALITY)
area = Area(tags=["rounds"])
own = Area(tags=["own data"], auth=list(SESSION_AUTH))
_VIEW = Permission.ROUND_VIEW
_EDIT = Permission.ROUND_EDIT
_SCORE = Permission.ROUND_SCORE
_DECIDE = Permission.ROUND_DECIDE
_OWN_VIEW = Permission.OWN_DATA_VIEW
_OWN_DECIDE = Permission.OWN_DATA_DECIDE
_ONE = "/rounds/{uuid:round_id}"
_OWN = "/own-rounds/{uuid:person_id}"
_Out = forms.RoundOut


@area.read("/rounds", forms.RoundPage, needs=_VIEW, kinds=OPERATORS)
def list_rounds(
    request: ApiRequest, filters: Query[forms.RoundQuery], page: Query[PageQuery]
) -> forms.RoundPage:
    """List rounds, newest first."""
    wanted = filters.model_dump()
    rows = rounds.list_rounds(**wanted | {"state": filters.state or "", "kind": filters.kind or ""})
    return fill_page(forms.RoundPage, forms.RoundListed, list(rows), page)


@area.read(_ONE, forms.RoundListed, needs=_VIEW, kinds=OPERATORS)
def read_round(request: ApiRequest, round_id: UUID) -> forms.RoundListed:
    """Read one round."""
    return forms.RoundListed.from_orm(rounds.find_round(round_id=round_id))


@area.read(f"{_ONE}/places", forms.RoundPlacePage, needs=_VIEW, kinds=OPERATORS)
def list_round_places(
    request: ApiRequest, round_id: UUID, page: Query[PageQuery]
) -> forms.RoundPlacePage:
    """List the places of a round."""
    rounds.find_round(round_id=round_id)
    rows = list(rounds.list_places(round_id=round_id))
    return fill_page(forms.RoundPlacePage, forms.RoundPlaceOut, rows, page)


@area.read(f"{_ONE}/people", forms.RoundPersonPage, needs=_VIEW, kinds=OPERATORS)
def list_round_people(
    request: ApiRequest, round_id: UUID, page: Query[PageQuery]
) -> forms.RoundPersonPage:
    """List the people of a round; which places they listed is nobody's to read."""
    rounds.find_round(round_id=round_id)
    rows = list(RoundPerson.objects.filter(round_id=round_id).order_by("created_at", "id"))
    return fill_page(forms.RoundPersonPage, forms.RoundPersonOut, rows, page)


@area.read(f"{_ONE}/result", forms.RoundResultOut, needs=_VIEW, kinds=OPERATORS)
def read_round_result(request: ApiRequest, round_id: UUID) -> forms.RoundResultOut:
    """Read dry run, checks, cutoffs and lottery; the seed only after publication."""
    row = rounds.find_round(round_id=round_id)
    proof = results.read_lottery(row)
    return forms.RoundResultOut(
        comparison=row.comparison,
        report=row.report,
        cutoffs=results.read_cutoffs(row),
        commitment=proof.commitment,
        digest=proof.digest,
        secret=proof.secret,
        seed=proof.seed,
    )


@area.read(f"{_ONE}/lines", forms.RoundLinePage, needs=_DECIDE, kinds=OPERATORS)
def list_round_lines(
    request: ApiRequest, round_id: UUID, page: Query[PageQuery]
) -> forms.RoundLinePage:
    """List the proposals of a round."""
    rounds.find_round(round_id=round_id)
    rows = list(RoundDecision.objects.filter(round_id=round_id).order_by("created_at", "id"))
    return fill_page(forms.RoundLinePage, forms.RoundLineOut, rows, page)


@area.read(f"{_ONE}/fairness", forms.RoundFairnessOut, needs=_DECIDE, kinds=OPERATORS)
def read_round_fairness(request: ApiRequest, round_id: UUID) -> forms.RoundFairnessOut:
    """Read the fairness report; small groups have no counts."""
    row = rounds.find_round(round_id=round_id)
    tables = fairness.build_fairness(row=row, on=localdate())
    return forms.RoundFairnessOut(tables=[forms.RoundFairnessTable.from_orm(one) for one in tables])


@area.read(
    f"{_ONE}/transfers", None, needs=Permission.EXPORT, kinds=OPERATORS, media_type="text/csv"
)
def read_round_transfers(request: ApiRequest, round_id: UUID) -> HttpResponse:
    """Download the confirmed moves as CSV."""
    content = act(request, export_orders, round_id=round_id)
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


@area.write("/rounds", _Out, needs=_EDIT, kinds=OPERATORS)
def plan_round(request: ApiRequest, given: forms.RoundIn) -> forms.RoundOut:
    """Plan a round (H1, H9)."""
    values = given.model_dump()
    balance = values.pop("flow_maximum")
    return _Out.from_orm(act(request, planning.plan_round, balance=balance, **values))


@area.write(f"{_ONE}/mechanism", _Out, needs=_EDIT, kinds=OPERATORS)
def choose_round_mechanism(
    request: ApiRequest, round_id: UUID, given: forms.RoundMechanismIn
) -> forms.RoundOut:
    """Take another mechanism before the lists open."""
    return _Out.from_orm(act(request, running.choose_mechanism, given, round_id=round_id))


@area.write(f"{_ONE}/places", forms.RoundPlaceOut, needs=_EDIT, kinds=OPERATORS)
def add_round_place(
    request: ApiRequest, round_id: UUID, given: forms.RoundPlaceIn
) -> forms.RoundPlaceOut:
    """Add a unit or post."""
    done = act(request, entries.add_place, given, round_id=round_id)
    return forms.RoundPlaceOut.from_orm(done)


@area.write(f"{_ONE}/orders", forms.RoundPlacePage, needs=_EDIT, kinds=OPERATORS)
def add_round_orders(
    request: ApiRequest, round_id: UUID, given: forms.RoundOrdersIn
) -> forms.RoundPlacePage:
    """Add open job orders as places (H1, H6)."""
    done = act(request, entries.add_orders, given, round_id=round_id)
    items = [forms.RoundPlaceOut.from_orm(one) for one in done]
    return forms.RoundPlacePage(items=items, next_after=None)


@area.write(f"{_ONE}/people", forms.RoundPersonPage, needs=_EDIT, kinds=OPERATORS)
def add_round_people(
    request: ApiRequest, round_id: UUID, given: forms.RoundPeopleIn
) -> forms.RoundPersonPage:
    """Add people; in an open round they are invited at once (H3)."""
    done = act(request, entries.add_people, given, round_id=round_id)
    items = [forms.RoundPersonOut.from_orm(one) for one in done]
    return forms.RoundPersonPage(items=items, next_after=None)


@area.write("/round-places/{uuid:place_id}/remove", _Out, needs=_EDIT, kinds=OPERATORS)
def remove_round_place(request: ApiRequest, place_id: UUID) -> forms.RoundOut:
    """Take a place out of a draft."""
    return _Out.from_orm(act(request, entries.remove_place, place_id=place_id))


@area.write("/round-people/{uuid:person_id}/remove", _Out, needs=_EDIT, kinds=OPERATORS)
def remove_round_person(request: ApiRequest, person_id: UUID) -> forms.RoundOut:
    """Take somebody out of a draft."""
    return _Out.from_orm(act(request, entries.remove_person, person_id=person_id))


@area.write(
    "/round-people/{uuid:person_id}/score", forms.RoundScoreOut, needs=_SCORE, kinds=OPERATORS
)
def score_round_person(
    request: ApiRequest, person_id: UUID, given: forms.RoundScoreIn
) -> forms.RoundScoreOut:
    """Rank one person for one place, with a reason (H5, H12)."""
    done = act(request, running.score_person, given, person_id=person_id)
    return forms.RoundScoreOut.from_orm(done)


@area.write(f"{_ONE}/open", _Out, needs=_EDIT, kinds=OPERATORS)
def open_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """Open the lists and invite everybody."""
    return _Out.from_orm(act(request, planning.open_round, round_id=round_id))


@area.write(f"{_ONE}/fit", _Out, needs=_EDIT, kinds=OPERATORS)
def fit_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """Let a worker fill in how people fit the places."""
    return _Out.from_orm(act(request, running.fit_round, round_id=round_id))


@area.write(f"{_ONE}/lock", _Out, needs=_EDIT, kinds=OPERATORS)
def lock_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """Close the lists and fix the input (H1, H2)."""
    return _Out.from_orm(act(request, running.lock_round, round_id=round_id))


@area.write(f"{_ONE}/reopen", _Out, needs=_EDIT, kinds=OPERATORS)
def reopen_round(request: ApiRequest, round_id: UUID, given: forms.RoundReopenIn) -> forms.RoundOut:
    """Take lists again before anything was cleared."""
    return _Out.from_orm(act(request, planning.reopen_round, given, round_id=round_id))


@area.write(f"{_ONE}/compare", _Out, needs=_EDIT, kinds=OPERATORS)
def compare_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """Let a worker compare all mechanisms that apply."""
    return _Out.from_orm(act(request, running.compare_round, round_id=round_id))


@area.write(f"{_ONE}/clear", _Out, needs=_EDIT, kinds=OPERATORS)
def clear_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """Let a worker clear the locked input (H1)."""
    return _Out.from_orm(act(request, running.clear_round, round_id=round_id))


@area.write(f"{_ONE}/verify", _Out, needs=_EDIT, kinds=OPERATORS)
def verify_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """Let a worker verify the outcome."""
    return _Out.from_orm(act(request, running.verify_round, round_id=round_id))


@area.write(f"{_ONE}/decide", forms.RoundLineList, needs=_DECIDE, kinds=OPERATORS)
def decide_round_lines(
    request: ApiRequest, round_id: UUID, given: forms.RoundDecideIn
) -> forms.RoundLineList:
    """Confirm or decline proposals with a reason (H12)."""
    done = act(request, deciding.decide_lines, given, round_id=round_id)
    return forms.RoundLineList(items=[forms.RoundLineOut.from_orm(one) for one in done])


@area.write(f"{_ONE}/publish", _Out, needs=_DECIDE, kinds=OPERATORS)
def publish_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """Reveal the seed and tell everybody the own result."""
    return _Out.from_orm(act(request, deciding.publish_round, round_id=round_id))


@area.write(f"{_ONE}/cases", forms.RoundCasesOut, needs=_DECIDE, kinds=OPERATORS)
def start_round_cases(request: ApiRequest, round_id: UUID) -> forms.RoundCasesOut:
    """Begin the cases of confirmed proposals; what is refused for one does not stop others."""
    count, refused = act(request, following.start_cases, round_id=round_id)
    return forms.RoundCasesOut(count=count, refused=[one.text for one in refused])


@area.write(
    "/round-lines/{uuid:line_id}/answer", forms.RoundLineOut, needs=_DECIDE, kinds=OPERATORS
)
def answer_round_appeal(
    request: ApiRequest, line_id: UUID, given: forms.RoundAnswerIn
) -> forms.RoundLineOut:
    """Answer an appeal (H12)."""
    done = act(request, deciding.answer_appeal, given, line_id=line_id)
    return forms.RoundLineOut.from_orm(done)


@area.write(f"{_ONE}/close", _Out, needs=_DECIDE, kinds=OPERATORS)
def close_round(request: ApiRequest, round_id: UUID) -> forms.RoundOut:
    """End a published round."""
    return _Out.from_orm(act(request, deciding.close_round, round_id=round_id))


@area.write(f"{_ONE}/cancel", _Out, needs=_EDIT, kinds=OPERATORS)
def cancel_round(request: ApiRequest, round_id: UUID, given: forms.RoundReasonIn) -> forms.RoundOut:
    """Stop a round before it is published; the lists go."""
    return _Out.from_orm(act(request, planning.cancel_round, given, round_id=round_id))


@own.read("/own-rounds", forms.OwnRoundList, needs=_OWN_VIEW)
def list_own_rounds(request: ApiRequest) -> forms.OwnRoundList:
    """List the person's rounds at the organisation chosen."""
    found = own_queries.list_own_rounds(actor=request.auth, now=timezone.now())
    return forms.OwnRoundList(items=[forms.OwnRoundOut.from_orm(one) for one in found])


@own.read(_OWN, forms.OwnRoundOut, needs=_OWN_VIEW)
def read_own_round(request: ApiRequest, person_id: UUID) -> forms.OwnRoundOut:
    """Read one round: places, the own list, the result and why."""
    found = own_queries.find_own_round(actor=request.auth, person_id=person_id, now=timezone.now())
    return forms.OwnRoundOut.from_orm(found)


@own.write(f"{_OWN}/agree", forms.RoundPersonState, needs=_OWN_DECIDE)
def agree_to_round(request: ApiRequest, person_id: UUID) -> Schema:
    """Agree to take part (H2)."""
    return _state(act(request, lists.agree_to_round, person_id=person_id))


@own.write(f"{_OWN}/list", forms.RoundPersonState, needs=_OWN_DECIDE)
def submit_own_list(request: ApiRequest, person_id: UUID, given: forms.OwnRoundListIn) -> Schema:
    """Submit the own list, best first; a later one replaces it."""
    return _state(act(request, lists.submit_list, given, person_id=person_id))


@own.write(f"{_OWN}/withdraw", forms.RoundPersonState, needs=_OWN_DECIDE)
def withdraw_from_round(request: ApiRequest, person_id: UUID) -> Schema:
    """Take the consent back; the list goes."""
    return _state(act(request, lists.withdraw_from_round, person_id=person_id))


@own.write(f"{_OWN}/appeal", forms.OwnRoundOut, needs=_OWN_DECIDE)
def appeal_round_result(
    request: ApiRequest, person_id: UUID, given: forms.OwnRoundAppealIn
) -> forms.OwnRoundOut:
    """Object to the result; a named human answers."""
    act(request, lists.appeal_result, given, person_id=person_id)
    return read_own_round(request, person_id)


def _state(row: RoundPerson) -> forms.RoundPersonState:
    return forms.RoundPersonState.from_orm(row)
