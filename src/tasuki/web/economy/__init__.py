"""What would happen if: a policy tried on a made-up region before anybody adopts it."""
