"""Linkage of records on engines that exist: Splink on DuckDB, or on Spark."""

from tasuki.adapters.linkage.default import load_default_model
from tasuki.adapters.linkage.engines import EngineKind
from tasuki.adapters.linkage.given_pairs import score_given_pairs
from tasuki.adapters.linkage.scoring import score
from tasuki.adapters.linkage.training import train

__all__ = ["EngineKind", "load_default_model", "score", "score_given_pairs", "train"]
