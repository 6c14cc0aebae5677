"""What a person may ask of a holder of their data, and what a holder owes after a breach."""
