"""令牌: one owner refreshes, whoever comes meanwhile uses the old one, and a platform that says no is not stormed (P-08)."""

import multiprocessing
from datetime import timedelta

import pytest
import time_machine
from django.db.models import F

from menkou.channels import accounts, tokens
from menkou.channels.errors import Later, Stale
from menkou.channels.models import Account, Token
from menkou.core import clock
from menkou.core.scope import within
from tests.processes import in_processes

NOON = "2026-03-05 12:00+08:00"
TWO_HOURS_S = 7200


@pytest.fixture
def account(district):
    one = Account(kind="wechat", name="示例区司法局", number="wx0000000000000001", is_on=True)
    one.sealed = accounts.wrapped(one.pk, {"secret": "s" * 32})
    one.save()
    return accounts.opened(one)


class Platform:
    """Hands out tokens and counts; a fake, which says `stale` to those that it has withdrawn."""

    def __init__(self):
        self.asked, self.forced = 0, 0

    def fetch(self, forced):
        self.asked, self.forced = self.asked + 1, self.forced + forced
        return f"token-{self.asked}", TWO_HOURS_S


def expiring(credentials):
    """A token that is good for two minutes yet."""
    assert tokens.token_of(credentials, lambda forced: ("old", TWO_HOURS_S)) == "old"
    ago = clock.now() - timedelta(hours=2)
    Token.objects.update(good_until=clock.now() + timedelta(minutes=2), asked_at=ago, refreshed_at=ago)


def test_a_token_is_fetched_once_and_kept(account):
    platform = Platform()
    assert [tokens.token_of(account, platform.fetch) for _ in range(3)] == ["token-1"] * 3
    assert platform.asked == 1


def test_secrets_are_sealed_and_not_shown(account):
    assert b"s" * 32 not in bytes(Account.objects.get().sealed)
    assert "s" * 32 not in repr(account)
    tokens.token_of(account, lambda forced: ("plain-token", TWO_HOURS_S))
    assert b"plain-token" not in bytes(Token.objects.get().sealed)


def rush(scene, account, asked, patience_s=5.0):
    """Eight processes on a token that is about to end; whoever fetches does so until the others have gone on.

    Or for as long as its patience lasts, where the others fetch as well.
    """
    others = multiprocessing.Semaphore(0)

    def fetch(forced):
        with asked.get_lock():
            asked.value += 1
        for _ in range(7):
            others.acquire(timeout=patience_s)
        return "new", TWO_HOURS_S

    def use(number):
        try:
            return tokens.token_of(account, fetch)
        finally:
            others.release()

    scene.close()
    return in_processes(8, use)


def test_eight_processes_on_one_expiring_token_refresh_it_once(at_once, scene, account):
    asked = multiprocessing.Value("i", 0)
    expiring(account)

    assert sorted(rush(scene, account, asked)) == ["new", *["old"] * 7]
    assert asked.value == 1
    with within(account.district_id):
        assert tokens.token_of(account, pytest.fail) == "new"


def test_without_the_lease_they_would_all_refresh_it(at_once, scene, account, monkeypatch):
    expiring(account)

    def without(account_id):
        row = Token.objects.get(account_id=account_id)
        Token.objects.filter(pk=row.pk).update(attempt=F("attempt") + 1)
        return "old", row.attempt + 1, False

    monkeypatch.setattr(tokens, "_held_or_claimed", without)
    asked = multiprocessing.Value("i", 0)
    rush(scene, account, asked, patience_s=0.3)
    assert asked.value == 8


def test_whoever_comes_before_there_is_any_token_waits(at_once, scene, account):
    asked, others = multiprocessing.Value("i", 0), multiprocessing.Semaphore(0)

    def fetch(forced):
        asked.value += 1
        for _ in range(7):
            others.acquire(timeout=5)
        return "first", TWO_HOURS_S

    def use(number):
        try:
            return tokens.token_of(account, fetch)
        finally:
            others.release()

    scene.close()
    assert sorted(in_processes(8, use)) == [*["Later"] * 7, "first"]
    assert asked.value == 1


def test_an_answer_that_comes_late_overwrites_nothing(account):
    """As when it was held up longer than its lease, and another process fetched meanwhile."""
    with time_machine.travel(NOON, tick=False) as now:

        def slow(forced):
            now.shift(60)
            assert tokens.token_of(account, lambda forced: ("newer", TWO_HOURS_S)) == "newer"
            return "late", TWO_HOURS_S

        tokens.token_of(account, slow)
        assert tokens.token_of(account, pytest.fail) == "newer"


def test_a_refused_token_is_replaced_by_force_and_not_more_than_once_in_thirty_seconds(account):
    platform, used = Platform(), []

    def call(token):
        used.append(token)
        raise Stale("custom/send", 40001)

    with time_machine.travel(NOON, tick=False) as now:
        caller = tokens.calling(account, platform.fetch)
        for _ in range(100):  # persistent 40001
            with pytest.raises(Later):
                caller(call)
        assert (platform.asked, len(used)) == (1, 1)
        now.shift(31)
        with pytest.raises(Later):
            caller(call)
        assert (platform.asked, platform.forced, used) == (2, 1, ["token-1", "token-2"])


def test_a_stale_token_is_replaced_within_one_call(account):
    platform = Platform()
    tokens.token_of(account, lambda forced: ("gone", TWO_HOURS_S))
    Token.objects.update(asked_at=clock.now() - timedelta(minutes=1))

    def call(token):
        if token == "gone":
            raise Stale("custom/send", 42001)
        return token

    assert tokens.calling(account, platform.fetch)(call) == "token-1"
    assert platform.forced == 1


def test_where_the_platform_is_away_the_old_token_is_used_until_its_end(account):
    expiring(account)

    def away(forced):
        raise Later("stable_token", "ConnectError")

    assert tokens.token_of(account, away) == "old"
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False), pytest.raises(Later):
        tokens.token_of(account, away)


def test_another_token_than_the_refused_one_stays(account):
    tokens.token_of(account, lambda forced: ("mine", TWO_HOURS_S))
    tokens.refused(account, "somebody else's")
    assert tokens.token_of(account, pytest.fail) == "mine"
