"""From a table of texts to records in our words: mapping, values, records. No database."""
