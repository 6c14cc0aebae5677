"""Rounds of the market: states, who may hold which, the locked input, what is published."""
