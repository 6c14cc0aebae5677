"""What goes in and out, field by field: nothing that is not listed here can be read or set."""
