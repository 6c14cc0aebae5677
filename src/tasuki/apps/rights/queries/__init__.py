"""Reads of requests and incidents."""
