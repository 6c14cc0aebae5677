"""One module for each mechanism: a market in, an outcome out."""
