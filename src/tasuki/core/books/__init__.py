"""What the three books say in figures: the yearly report and the sheet for the public site."""
