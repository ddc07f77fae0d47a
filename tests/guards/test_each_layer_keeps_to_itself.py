"""Doors reach rows by queries only, nothing below knows the web, sealed tables have one reader, news has one table."""

import ast
import re
from importlib import import_module

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from menkou.core.news import News
from tests.guards.sources import DOORS, imports, named, python_files, shipped

WEB = ("django.http", "django.shortcuts", "django.views", "django.template", "ninja", "django_htmx")
BELOW = {"actions", "policies", "queries", "models", "rules", "numbers", "content", "intake", "news"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")
SEALED = {"CallBack", "CaseKey", "CopiedText", "Enclosure", "Message", "Note", "Party", "Piece", "Wording"}
SEALED_WORDS = re.compile(
    r"\b(consultations?[._](callback|copiedtext|message|casekey|enclosure|note|party|piece|wording)\b"
    r"|(callback|copiedtext|message|casekey|enclosure|note|\bparty|piece|\bwording)(_set|__\w))",
    re.I,
)
READERS = {
    "menkou/consultations/content.py",
    "menkou/consultations/enclosed.py",  # voice and pages of paper, for content.py and the actions that take them in
    "menkou/consultations/models/enclosed.py",
    "menkou/consultations/notes/sealing.py",  # what advisers noted for themselves, for notes.actions and the holder's page
    "menkou/consultations/calling/sealing.py",  # where an asker may be called, for calling.actions and the two pages
    "menkou/consultations/models/calling.py",
    "menkou/consultations/models/notes.py",
    "menkou/consultations/reviewing/sealing.py",  # copies that the bureau may read, for reviewing.actions and three pages
    "menkou/consultations/models/reviewing.py",
    "menkou/consultations/wording/sealing.py",  # what an adviser has written and not sent, for wording.actions
    "menkou/consultations/models/wording.py",
    "menkou/consultations/models/said.py",
    "menkou/consultations/models/__init__.py",
    "menkou/command/keeping/proving.py",  # whether matters drawn by chance open after a restore; it keeps no word of them
}
WRAPPERS = {  # what channels keep under the key file's own key; none of them reaches a consultation
    "menkou/channels/accounts.py": "secrets of platforms",
    "menkou/channels/inbox.py": "what a platform handed over, till it is in its consultation, and names of who wrote",
    "menkou/channels/tokens.py": "tokens of platforms",
    "menkou/reminders/sealing.py": "where staff are reminded: their own numbers and names, and no word of a consultation",
    "menkou/visits/sealing.py": "what advisers said into their phones about their own visits",
    "menkou/broadcasts/cases/sealing.py": "typical cases in the making, before their masks; each a copy of its own",
    "menkou/hotline/sealing.py": "what the 12345 hotline passed on and was answered; no word of a consultation",
    "menkou/core/outbox.py": "what we say in a chat, till it has been said",
    "menkou/channels/wraps.py": "all of it anew when the key changes, and codes of logins",
}
OPENERS = {"menkou.core.sealed", "menkou.core.keys.keyring"}


def reaches_rows(source: str) -> list[str]:
    """Where a door asks a manager itself."""
    tree = ast.parse(source)
    managers = {"objects", "_default_manager", "_base_manager"}
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in managers]
    return [ast.unparse(one) for one in found]


def web_words(source: str) -> list[str]:
    """What a file takes from the web."""
    return [f"{m}.{name}" for m, name in imports(ast.parse(source)) if f"{m}.{name}".startswith(WEB)]


def signal_words(source: str) -> list[str]:
    return [f"{m}.{name}" for m, name in imports(ast.parse(source)) if f"{m}.{name}".startswith(SIGNALS)]


def sealed_words(source: str) -> list[str]:
    """How a file could come to what people said: by name, by table, by a way round, or with the keys."""
    tree = ast.parse(source)
    taken = list(imports(tree))
    names = [name for module, name in taken if module == "menkou.consultations.models" and name in SEALED]
    names += [f"{m}.{name}" for m, name in taken if m in OPENERS or f"{m}.{name}" in OPENERS]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.attr in SEALED or SEALED_WORDS.fullmatch(node.attr)):
            names.append(ast.unparse(node))
        elif isinstance(node, ast.keyword) and SEALED_WORDS.match(node.arg or ""):
            names.append(str(node.arg))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SEALED_WORDS.search(node.value):
            names.append(node.value)
    return names


def complaints(check, files) -> dict[str, list[str]]:
    return {file: said for file, text in files if (said := check(text))}


def test_doors_reach_rows_only_through_queries():
    doors = [(f, t) for f, t in shipped().items() if named(f) in DOORS or f in ("config/views.py", "config/api.py")]

    assert len(doors) > 8
    assert complaints(reaches_rows, doors) == {}


def test_nothing_below_the_doors_knows_the_web():
    core = [(f, t) for f, t in shipped().items() if f.startswith("menkou/core/") and named(f) not in DOORS]
    below = core + [(f, t) for f, t in shipped().items() if named(f) in BELOW]

    assert len(below) > 30
    assert complaints(web_words, below) == {}


def test_there_are_no_signals():
    assert complaints(signal_words, shipped().items()) == {}


def test_only_content_reaches_what_people_said():
    core = {"menkou/core/sealed.py", "menkou/core/keys.py"}  # the lock and the key themselves
    files = shipped()
    others = [(f, t) for f, t in files.items() if f not in READERS | core | set(WRAPPERS)]

    assert complaints(sealed_words, others) == {}
    assert complaints(opening_words, [(f, files[f]) for f in WRAPPERS]) == {}
    assert [f for f in WRAPPERS if not sealed_words(files[f])] == []
    assert sealed_words(shipped()["menkou/consultations/content.py"])


def opening_words(source: str) -> list[str]:
    """Of how a file could come to what people said, all but the key file's own keys."""
    return [word for word in sealed_words(source) if not word.startswith("menkou.core.sealed")]


def all_news(kind: type = News) -> set[type]:
    """Every kind of news that is defined anywhere."""
    return {found for one in kind.__subclasses__() for found in {one, *all_news(one)}}


def unheard(news: set[type], table: dict) -> list[str]:
    """News without a row, rows without news, rows without a reaction."""
    empty = [one.__name__ for one, reactions in table.items() if not reactions]
    return sorted([one.__name__ for one in news ^ set(table)] + empty)


def test_all_news_is_heard_and_stands_in_one_table():
    for file in python_files("menkou"):
        if file.name == "news.py":
            import_module(".".join(file.with_suffix("").parts))

    assert unheard(all_news(), import_string(settings.MENKOU_REACTIONS)) == []


def test_only_actions_announce_and_only_the_table_listens():
    files = shipped()
    announce = {file for file, text in files.items() if ("menkou.core.news", "announce") in imports(ast.parse(text))}
    tables = {file for file, text in files.items() if re.search(r"\bREACTIONS\b", text)}

    assert {file for file in announce if not file.endswith("/actions.py")} == set()
    assert tables <= {"config/reactions.py", "config/settings.py", "menkou/core/news.py"}


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (reaches_rows, "Village.objects.get(pk=1)"),
        (reaches_rows, "type(village)._default_manager.all()"),
        (web_words, "from django.http import HttpRequest"),
        (web_words, "from django import http\nimport django.http"),
        (web_words, "from ninja import Schema"),
        (signal_words, "from django.db.models.signals import post_save"),
        (signal_words, "from django.dispatch import receiver"),
        (sealed_words, "from menkou.consultations.models import Message"),
        (sealed_words, "from menkou.consultations import models\nmodels.Message"),
        (sealed_words, "consultation.message_set.all()"),
        (sealed_words, "from menkou.consultations.models import Piece"),
        (sealed_words, "draft.enclosure_set.all()"),
        (sealed_words, "consultation.party_set.all()"),
        (sealed_words, "consultation.wording_set.all()"),
        (sealed_words, "Consultation.objects.filter(message__visible_at=None)"),
        (sealed_words, "cursor.execute('select sealed from consultations_message')"),
        (sealed_words, "apps.get_model('consultations.Message')"),
        (sealed_words, "from menkou.core import sealed\nfrom menkou.core.sealed import unseal"),
    ],
)
def test_the_guards_see(check, bad):
    assert check(bad)


def test_the_guard_over_news_sees_what_nobody_hears():
    class Whisper:
        """News that no table knows."""

    assert unheard({Whisper}, {}) == unheard(set(), {Whisper: [print]}) == ["Whisper"]
    assert unheard({Whisper}, {Whisper: []}) == ["Whisper"]
