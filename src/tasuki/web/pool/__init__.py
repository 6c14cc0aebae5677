"""The talent pool: list, entry, and the page behind the mailed key."""
