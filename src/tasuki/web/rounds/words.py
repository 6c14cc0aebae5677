"""What each kind of round and each mechanism means, in plain words for whoever chooses or ranks."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.rules import RoundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a mechanism does.

    Attributes:
        how: the way it works. promise: what everybody can rely on. price: what it gives up.
        is_honest_best: no other list than the honest one ever helps a person.
    """

    how: Any
    promise: Any
    price: Any
    is_honest_best: bool = True


KIND_TEXTS: Final[dict[RoundKind, Any]] = {
    RoundKind.INTERNAL: _(
        "Employees apply to posts of the own company in the order of their wishes."
    ),
    RoundKind.ROTATION: _("Employees who hold a post change places; nobody ends worse than today."),
    RoundKind.INTRODUCTIONS: _(
        "Job seekers being served and open job orders. For a licensed agency or a municipality."
    ),
    RoundKind.SWAP: _(
        "Secondments in cycles and chains between companies; nobody moves without a wish."
    ),
}

PROMISES: Final[dict[MechanismName, Promise]] = {
    MechanismName.DEFERRED_ACCEPTANCE: Promise(
        how=_(
            "People apply in the order of their wishes. A place holds the people it ranks highest, "
            "up to its seats, until nobody applies any more."
        ),
        promise=_(
            "Nobody loses a place to somebody whom that place ranks lower. Everybody gets the "
            "best result that is fair in this sense."
        ),
        price=_("Two people who would like to swap their results afterwards may exist."),
    ),
    MechanismName.FLEXIBLE: Promise(
        how=_(
            "As deferred acceptance, with a ceiling for each region; places of a region share "
            "the seats that are left."
        ),
        promise=_("Ceilings are kept, nobody is passed over by somebody ranked lower there."),
        price=_("A place may stay empty because its region is full."),
    ),
    MechanismName.MULTI_STAGE: Promise(
        how=_("As deferred acceptance, in stages, so that each place reaches its minimum."),
        promise=_("Minimum staffing is reached and no seat is wasted."),
        price=_("People of different stages may envy each other."),
    ),
    MechanismName.TOP_TRADING_CYCLES: Promise(
        how=_(
            "Each person points to the place wished most, each place to somebody who holds it. "
            "Closed cycles swap, and so on."
        ),
        promise=_("Nobody ends worse than today, and nobody could gain without somebody losing."),
        price=_("The ranking of a unit may be passed over."),
    ),
    MechanismName.BLOCK_EXCHANGE: Promise(
        how=_("Only exchanges that no unit ranks lower than its people of today are made."),
        promise=_("Neither a person nor a unit ends worse than today."),
        price=_("Fewer people move."),
    ),
    MechanismName.STATUS_QUO: Promise(
        how=_("Everybody keeps the own place unless a unit takes the person in by its ranking."),
        promise=_("Minimum staffing is kept and nobody ends worse than today."),
        price=_("Very few people move. For comparison and for small companies."),
    ),
    MechanismName.CYCLE_CHAIN_PACKING: Promise(
        how=_(
            "Among all cycles and chains of wishes, the set with the greatest total is chosen and "
            "proven to be the greatest."
        ),
        promise=_("Nobody moves without a wish, and each company stays in balance."),
        price=_("That an honest list is the best one cannot be promised here."),
        is_honest_best=False,
    ),
    MechanismName.ASSIGNMENT: Promise(
        how=_("The greatest total fit under all conditions is computed."),
        promise=_("The total is proven to be the greatest."),
        price=_("That an honest list is the best one cannot be promised here."),
        is_honest_best=False,
    ),
}

REFUSED: Final[dict[str, Any]] = {
    "floor_not_kept": _("it does not keep minimum numbers beside free seats"),
    "incomplete_list": _("everybody would have to list every place, and every place accept all"),
    "missing_key": _("some people have no number at their own unit"),
    "needs_solver": _("no solver is installed"),
    "no_seat": _("somebody holds no seat today"),
    "several_seats": _("units have several seats"),
    "targets_above_ceiling": _("the aims of the places exceed the ceiling of their region"),
    "vacancy": _("there are free seats"),
}
"""Why a mechanism cannot be compared in a round: code of the engine -> words."""

NEXT_STEPS: Final[dict[RoundKind, Any]] = {
    RoundKind.INTERNAL: _("The personnel department writes to you about day and conditions."),
    RoundKind.ROTATION: _("The personnel department writes to you about day and conditions."),
    RoundKind.INTRODUCTIONS: _(
        "Next you get a mail that asks whether this company may learn your name. You decide there; "
        "without your yes nothing is told."
    ),
    RoundKind.SWAP: _(
        "Next you get the conditions of the secondment in writing. You agree or decline there; a "
        "no has no disadvantage."
    ),
}
"""What follows a confirmed proposal, as its person reads it."""
