"""Reads of the area: rounds, people and places, a person's own list, results, fairness."""
