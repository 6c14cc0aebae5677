"""What is deleted by the clock, across areas; no area knows of it."""
