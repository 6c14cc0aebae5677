"""Same person (本人同定): which records of one organisation are one person, and who said so."""
