"""What changes figures: facts, costs, targets, closed months."""
