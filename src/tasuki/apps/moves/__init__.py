"""Secondments and transfers, side work, and contract work of a company."""
