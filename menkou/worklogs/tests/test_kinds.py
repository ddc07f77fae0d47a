"""What each kind counts is asked in words, and of kinds that there are."""

from menkou.worklogs.models import Entry
from menkou.worklogs.rules import kinds


def test_what_is_counted_is_of_kinds_that_there_are():
    assert set(kinds.PEOPLE) | set(kinds.ITEMS) | kinds.REMOTE <= set(Entry.Kind.values)
    assert kinds.CONSULTATION == Entry.Kind.CONSULTATION
    assert all("多少" in words or "几" in words for words in (*kinds.PEOPLE.values(), *kinds.ITEMS.values()))
