"""Pages of all declared kinds of move; every form is made from the declaration."""
