"""Pages of everybody: sign-in, members, notices, own settings, health."""
