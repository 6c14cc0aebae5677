"""What is done with a round."""
