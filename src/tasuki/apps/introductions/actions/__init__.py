"""What either side does with an introduction."""
