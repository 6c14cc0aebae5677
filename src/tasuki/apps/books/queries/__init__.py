"""Read the books."""
