"""The same actions for operators at a terminal."""
