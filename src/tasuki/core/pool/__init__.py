"""The talent pool: how an entry stands, its words, and why an opening may fit."""
