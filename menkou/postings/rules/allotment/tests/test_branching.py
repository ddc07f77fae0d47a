"""All plans split in two again and again: the bound rises, never above the best plan, and every part must be proven."""

import copy
from itertools import islice

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from bench.posting_districts import Size, district
from menkou.postings.rules.allotment.answering import proof_of, told_of
from menkou.postings.rules.allotment.branching import YES, Tree, shortened
from menkou.postings.rules.allotment.certifying import NoProof, certified
from menkou.postings.rules.allotment.narrowing import Narrow
from menkou.postings.rules.allotment.planner import rounded_up
from menkou.postings.rules.allotment.proving import Split, flattened, raised
from menkou.postings.rules.allotment.relaxation import Relaxation
from menkou.postings.rules.allotment.tests.worlds import any_district, least_cost, problem, told

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def grown(facts: dict, splits: int) -> Tree:
    """A tree with so many splits, if there are so many to make."""
    relaxation = Relaxation(problem(facts))
    tree = Tree(relaxation, relaxation.start())
    for _ in islice(tree.grow(), 1 + splits):
        pass
    return tree


@pytest.fixture(scope="module")
def facts():
    """A district of a quarter of the usual size."""
    return district(5, Size(townships=4, villages=110, firms=3, offices=4, advisers=30))


@pytest.fixture(scope="module")
def tree(facts):
    return grown(facts, 12)


@pytest.fixture
def proof(tree):
    return told_of(tree.problem, tree.root.proof(tree.relaxation))


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4))
def test_a_tree_never_proves_more_than_the_best_plan_costs_and_others_prove_the_same(facts):
    best = least_cost(facts)
    if best is not None:
        tree = grown(facts, 6)
        assert rounded_up(tree.bound) <= best
        assert certified(facts, told_of(tree.problem, tree.root.proof(tree.relaxation))) == rounded_up(tree.bound)


def test_splitting_lifts_the_bound_and_others_prove_it(facts, tree, proof):
    only = Tree(tree.relaxation, tree.relaxation.start())
    first = next(only.grow())
    assert tree.bound > first
    assert certified(facts, proof) == rounded_up(tree.bound)


def test_with_some_teams_only_the_bound_is_the_same_while_the_best_are_among_them(tree):
    relaxation, point = tree.relaxation, tree.relaxation.at(tree.relaxation.start())
    everyone = Narrow(relaxation, relaxation.teams.able)
    bound, excess, _ = everyone.at(point.prices.row, np.ones(len(everyone.team), bool))
    assert bound == pytest.approx(point.bound)
    assert excess.tolist() == point.excess.tolist()


def test_a_proof_comes_back_from_arrays_and_from_the_order_of_the_file(tree, proof):
    relaxation, whole = tree.relaxation, tree.root.proof(tree.relaxation)
    assert told_of(tree.problem, raised(relaxation, *flattened(whole))) == proof
    assert told_of(tree.problem, proof_of(tree.problem, proof)) == proof
    assert Tree(relaxation, proof_of(tree.problem, proof)).bound == pytest.approx(tree.bound)


def test_a_tree_grows_on_from_its_proof(facts):
    first = grown(facts, 3)
    again = Tree(first.relaxation, first.root.proof(first.relaxation))
    assert again.bound == first.bound
    *_, last = islice(again.grow(), 6)
    assert last > first.bound


def test_what_waits_with_the_same_bound_waits_in_turn():
    """Parts themselves have no order: each must have a turn of its own, also when it is climbed on in."""
    tree = grown(told(3, villages=20, townships=3, institutions=5, advisers=12, forbidden=0), 60)
    turns = [turn for _, turn, _ in tree.waiting]
    assert len(turns) == len(set(turns))


def test_an_institution_with_all_its_townships_is_asked_for_no_other(tree):
    full = [
        part for _, _, part in tree.waiting if ((part.fixed == YES).sum(axis=1) > tree.problem.most_townships).any()
    ]
    assert full == []


@pytest.mark.parametrize("part", ["yes", "no"])
def test_a_part_left_out_proves_nothing(facts, proof, part):
    del proof[part]
    with pytest.raises(NoProof, match="两种情形"):
        certified(facts, proof)


def test_a_part_left_out_further_down_proves_nothing(facts, proof):
    inner = next(proof[part] for part in ("yes", "no") if "pair" in proof[part])
    inner["no"] = None
    with pytest.raises(NoProof, match="两种情形"):
        certified(facts, proof)


def test_the_same_question_twice_proves_nothing(facts, proof):
    again = {"pair": proof["pair"], "yes": proof["yes"], "no": proof["no"]}
    with pytest.raises(NoProof, match="只分一次"):
        certified(facts, proof | {"no": again})


@pytest.mark.parametrize("pair", [[0], [0, 4], [-1, 0], [7, 0], "01", [True, 0], [0.0, 0], None])
def test_a_question_about_no_pair_proves_nothing(facts, proof, pair):
    with pytest.raises(NoProof, match="不是机构和镇街"):
        certified(facts, proof | {"pair": pair})


def test_parts_that_change_places_prove_less(facts, tree, proof):
    """A seeded fault: the plans with a pair are said to be those without it."""
    turned = copy.deepcopy(proof)
    turned["yes"], turned["no"] = proof["no"], proof["yes"]
    assert certified(facts, turned) < rounded_up(tree.bound)


def test_a_part_with_prices_that_were_changed_proves_less(facts, tree, proof):
    inner = proof
    while "pair" in inner:
        inner = inner["no"]
    inner["a"] = [0.0] * len(inner["a"])
    assert certified(facts, proof) < rounded_up(tree.bound)


def test_a_search_that_excludes_more_than_was_asked_is_found_out(facts, monkeypatch):
    """A seeded fault: an institution is taken to be full with its first township."""
    plain = Tree._fixed

    def hasty(self, part, pair, answer):
        found = plain(self, part, pair, answer)
        found.fixed[pair[0], (found.fixed[pair[0]] == 0) & (answer == YES)] = -1
        return found

    monkeypatch.setattr(Tree, "_fixed", hasty)
    tree = grown(facts, 12)
    assert certified(facts, told_of(tree.problem, tree.root.proof(tree.relaxation))) < rounded_up(tree.bound)


def test_a_proof_that_ends_in_no_plan_at_all_proves_nothing():
    facts = told(1, villages=4, townships=1, institutions=1, advisers=3)
    prices = told_of(problem(facts), Relaxation(problem(facts)).start())
    some = facts | {"cap_a": [0] * 3}
    with pytest.raises(NoProof, match="一个方案也没有"):
        certified(some, prices)


def test_prices_that_are_short_stay_as_they_are():
    row = np.round(np.random.default_rng(1).uniform(0, 3, 3000), 4)
    assert (shortened(row, 1000) == row).all()
    assert (shortened(row + 3e-5, 1000)[2000:] == row[2000:]).all()  # demand's are never rounded up


def test_a_split_is_of_two_parts(tree):
    assert isinstance(tree.root.proof(tree.relaxation), Split)
