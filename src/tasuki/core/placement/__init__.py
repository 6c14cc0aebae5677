"""The words, states and papers of placement that need no database."""
