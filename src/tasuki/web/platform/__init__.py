"""Pages of the operator: the public directory and the state of this installation."""
