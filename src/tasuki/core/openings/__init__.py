"""Openings: how they stand, and how a job is told to search engines."""
