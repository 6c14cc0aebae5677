"""Linear and integer programs as data; whoever solves them is handed in from outside."""
