"""Texts that were held back because they touch what selection must not know (H5)."""
