"""Independent verification: every promise of an outcome checked again, from the definitions.

Nothing here is shared with the mechanisms; only the model and the compressed rows are known. Each
property gets a verdict and, when it fails, a witness that can be followed by hand.
"""

from collections.abc import Callable, Iterable
from typing import Final

from tasuki.core.market.model import Guarantee, Market, Outcome, SwapMarket, SwapOutcome
from tasuki.core.market.verify.assignment import check_optimal_assignment
from tasuki.core.market.verify.exchange import (
    check_exchange,
    check_optimal_exchange,
    check_swap_rational,
)
from tasuki.core.market.verify.feasible import check_feasible, form_fault
from tasuki.core.market.verify.floors import check_floors, check_no_waste
from tasuki.core.market.verify.lottery import check_lottery
from tasuki.core.market.verify.optimal import check_opening_optimal, check_person_optimal
from tasuki.core.market.verify.pareto import check_pareto
from tasuki.core.market.verify.probe import Gain, probe
from tasuki.core.market.verify.rational import check_rational
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.regional import check_stable_under_ceilings
from tasuki.core.market.verify.released import check_released
from tasuki.core.market.verify.replay import (
    AnyMarket,
    AnyOutcome,
    Clear,
    check_reproducible,
    outcome_digest,
)
from tasuki.core.market.verify.report import (
    Check,
    Report,
    Verdict,
    failed,
    not_applicable,
)
from tasuki.core.market.verify.stable import check_stable
from tasuki.core.market.verify.ties import SeedUnknownError
from tasuki.core.market.verify.two_sided import (
    check_two_sided_efficient,
    check_two_sided_rational,
)

__all__ = [
    "Check",
    "Gain",
    "Report",
    "Verdict",
    "outcome_digest",
    "probe",
    "verify",
]

_CHECKS: Final[dict[Guarantee, Callable[[Reading], Check]]] = {
    Guarantee.FEASIBLE: check_feasible,
    Guarantee.INDIVIDUALLY_RATIONAL: check_rational,
    Guarantee.STABLE: check_stable,
    Guarantee.PERSON_OPTIMAL: check_person_optimal,
    Guarantee.OPENING_OPTIMAL: check_opening_optimal,
    Guarantee.STABLE_UNDER_CEILINGS: check_stable_under_ceilings,
    Guarantee.FLOORS_MET: check_floors,
    Guarantee.NO_WASTE: check_no_waste,
    Guarantee.PARETO_EFFICIENT: check_pareto,
    Guarantee.TWO_SIDED_RATIONAL: check_two_sided_rational,
    Guarantee.TWO_SIDED_EFFICIENT: check_two_sided_efficient,
    Guarantee.NO_ENVY_AMONG_RELEASED: check_released,
    Guarantee.OPTIMAL_ASSIGNMENT: check_optimal_assignment,
}


def verify(
    market: AnyMarket,
    outcome: AnyOutcome,
    guarantees: Iterable[Guarantee] | None = None,
    *,
    clear: Clear | None = None,
) -> Report:
    """Return what is true of an outcome, property by property.

    Args:
        market: the locked input.
        outcome: what a clearing proposes.
        guarantees: properties to check; those that the outcome's mechanism promises when not
            given. Feasibility is always checked, and first.
        clear: clears the market once more, for the replay; not run again when not given.

    Returns:
        One check per property. ``strategy_proof`` cannot be seen in one outcome: ``probe`` looks
        for it on small markets.
    """
    asked = outcome.mechanism.guarantees if guarantees is None else tuple(guarantees)
    wanted = list(dict.fromkeys((Guarantee.FEASIBLE, *asked)))
    if isinstance(market, SwapMarket) != isinstance(outcome, SwapOutcome):
        kinds = {"market": str(market.kind), "outcome": type(outcome).__name__}
        return Report((failed(Guarantee.FEASIBLE, "outcome_of_another_kind", kinds),))
    if isinstance(market, SwapMarket) and isinstance(outcome, SwapOutcome):
        return Report(tuple(_check_swap(one, market, outcome, clear) for one in wanted))
    assert isinstance(market, Market)
    assert isinstance(outcome, Outcome)
    return _verify_people(market, outcome, wanted, clear)


def _check_swap(
    guarantee: Guarantee, market: SwapMarket, outcome: SwapOutcome, clear: Clear | None
) -> Check:
    if guarantee in (Guarantee.FEASIBLE, Guarantee.EXCHANGE_FEASIBLE):
        found = check_exchange(market, outcome)
        return Check(guarantee, found.verdict, found.reason, found.witness)
    if guarantee is Guarantee.OPTIMAL_EXCHANGE:
        return check_optimal_exchange(market, outcome)
    if guarantee is Guarantee.REPRODUCIBLE:
        return check_reproducible(market, outcome, clear)
    return check_swap_rational(guarantee)


def _verify_people(
    market: Market, outcome: Outcome, wanted: list[Guarantee], clear: Clear | None
) -> Report:
    reading = Reading(market, outcome)
    fault = form_fault(market, outcome)
    found = []
    for guarantee in wanted:
        if guarantee is Guarantee.LOTTERY:
            found.append(check_lottery(market, outcome))
        elif guarantee is Guarantee.STRATEGY_PROOF:
            found.append(not_applicable(guarantee, "not_seen_in_one_outcome"))
        elif fault is not None:
            is_form = guarantee is Guarantee.FEASIBLE
            found.append(
                failed(guarantee, *fault) if is_form else not_applicable(guarantee, "no_form")
            )
        elif guarantee is Guarantee.REPRODUCIBLE:
            found.append(check_reproducible(market, outcome, clear))
        else:
            found.append(_check_people(guarantee, reading))
    return Report(tuple(found))


def _check_people(guarantee: Guarantee, reading: Reading) -> Check:
    check = _CHECKS.get(guarantee)
    if check is None:
        return not_applicable(guarantee, "no_exchange")
    try:
        return check(reading)
    except SeedUnknownError:
        return not_applicable(guarantee, "seed_unknown")
