"""Moves between organisations and side work: pages of the company."""
