"""Tasuki: an open-source talent circulation platform."""

__version__ = "0.1.0"
