"""What a municipality may see: masked counts from companies that agreed to be counted."""
