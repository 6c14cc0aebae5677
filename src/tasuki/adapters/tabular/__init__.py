"""Tables in files: CSV and xlsx, written so that no cell becomes a formula, read with limits."""
