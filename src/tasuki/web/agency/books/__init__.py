"""The pages of the legal books."""
