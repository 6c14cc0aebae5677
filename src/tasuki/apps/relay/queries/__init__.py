"""What the two sides of a relay may read."""
