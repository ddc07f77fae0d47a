"""Accounts that platforms call, and a caller who needs no socket."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from menkou.channels import accounts, recipients
from menkou.channels.models import Account
from menkou.channels.wsgi import application
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


Answer = tuple[str, tuple[tuple[str, str], ...], bytes]


@pytest.fixture
def call(monkeypatch) -> Callable[..., Answer]:
    """Call the application as a server does; the whole answer. The connection is the test's, in its transaction."""
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)

    def call(path: str, query: str = "", body: bytes = b"", method: str = "POST", **more: Any) -> Answer:
        said: list[Any] = []
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": io.BytesIO(body)}
        environ |= {"CONTENT_LENGTH": str(len(body))} | more
        parts = application(environ, lambda status, headers: said.extend([status, tuple(headers)]))
        return said[0], said[1], b"".join(parts)

    return call
