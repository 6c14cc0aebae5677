"""Files of other tools become applications; rows that fail come back with a reason."""
