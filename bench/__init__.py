"""Measurements of the product; never part of the tests. Importing it sets Django up."""

from tests.proofs.own_database import own_database

__all__ = ["own_database"]
