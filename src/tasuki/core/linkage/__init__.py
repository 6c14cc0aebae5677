"""Which records may be one person: keys, comparisons, guards, decision, figures of a truth."""
