"""Who did what and why: append-only, hash-chained, without foreign keys."""
