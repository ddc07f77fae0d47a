"""责令更换: an order goes through the planner's door; who is to be replaced is kept out, and a repair proposes others."""
