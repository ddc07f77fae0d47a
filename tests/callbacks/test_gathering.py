"""Callbacks that come at the same moment go on record in one transaction, and none pays for another."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection

from menkou.channels import gathering, inbox
from menkou.channels.models import Account
from menkou.core.scope import within
from menkou.places.models import District
from tests.callbacks.test_every_statement import Killed, there

FEW = 5


@pytest.fixture
def account(committed):
    district = District.objects.create(slug="shili", name="示例区", code="999901", is_demo=True)
    with within(district.pk):
        return Account.objects.create(kind="wechat", name="门口", number="wx1", is_on=True)


@pytest.fixture
def together(account, monkeypatch):
    """These keys arrive while somebody is at it; how each ended, and how many went in each transaction."""
    sizes, real = [], inbox.keep_all

    def keep_all(rows):
        rows = list(rows)
        sizes.append(len(rows))
        real(rows)

    def one(key: str) -> None:
        row = inbox.row_of(account, sender="o-zhang", key=key, plain=b"<xml/>")
        if key == "wrong":
            row.account_id = uuid4()
        with closing(connection):
            gathering.keep(account.district_id, row)

    def arrive(*keys: str) -> tuple[list[Future], list[int]]:
        gathering._turns.is_taken = True
        with ThreadPoolExecutor(len(keys)) as callers:
            futures = [callers.submit(one, key) for key in keys]
            deadline = time.monotonic() + 10
            while len(gathering._turns.waiting) < len(keys):
                assert time.monotonic() < deadline
                time.sleep(0.001)
            gathering._turns.pass_on()
        return futures, sizes

    monkeypatch.setattr(inbox, "keep_all", keep_all)
    return arrive


def test_whoever_comes_while_another_is_put_on_record_goes_with_all_who_wait(together, as_owner):
    futures, sizes = together(*(f"k{n}" for n in range(FEW)))
    assert [one.exception() for one in futures] == [None] * FEW
    assert (sizes, there(as_owner)) == ([FEW], (FEW, FEW))


def test_two_of_one_message_in_one_transaction_are_one(together, as_owner):
    futures, sizes = together("same", "other", "same")
    assert [one.exception() for one in futures] == [None] * 3
    assert (sizes, there(as_owner)) == ([3], (2, 2))


def test_one_that_the_database_refuses_harms_no_other(together, as_owner):
    futures, sizes = together("a", "wrong", "b")
    assert [type(one.exception()) for one in futures] == [type(None), IntegrityError, type(None)]
    assert (sizes, there(as_owner)) == ([3, 1, 1, 1], (2, 2))


@pytest.mark.parametrize(("died_of", "others"), [(OperationalError, OperationalError), (Killed, gathering.NotKept)])
def test_what_went_down_together_is_answered_to_nobody(together, as_owner, monkeypatch, died_of, others):
    def gone(rows):
        raise died_of

    monkeypatch.setattr(inbox, "keep_all", gone)
    futures, _ = together("a", "b", "c")
    assert {type(one.exception()) for one in futures} == {died_of, others}
    assert there(as_owner) == (0, 0)


def test_whoever_finds_a_dead_connection_makes_a_new_one_for_all_who_wait(together, as_owner, monkeypatch):
    real, tries = gathering._commit, []

    def once_gone(some):
        tries.append(len(some))
        if len(tries) == 1:
            raise OperationalError("server closed the connection")
        real(some)

    monkeypatch.setattr(gathering, "_commit", once_gone)
    futures, _ = together("a", "b", "c")
    assert [one.exception() for one in futures] == [None] * 3
    assert (tries, there(as_owner)) == ([3, 3], (3, 3))


def test_a_gathering_that_forgets_who_waits_would_be_found_out(together, as_owner, monkeypatch):
    monkeypatch.setattr(gathering, "_keep_together", lambda some: None)  # a seeded fault: nobody is kept
    futures, _ = together("a", "b")
    assert {type(one.exception()) for one in futures} == {gathering.NotKept}
    assert there(as_owner) == (0, 0)
