"""Introductions as cases: one address for the agency and for the company."""
