"""What of a channel is wrapped with the key file's own keys: which rows, and under which words each was wrapped."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, Func, Model, QuerySet

from menkou.channels import accounts, inbox, tokens
from menkou.channels.models import Account, Correspondent, Incoming, Login, Token
from menkou.core import sealed

Context = Callable[[UUID], str]
TABLES: tuple[tuple[type[Model], str, Context], ...] = (  # the model, the name of its account, the words
    (Account, "pk", accounts.context_of),
    (Token, "account", tokens.context_of),
    (Correspondent, "account", inbox.context_of_name),
    (Incoming, "account", inbox.context_of),
    (Login, "account", lambda pk: f"channel-login:{pk}"),
)
CONTEXT_OF_LOGIN: Context = TABLES[-1][2]


def wrapped_by(name: str) -> int:
    """How many records of the district would be lost with this wrapping key."""
    return sum(_with_head(_of(model)).filter(head=sealed.wrapped_by(name)).count() for model, _, _ in TABLES)


def old_of(model: type[Model], field: str, account: Account) -> QuerySet[Any]:
    """The records of an account that another key than the active one has wrapped, the oldest first."""
    mine = _with_head(_of(model).filter(**{field: account.pk}))
    return mine.exclude(head=sealed.wrapped_by(sealed.active())).order_by("pk")


def wrap_anew(row: Any, context_of: Context) -> None:
    """The same record under the active wrapping key. Raises Unsealable."""
    context = context_of(row.pk)
    row.sealed = sealed.wrap(sealed.unwrap(bytes(row.sealed), context=context), context=context)


def wrapped_code(login: Login, code: str) -> bytes:
    """A platform's code, sealed for its way."""
    return sealed.wrap(code.encode(), context=CONTEXT_OF_LOGIN(login.pk))


def code_of(login: Login) -> str:
    """The code of a way. Raises Unsealable."""
    return sealed.unwrap(bytes(login.sealed or b""), context=CONTEXT_OF_LOGIN(login.pk)).decode()


def rows_of(model: type[Model]) -> Any:
    """All rows of the district."""
    owned: Any = model
    return owned.objects


def _of(model: type[Model]) -> QuerySet[Any]:
    return rows_of(model).filter(sealed__isnull=False)


def _with_head(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With how each record begins: as far as the name of the key that wrapped it."""
    return rows.annotate(head=Head("sealed"))


class Head(Func):
    """The beginning of a record: algorithm, length of the key's name, and the name itself."""

    template = "substring(%(expressions)s from 1 for 2 + get_byte(%(expressions)s, 1))"
    output_field = BinaryField()
