"""Pages of an agency: queue, statements, slots, law's ledgers."""
