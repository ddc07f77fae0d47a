"""One person for one post of each village, at the least cost, nobody beyond their limit: a flow of least cost."""

import numpy as np

from menkou.postings.rules.allotment.problem import Flags, Floats, Numbers

EMPTY = -1  # where nobody could be found
FINENESS = 8  # prices are rounded to eighths for the flow, which counts in whole numbers


def cheapest(cost: Floats, cap: Numbers, allowed: Flags, vacancy: float) -> Numbers:
    """An adviser for each village; a village stays empty where that is the only way, or costs less.

    `vacancy` is the price of an empty post.
    """
    from ortools.graph.python import min_cost_flow

    advisers, villages = cost.shape
    who, where = np.nonzero(allowed)
    end = villages + advisers
    everywhere, everyone = np.arange(villages), np.arange(villages, end)
    tails = np.concatenate([where, everywhere, everyone])
    heads = np.concatenate([villages + who, np.full(end, end)])
    room = np.concatenate([np.ones(len(who) + villages, np.int64), cap])
    price = np.zeros(len(tails), np.int64)
    price[: len(who)] = np.rint(cost[who, where] * FINENESS)
    price[len(who) : len(who) + villages] = round(vacancy * FINENESS)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), room, price)
    flow.set_nodes_supplies(everywhere.astype(np.int32), np.ones(villages, np.int64))
    flow.set_node_supply(end, -villages)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the flow has no answer, though every post may stay empty")
    taken = flow.flows(np.arange(len(who), dtype=np.int32)) > 0
    posts = np.full(villages, EMPTY, np.int64)
    posts[where[taken]] = who[taken]
    return posts
