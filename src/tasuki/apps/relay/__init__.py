"""Career Relay: contracts, links, registrations, credits, slots, statements, disputes."""
