"""Figures: facts, costs, targets, months that are closed."""
