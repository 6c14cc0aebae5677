"""Rows, transactions and row-level security, one Django app for each area."""
