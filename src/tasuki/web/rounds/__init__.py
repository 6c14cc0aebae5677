"""Rounds: the operator's pages from the plan to the publication, and the pages of a person."""
