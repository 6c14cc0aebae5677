"""A synthetic region: organisations, people and months of relay, made through the actions.

Nobody in it exists. Everything happens through the same actions as in real life, with the
clock of the month in which it is told, so the books, chains and statements are whole.
"""
