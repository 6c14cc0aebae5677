"""A region's hiring, simulated month by month from a seed, to try a policy before adopting it."""
