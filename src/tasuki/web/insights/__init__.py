"""Pages of figures: what they are, how they stand, how they came about."""
