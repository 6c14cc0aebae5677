"""What the law lets whom do, as data and pure checks; the callers decide nothing here."""
