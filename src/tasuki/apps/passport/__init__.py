"""What belongs to a person alone: passport, blocked companies, the way in."""
