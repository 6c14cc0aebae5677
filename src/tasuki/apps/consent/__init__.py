"""Purposes, consents, provision and receipt records."""
