"""Data keys: one for each person in one organisation, and their forgetting and rotation."""
