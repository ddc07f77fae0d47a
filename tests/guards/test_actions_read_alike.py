"""Every change is an action: a gate with a sentence, an audit line of its own, and one way to be read."""

import inspect
from collections import Counter
from importlib import import_module

import pytest
from django.db.models import Model

from menkou.core.actions import Action, Policy, policy
from menkou.core.actors import Actor
from tests.guards.sources import python_files

FILES = [f for f in python_files("menkou") if f.name == "actions.py" and f.parts[1] != "core"]
MODULES = [import_module(".".join(f.with_suffix("").parts)) for f in FILES]
HELPERS = {  # public functions of an actions module that change nothing
    "menkou.consultations.actions.pickup_code": "spells the 取件码 from the identity; reads and writes no row",
}


def public(module) -> dict[str, object]:
    """What a module offers of its own, by its full name."""
    own = {}
    for name, member in vars(module).items():
        made_here = getattr(getattr(member, "do", member), "__module__", "") == module.__name__
        if made_here and callable(member) and not name.startswith("_"):
            own[f"{module.__name__}.{name}"] = member
    return own


PUBLIC = {name: member for module in MODULES for name, member in public(module).items()}
ACTIONS = {name: member for name, member in PUBLIC.items() if name not in HELPERS}


def is_sentence(text: str) -> bool:
    return text.endswith("。") and all(ord(letter) > 0x2E00 for letter in text[:2])


def faults(member: object) -> list[str]:
    """What keeps a member of an actions module from reading like the others."""
    if not isinstance(member, Action):
        return ["wrap it in @action(policy, audit=...)"]
    parameters = list(inspect.signature(member.do).parameters.values())
    by, subject, *_ = [*parameters, None, None]
    found = []
    if not isinstance(member.policy, Policy) or not is_sentence(member.policy.refusal):
        found.append("its refusal is no Chinese sentence")
    if not all(p.kind is p.KEYWORD_ONLY for p in parameters):
        found.append("it is not called by keywords only")
    if by is None or by.name != "by" or by.annotation is not Actor:
        found.append("it does not begin with by: Actor")
    if subject is None or not (inspect.isclass(subject.annotation) and issubclass(subject.annotation, Model)):
        found.append("it does not say on what: its second word is no model")
    return found


def twice(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_reads_by_whom_on_what_how(name):
    assert faults(ACTIONS[name]) == []


def test_every_audit_line_is_said_by_one_action_only():
    assert twice([member.audit for member in ACTIONS.values()]) == []
    assert set(HELPERS) <= set(PUBLIC)


def may_all(by: Actor, subject: Model) -> bool:
    return True


def well(*, by: Actor, subject: Model) -> None:
    """Reads as it should."""


def by_position(by: Actor, subject: Model) -> None: ...


def without_whom(*, subject: Model, by: Actor) -> None: ...


def on_nothing(*, by: Actor, name: str) -> None: ...


@pytest.mark.parametrize(
    ("do", "refusal", "complaint"),
    [
        (by_position, "不能办。", "keywords"),
        (without_whom, "不能办。", "begin with by"),
        (on_nothing, "不能办。", "on what"),
        (well, "Forbidden", "sentence"),
        (well, "不能办", "sentence"),
    ],
)
def test_the_guard_sees_an_action_that_reads_otherwise(do, refusal, complaint):
    assert complaint in "".join(faults(Action(do, policy(refusal)(may_all), "seeded", ("by", "subject"))))


def test_the_guard_sees_a_bare_function_and_passes_a_good_action():
    assert faults(well)
    assert not faults(Action(well, policy("不能办。")(may_all), "seeded", ("by", "subject")))
    assert twice(["a", "b", "a"]) == ["a"]
