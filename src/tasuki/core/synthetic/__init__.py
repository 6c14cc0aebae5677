"""Made-up people and the files that systems write about them, the same for the same seed."""
