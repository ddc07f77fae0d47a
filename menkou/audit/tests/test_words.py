"""Every audit line that the code can leave has its words, and nobody acts under a name that the lists do not know."""

import ast
import re
from inspect import signature

from django.apps import apps

from menkou.audit import words
from menkou.core.actors import CLOCK, INSTALLER, RESIDENT
from tests.guards.sources import shipped
from tests.guards.test_actions_read_alike import ACTIONS

NAMES = {CLOCK.name, INSTALLER.name, RESIDENT}


def left_by(source: str) -> set[str]:
    """The names of audit lines that actions in a file leave."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    said = [one.value for node in calls for one in node.keywords if one.arg == "audit"]
    return {one.value if isinstance(one, ast.Constant) else ast.unparse(one) for one in said}


def nameless(source: str) -> set[str]:
    """Actors without an account, by the words that a file has for them."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [node.args for node in calls if ast.unparse(node.func) == "Actor" and len(node.args) > 1]
    nobody = [args[1] for args in made if isinstance(args[0], ast.Constant) and args[0].value is None]
    return {one.value if isinstance(one, ast.Constant) else ast.unparse(one) for one in nobody}


def test_every_audit_line_in_the_code_has_words_and_no_words_are_left_over():
    found = {name for text in shipped().values() for name in left_by(text)}

    assert len(found) > 400
    assert found ^ set(words.words()) == set()


def test_the_guard_sees_a_name_without_words():
    assert left_by("@action(policies.go, audit='seeded.gone', when=bool)\ndef go(): ...") == {"seeded.gone"}
    assert left_by("@action(policies.go, audit=NAME)\ndef go(): ...") == {"NAME"}


def test_words_are_short_chinese_and_told_apart():
    said = words.words()

    assert [one for one in said.values() if not re.search("[\u4e00-\u9fff]", one) or len(one) > 16] == []
    assert len(set(said.values())) == len(said)
    assert set(words.LOOKS) <= set(said)
    assert len(words.grouped()) > 30


def test_whoever_acts_without_an_account_is_one_of_three():
    found = {name for text in shipped().values() for name in nameless(text)}

    counts_only = {"大屏", "市局"}  # may do nothing, so that no line is theirs
    assert found <= NAMES | counts_only | {"RESIDENT"}


def test_the_guard_sees_another_name():
    assert nameless("by = Actor(None, '来信', device=b'')") == {"来信"}


def subjects() -> set[type]:
    """What actions are about, each kind of it where there are several."""
    said = {list(signature(action.do).parameters.values())[1].annotation for action in ACTIONS.values()}
    return {one for one in apps.get_models() if issubclass(one, tuple(said))}


def test_what_a_line_is_about_has_a_chinese_noun():
    found = subjects()

    assert len(found) > 60
    assert [one._meta.label for one in found if words.noun(f"{one._meta.label}:1") == words.OTHER] == []


def test_what_is_unknown_stands_as_it_is():
    assert (words.said("gone.away"), words.noun("gone.Row:1"), words.noun("")) == ("gone.away", "记录", "记录")
