"""The calendar of duties, for agencies and companies."""
