"""The market engine: who fits, whole rounds cleared at once, every result proven and explained."""
