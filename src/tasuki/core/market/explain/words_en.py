"""The sentences of every reason and of every change, in English."""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "assigned": "Proposed: {place}, your choice no. {rank}.",
    "stays": "You stay at {place}.",
    "offered": "Proposed: the seat {place}.",
    "below_cutoff": "{place} has {seats} seats; the cutoff was {cutoff}, yours was {own}.",
    "tie_lost_by_lottery": "{place}: equal scores; the lottery committed in advance decided.",
    "tie_lost_by_order": "{place}: equal scores; the order stated in advance decided.",
    "not_accepted": "{place}'s stated condition was not met ({rule}).",
    "ineligible": "{place}: outside the eligibility or your release.",
    "no_seats": "{place} had no seat to give this time.",
    "region_full": "{place}: the ceiling of {region}, {cap} people, was reached.",
    "floor_elsewhere": "{place}: minimum staffing elsewhere came first.",
    "no_cycle": "{place}: no cycle was possible; the seats were settled earlier.",
    "in_cycle": "A cycle of {n} units exchanges seats.",
    "in_chain": "Part of a chain of {n} moves from a vacancy.",
    "would_lower_unit": "{place} ranks its present holder above you.",
    "not_released": "{place}: your unit's minimum staffing left no release this time.",
    "incumbents_stay": "{place}: the people who hold the seats today keep them.",
    "not_in_best_packing": "{place} is not in the best combination.",
    "not_in_best_packing_loss": "{place} is not in the best combination"
    " (granting it costs {loss}).",
    "constraint": 'The condition "{name}" prevented {place}.',
    "unlisted": "{place} is not on your list.",
    "withdrawn": "Your wish for {place} was withdrawn.",
    "no_proposal": "No proposal in this round.",
    "no_proposal_date": "No proposal in this round; next round {date}.",
    "change_priority": "{place} would have been yours with {by} more points.",
    "change_seat": "{place} would have been yours with {by} more seats.",
    "rule_minimum_priority": "a score of {least} or more",
}
