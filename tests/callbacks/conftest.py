"""Accounts that platforms call, and a caller who needs no socket."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from menkou.channels import accounts, asgi, recipients
from menkou.channels.models import Account
from tests.callbacks.platform import Platform

TOKEN, AES_KEY = "t" * 32, "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
OLD_TOKEN, OLD_AES_KEY = "o" * 32, "k" * 42 + "A"


@pytest.fixture(autouse=True)
def nobody_remembered():
    """Each test has accounts of its own."""
    recipients.forget()


def open_account(
    kind: str, number: str, *, facts: dict | None = None, secrets: dict | None = None, **more: Any
) -> Account:
    """An account that is on."""
    row = Account(kind=kind, name="门口", number=number, facts=facts or {}, is_on=True, **more)
    row.sealed = accounts.wrapped(row.pk, secrets or {"token": TOKEN, "aes_key": AES_KEY})
    row.save()
    return row


@pytest.fixture
def account(district):
    """公众号 of the district."""
    return open_account("wechat", "wx1")


@pytest.fixture
def platform(account, district):
    return Platform(district.slug, account.pk, "wx1", TOKEN, AES_KEY)


Answer = tuple[int, tuple[tuple[bytes, bytes], ...], bytes]


@pytest.fixture
def call(monkeypatch) -> Callable[..., Answer]:
    """Do what the application does with a call; the whole answer."""
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)

    def call(path: str, query: str = "", body: bytes = b"", method: str = "POST", parts=None) -> Answer:
        coming = iter(parts or [{"type": "http.request", "body": body}])

        async def receive() -> Any:
            part = next(coming, None)
            return part if part else await asyncio.sleep(60)

        came = asyncio.run(asgi._body(receive)) if method == "POST" else b""
        start, end = asgi._messages(*asgi._answered(method, path, query, came))  # here, in the test's transaction
        return start["status"], tuple(start["headers"]), end["body"]

    return call
