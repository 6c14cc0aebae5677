"""The agency's books as they are read: viewed, printed, counted, and checked after six months."""
