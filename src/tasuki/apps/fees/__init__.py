"""Agreements on fees, invoices, refunds and what was paid for placements."""
