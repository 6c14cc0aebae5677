"""Moves of people between firms: state tables and words."""
