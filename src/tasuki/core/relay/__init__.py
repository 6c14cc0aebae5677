"""The relay: from a result notice, by the person's own act, to a free placement slot."""
