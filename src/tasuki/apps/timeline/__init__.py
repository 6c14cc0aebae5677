"""One line of time for a person, read from the rows of all areas; it has no table of its own."""
