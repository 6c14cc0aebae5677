"""Requests of people about their data, and incidents with personal data."""
