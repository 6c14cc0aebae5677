"""Figures of the loops: what may be shown of them, and how they are computed."""
