"""The solver's answer as a version keeps it, once a checker that knows only the rules has found nothing wrong in it."""

from typing import Any

from menkou.plans import telling
from menkou.plans.models import NOTHING_TO_MEND, Version
from menkou.plans.passing import unpacked
from menkou.plans.queries import Both
from menkou.postings.rules import district as rules
from menkou.postings.rules.checker import broken_rules

WRONG = "算出来的方案没有通过检查，没有采用："


class NoAnswer(Exception):
    """Why there is none, a sentence to a line; no words where the solver did not say."""


def facts(version: Version, asked: telling.Asked, words: dict[str, Any]) -> dict[str, Any]:
    """The fields of a version that is ready. Raises NoAnswer."""
    if "answer" not in words:
        raise NoAnswer("\n".join(words.get("clashes") or [words.get("undecided", "")]))
    found = unpacked(words["answer"])
    if broken := broken_rules(asked.district, found.posts):
        raise NoAnswer("\n".join([WRONG, *broken]))
    common = {
        "posts": {code: list(both) for code, both in found.posts.items()},
        "value": found.value,
        "seconds": found.seconds,
        "unmet_wishes": telling.unmet(asked.district, found.posts),
        "doubts": asked.doubts,
        "progress": {},
    }
    if version.kind == Version.Kind.REPAIR:
        return common | _of_repair(asked, found, words["terms"])
    return common | {
        "pairings": [[one.township, one.institution, one.leads] for one in found.pairings],
        "terms": found.terms,
        "bound": found.bound,
        "bound_covers": found.bound_covers,
        "progress": {"given_pairs": found.bound_given_pairs, "locks": version.locks},
    }


def _of_repair(asked: telling.Asked, found: rules.Repair, terms: dict[str, float]) -> dict[str, Any]:
    if not found.changed:
        raise NoAnswer(NOTHING_TO_MEND)
    posts: dict[str, Both] = dict(found.posts)
    return {
        "before": {code: list(both) for code, both in asked.posts.items()},
        "pairings": telling.pairs(asked.district, posts, telling.led_today()),
        "terms": terms,
        "is_fewest": found.proven,
    }
