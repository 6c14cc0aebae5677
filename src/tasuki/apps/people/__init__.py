"""Talent records of one organisation: people, applications and their history."""
