"""Cases of every declared kind of move: one table, one way of going on."""
