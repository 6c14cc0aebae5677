"""The alumni network: the coordinator's list and forms, and the person's own page."""
