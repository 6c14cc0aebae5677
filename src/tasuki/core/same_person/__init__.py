"""What follows when two records of one organisation may be one person."""
