"""What a simulated region's figures mean: the cut, the saving of each channel, the agency."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tasuki.core.economy.assumptions import Floats
from tasuki.core.economy.world import Column, Outcome
from tasuki.core.words import Words

QUANTILES: Final = (0.1, 0.5, 0.9)
GOAL: Final = 0.40
"""The cut that public stories promise; a target to measure, not a result that was found."""


class Channel(StrEnum):
    """Where a joiner came from."""

    SLOT = "slot"
    ALUMNI = "alumni"
    REFERRAL = "referral"
    AGENCY = "agency"
    ADVERT = "advert"


CHANNEL_LABELS: Final[dict[Channel, Words]] = {
    Channel.SLOT: Words("無料枠", "Free slots"),
    Channel.ALUMNI: Words("アルムナイ再雇用", "Alumni rehires"),
    Channel.REFERRAL: Words("リファラル", "Referrals"),
    Channel.AGENCY: Words("紹介会社（通常の手数料）", "Agency at the normal fee"),
    Channel.ADVERT: Words("求人広告など", "Adverts and others"),
}
_HIRES: Final[dict[Channel, Column]] = {
    Channel.SLOT: Column.HIRES_SLOT,
    Channel.ALUMNI: Column.HIRES_ALUMNI,
    Channel.REFERRAL: Column.HIRES_REFERRAL,
    Channel.AGENCY: Column.HIRES_AGENCY,
    Channel.ADVERT: Column.HIRES_ADVERT,
}


@dataclass(frozen=True, slots=True)
class Interval:
    """The 10th, 50th and 90th percentile of the runs."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A region in figures; money in yen over all years.

    Attributes:
        reduction: cut of the cost per hire against the same hires without circulation.
        reaching_goal: share of runs whose cut is at least 40 %.
        savings: saving of each channel at the base's average; they add up to the whole.
        saving: base cost - cost.
        hires: joiners of each channel.
        slots_granted: all years.
        slots_expired: all years.
        slots_used: all years.
        internal_moves: posts filled inside; apart, never inside the cut.
        agency_net: what the agencies keep: (placed - slot hires) x average fee.
        registered: registrations of all years.
        confirmed: of these accepted and counted.
    """

    reduction: Interval
    reaching_goal: float
    savings: dict[Channel, Interval]
    saving: Interval
    hires: dict[Channel, Interval]
    slots_granted: Interval
    slots_expired: Interval
    slots_used: Interval
    internal_moves: Interval
    agency_net: Interval
    registered: Interval
    confirmed: Interval


def interval(values: NDArray[np.generic]) -> Interval:
    """Return the percentiles 10, 50 and 90 of one value per run; all zero without a value."""
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if known.size == 0:
        return Interval(0.0, 0.0, 0.0)
    low, mid, high = np.quantile(known, QUANTILES)
    return Interval(float(low), float(mid), float(high))


def unit_costs(outcome: Outcome) -> dict[Channel, Floats]:
    """Return the cost of one joiner by channel, whole yen per run."""
    drawn = outcome.drawn
    return {
        Channel.SLOT: drawn["slot_cost"],
        Channel.ALUMNI: drawn["alumni_cost"],
        Channel.REFERRAL: drawn["referral_cost"],
        Channel.AGENCY: np.rint(drawn["salary"] * drawn["fee_rate"]),
        Channel.ADVERT: drawn["advert_cost"],
    }


def hires_by_channel(outcome: Outcome, size_class: int | None = None) -> dict[Channel, Floats]:
    """Return joiners by channel; one value per run.

    Args:
        outcome: a simulated region.
        size_class: position of a class; None adds all.
    """
    return {
        one: outcome.total(column, size_class).astype(np.float64) for one, column in _HIRES.items()
    }


def base_cost(outcome: Outcome, size_class: int | None = None) -> Floats:
    """Return what the same joiners cost without circulation, yen per run.

    The base is no earlier year but the same hires through agencies and adverts only, so that a
    change in the number of hires is no saving.
    """
    costs = unit_costs(outcome)
    through_agency = outcome.total(Column.BASE_AGENCY, size_class)
    everybody = sum(hires_by_channel(outcome, size_class).values(), np.zeros(outcome.region.runs))
    result: Floats = (
        through_agency * costs[Channel.AGENCY]
        + (everybody - through_agency) * costs[Channel.ADVERT]
    )
    return result


def savings_by_channel(outcome: Outcome, size_class: int | None = None) -> dict[Channel, Floats]:
    """Return saving_i = n_i x (C0 - c_i), yen per run; without a joiner all are zero.

    Their sum is base cost - cost, as n_i adds up to n.
    """
    hires = hires_by_channel(outcome, size_class)
    costs = unit_costs(outcome)
    everybody = sum(hires.values(), np.zeros(outcome.region.runs))
    average = base_cost(outcome, size_class) / np.maximum(everybody, 1)
    return {one: hires[one] * (average - costs[one]) for one in Channel}


def reductions(outcome: Outcome, size_class: int | None = None) -> Floats:
    """Return 1 - C1 / C0 per run; not a number where nobody joined."""
    base = base_cost(outcome, size_class)
    saved = sum(savings_by_channel(outcome, size_class).values(), np.zeros_like(base))
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.where(base > 0, saved / base, np.nan)
    return result


def summarise(outcome: Outcome, size_class: int | None = None) -> Summary:
    """Return the figures of a region, or of one class of its companies."""
    savings = savings_by_channel(outcome, size_class)
    cut = reductions(outcome, size_class)
    known = cut[~np.isnan(cut)]
    net = (
        outcome.total(Column.PLACED, size_class) - outcome.total(Column.HIRES_SLOT, size_class)
    ) * outcome.drawn["agency_average_fee"]

    def column(which: Column) -> Interval:
        return interval(outcome.total(which, size_class))

    return Summary(
        reduction=interval(cut),
        reaching_goal=float((known >= GOAL).mean()) if known.size else 0.0,
        savings={one: interval(values) for one, values in savings.items()},
        saving=interval(sum(savings.values(), np.zeros_like(cut))),
        hires={
            one: interval(values) for one, values in hires_by_channel(outcome, size_class).items()
        },
        slots_granted=column(Column.SLOTS_GRANTED),
        slots_expired=column(Column.SLOTS_EXPIRED),
        slots_used=column(Column.HIRES_SLOT),
        internal_moves=column(Column.INTERNAL_MOVES),
        agency_net=interval(net),
        registered=column(Column.REGISTERED),
        confirmed=column(Column.CONFIRMED),
    )
