"""Organisations, memberships, roles, licences, doors."""
