"""The alumni network: exit interview, invitation, membership of the person, its end."""
