"""Why this result: one record for each person, in codes, and sentences made from the codes."""

from tasuki.core.market.explain.records import explain, explain_all, reason_at
from tasuki.core.market.explain.swaps import explain_swaps
from tasuki.core.market.explain.words import say

__all__ = ["explain", "explain_all", "explain_swaps", "reason_at", "say"]
