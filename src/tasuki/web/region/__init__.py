"""Pages of a municipality: figures of its region."""
