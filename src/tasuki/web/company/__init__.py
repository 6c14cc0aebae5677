"""Pages of a company: results, relay, slots."""
