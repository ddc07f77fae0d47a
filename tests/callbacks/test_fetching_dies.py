"""微信客服 is read page by page: wherever the reading dies, every message is there once with its job, and none is passed by.

The platform of these tests is a list of pages, which says what stands behind a place as often as it is asked.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count

import psycopg
import pytest
from django.db import OperationalError

from menkou.channels import accounts, inbox
from menkou.channels.accounts import wrapped
from menkou.channels.kf.client import SyncPage
from menkou.channels.models import Account
from menkou.chats import fetching, queries
from menkou.core.scope import within
from menkou.places.models import District
from tests.callbacks.test_every_statement import MOST, Deaths, Killed, dying, there

KF, CORP, SECRETS = "wk0000000000000001", "ww0000000000000001", {"secret": "s" * 32}
PAGES, SHORT = (2, 0, 1), 1000  # messages of each page; a short one is not the last


@pytest.fixture
def kf_account(committed):
    district = District.objects.create(slug="shili", name="示例区", code="999901", is_demo=True)
    with within(district.pk):
        account = Account(kind="kf", name="客服", number=KF, facts={"corpid": CORP}, is_on=True)
        account.sealed = wrapped(account.pk, SECRETS)
        account.save()
    return account


@pytest.fixture
def platform(monkeypatch) -> Callable[[], int]:
    """More is written: pages behind the last place; returns how many messages there are in all."""
    pages: list[tuple[dict, ...]] = []
    numbers = count(1)

    def page(account, cursor: str, token: str) -> SyncPage:
        at = int(cursor or 0)
        return SyncPage(pages[at] if at < len(pages) else (), str(min(at + 1, len(pages))), at + 1 < len(pages))

    def write() -> int:
        pages.extend(tuple(_message(next(numbers)) for _ in range(number)) for number in PAGES)
        return sum(map(len, pages))

    monkeypatch.setattr(fetching.reaching, "page", page)
    return write


def _message(number: int) -> dict:
    facts = {"msgid": f"m{number}", "open_kfid": KF, "external_userid": "wm-wang", "send_time": int(time.time())}
    return {**facts, "origin": 3, "msgtype": "text", "text": {"content": f"第{number}句"}}


def faults(account: Account, write: Callable[[], int], owner: psycopg.Connection) -> Iterator[str]:
    """Everything that is wrong, over all deaths; each loop ends at the first statement that is not reached any more."""
    for how, after in ((Killed, False), (Killed, True), (OperationalError, True)):
        for at in range(1, 3 * MOST):
            deaths, written = Deaths(at, after, how), write()
            with suppress(Killed, OperationalError), dying(deaths):
                fetching.fetch_all(account.district_id, account.pk, "")
            fetching.fetch_all(account.district_id, account.pk, "")  # the next poll
            if there(owner) != (written, written):
                yield f"{there(owner)} for {written}: {how.__name__} {'after' if after else 'before'} {at}"
                return
            if deaths.said < at:
                break
        else:
            yield "it never came to an end"


def test_wherever_reading_dies_every_message_is_there_once(kf_account, platform, as_owner):
    assert [*faults(kf_account, platform, as_owner)] == []


def place_first(district_id: int, account_id, token: str) -> None:
    """Notes the place, and then keeps what stood before it."""
    while True:
        with within(district_id):
            account = queries.account_that_is_on(account_id)
            page = fetching.reaching.page(accounts.opened(account), account.cursor, token)
            accounts.note_polled(account_id, since=account.cursor, cursor=page.next_cursor)
        with within(district_id):
            for item in page.messages:
                fetching._keep(account, item)
        if not page.has_more:
            return


def until_a_page_is_short(district_id: int, account_id, token: str) -> None:
    """Takes a page that is not full for the last one."""
    with within(district_id):
        account = queries.account_that_is_on(account_id)
        page = fetching.reaching.page(accounts.opened(account), account.cursor, token)
        accounts.note_polled(account_id, since=account.cursor, cursor=page.next_cursor)
        for item in page.messages:
            fetching._keep(account, item)
    if len(page.messages) >= SHORT and page.has_more:
        until_a_page_is_short(district_id, account_id, token)


def never_knows_it_again(account: Account, item: dict) -> None:
    """Keeps what it has kept already, after a page is read again."""
    fetching.messages.arrived(item)
    inbox.keep(account, sender="wm-wang", key=f"{item['msgid']}{time.monotonic_ns()}", plain=b"{}")


def place_in_memory(district_id: int, account_id, token: str) -> None:
    """Keeps each page at once, and notes the place when all are read."""
    cursor, more = None, True
    while more:
        with within(district_id):
            account = queries.account_that_is_on(account_id)
            first = account.cursor
            page = fetching.reaching.page(accounts.opened(account), first if cursor is None else cursor, token)
            for item in page.messages:
                fetching._keep(account, item)
        cursor, more = page.next_cursor, page.has_more
    with within(district_id):
        accounts.note_polled(account_id, since=first, cursor=cursor)


@pytest.mark.parametrize(
    "bug",
    [
        {"fetch_all": place_first},
        {"fetch_all": until_a_page_is_short},
        {"fetch_all": place_in_memory, "_keep": never_knows_it_again},
    ],
    ids=["place first", "until a page is short", "place in memory, never knows it again"],
)
def test_each_known_bug_of_reading_is_found_out(kf_account, platform, as_owner, monkeypatch, bug):
    for name, broken in bug.items():
        monkeypatch.setattr(fetching, name, broken)
    assert next(faults(kf_account, platform, as_owner), None)
