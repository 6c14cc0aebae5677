"""Introductions as cases: one person, one employer, one job, from the question to the joining."""
