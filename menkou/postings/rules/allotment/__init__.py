"""Pairs, posts and fairness of a whole district settled at once, with a lower bound that covers all three.

`reading` takes a problem from its file, `planner` solves it, `checker` judges an answer and knows nothing of the rest.
"""
