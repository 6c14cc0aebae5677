"""Pages of a person on the phone: registration, consent, own data."""
