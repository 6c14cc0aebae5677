"""Law and personal data: the pages every kind of organisation has in common."""
