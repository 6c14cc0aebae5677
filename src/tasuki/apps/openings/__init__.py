"""Openings with the eleven items that law asks for."""
