"""Agreements on fees, invoices and what was paid: pure rules and words."""
