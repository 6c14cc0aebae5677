"""Personal data as people write it, turned into forms that can be compared."""
