"""Bringing people into an organisation: the invitation and the mail that carries its key."""
