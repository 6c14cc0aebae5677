"""Rounds: lists are collected, cleared at once, verified, decided by humans, and published."""
