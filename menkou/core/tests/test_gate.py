"""The gate before every change, and news without a row."""

from dataclasses import dataclass

import pytest
from django.db import ProgrammingError, transaction

from menkou.core.actions import action, policy
from menkou.core.actors import CLOCK, Actor
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry
from menkou.core.news import News, announce


@policy("只有系统定时可以改名。")
def rename_policy(by: Actor, district) -> bool:
    return by is CLOCK


@action(rename_policy, audit="test.renamed")
def rename(*, by: Actor, district, name: str) -> None:
    type(district).objects.filter(pk=district.pk).update(name=name)
    if not name:
        raise ZeroDivisionError


def test_a_change_leaves_one_line(district):
    rename(by=CLOCK, district=district, name="新名")

    line = AuditEntry.objects.get()
    assert (line.by, line.what, line.subject) == ("系统定时", "test.renamed", f"places.District:{district.pk}")


def test_a_refusal_changes_nothing_and_says_why(district, resident):
    with pytest.raises(Refused, match="只有系统定时"):
        rename(by=resident, district=district, name="新名")
    assert type(district).objects.get().name == district.name
    assert not AuditEntry.objects.exists()


def test_what_fails_halfway_has_not_happened(district):
    with pytest.raises(ZeroDivisionError):
        rename(by=CLOCK, district=district, name="")
    assert type(district).objects.get().name == district.name
    assert not AuditEntry.objects.exists()


def test_an_actor_that_looks_like_the_clock_is_not_the_clock(district):
    with pytest.raises(Refused):
        rename(by=Actor(None, "系统定时"), district=district, name="新名")


def test_what_was_done_stays_on_record(district):
    rename(by=CLOCK, district=district, name="新名")
    for change in (AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(by="someone else")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_news_without_a_row_is_a_fault():
    @dataclass(frozen=True)
    class Unheard(News):
        """Nobody listens."""

    with pytest.raises(KeyError):
        announce(Unheard())
