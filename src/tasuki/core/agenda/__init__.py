"""The calendar of duties: what is due when, for whom, by which rule."""
