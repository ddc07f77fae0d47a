"""Every policy says yes to those whom the matrix names, and to nobody else; and every small lie in one is noticed."""

import ast
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import ModuleType

from menkou.core.actions import Action, Policy
from tests.guards.sources import python_files, stale
from tests.guards.test_actions_read_alike import ACTIONS
from tests.permissions.doors import ACTORS, MATRIX
from tests.permissions.mutants import mutants
from tests.permissions.world import World

QUESTIONS = MATRIX["questions"]
EVERYBODY = [*ACTORS, *MATRIX["others"]]
MODULES = {
    f.parts[1]: import_module(".".join(f.with_suffix("").parts))
    for f in python_files("menkou")
    if f.name == "policies.py"
}
OPEN = {
    "consultations.pick_up": "a wrong 取件码 is slowed down, not refused",
    "consultations.claim": "a wrong code is slowed down; a right one works once",
    "boards.scan": "a code at a village's door is for everybody; that one was opened is counted, and nobody named",
    "channels.log_in": "nobody knows yet who it is; the account has to be on, which its query says",
    "broadcasts.read": "what goes into groups is for everybody; that it was opened is counted, and nobody named",
    "boards.report": "whoever opens a false code raises the alarm by doing so",
}
SAME = {  # lies that change nothing, and why
    "has_asked: by.device is not None and bytes(consultation.device_digest or b'') == by.device -> "
    "bytes(consultation.device_digest or b'') == by.device": "bytes are never None",
    "come_back: by.device is not None and bytes(login.device_digest) == by.device -> "
    "bytes(login.device_digest) == by.device": "bytes are never None",
}


def policies(module: ModuleType) -> dict[str, Policy]:
    return {name: member for name, member in vars(module).items() if isinstance(member, Policy)}


def differing(policy: Policy, thing, world: World, expected: set[str]) -> Iterator[str]:
    """Who may and should not, or may not and should."""
    return (name for name in EVERYBODY if policy.allows(world.actors[name], thing) != (name in expected))


def wrong(app: str, module: ModuleType, world: World, *, first: set[str] | None = None) -> list[str]:
    """Where an app's policies say something else than the matrix; or the first place, where some are asked first."""
    found: list[str] = []
    rows = [row for row in QUESTIONS if row["ask"].split(".")[0] == app]
    for row in sorted(rows, key=lambda row: row["ask"].split(".")[1] not in (first or ())):
        expected = set(EVERYBODY) if row["may"] == "everybody" else set(row["may"])
        policy, thing = policies(module)[row["ask"].split(".")[1]], world.things[row["of"]]
        try:
            told = list(islice(differing(policy, thing, world, expected), 1 if first is not None else None))
        except Exception as error:  # a lie may make no sense at all; that is noticed too
            told = [type(error).__name__]
        if told:
            found.append(f"{row['ask']} of {row['of']}: {told}")
            if first is not None:
                break
    return found


def test_policies_say_what_the_matrix_says(world):
    assert {app: found for app, module in MODULES.items() if (found := wrong(app, module, world))} == {}


def test_every_policy_stands_in_the_matrix_with_a_yes_and_a_no():
    known = {f"{app}.{name}" for app, module in MODULES.items() for name in policies(module)}
    rows = {name: [row["may"] for row in QUESTIONS if row["ask"] == name] for name in known}

    assert {row["ask"] for row in QUESTIONS} == known
    assert [name for name, may in rows.items() if not any(may)] == []
    assert {name for name, may in rows.items() if all(one == "everybody" for one in may)} == set(OPEN)


def test_every_action_asks_a_policy_of_the_matrix():
    known = [policy for module in MODULES.values() for policy in policies(module).values()]

    assert [
        name for name, action in ACTIONS.items() if not (isinstance(action, Action) and action.policy in known)
    ] == []


def lie(module: ModuleType, tree) -> ModuleType:
    """The module as it would be with a lie in it."""
    liar = ModuleType(module.__name__)
    exec(compile(tree, module.__file__ or "", "exec"), vars(liar))
    return liar


def concerned(name: str, tree: ast.Module) -> set[str]:
    """The functions in which a name stands: where a lie in it shows soonest."""
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and name in ast.unparse(one)}


def test_every_small_lie_in_a_policy_is_noticed(world):
    told, unnoticed = 0, []
    for app, module in MODULES.items():
        for words, tree in mutants(Path(module.__file__ or "").read_text()):
            told += 1
            if not wrong(app, lie(module, tree), world, first=concerned(words.split(":")[0], tree)):
                unnoticed.append(words)

    assert told > 60
    assert [words for words in unnoticed if words not in SAME] == []
    assert stale(SAME, unnoticed) == set()


def test_a_lie_is_a_lie():
    said = [words for words, _ in mutants("def f(by):\n    return by.a and not by.b or by is CLOCK")]

    assert "f: by.a and (not by.b) -> by.a or not by.b" in said
    assert "f: not by.b -> by.b" in said
    assert "f: by is CLOCK -> by == CLOCK" in said
    assert len(said) == 11
