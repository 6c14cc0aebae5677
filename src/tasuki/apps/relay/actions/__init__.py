"""What the two sides of a relay can do."""
