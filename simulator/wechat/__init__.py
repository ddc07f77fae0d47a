"""服务号: a service account of WeChat: pushes to its callback, and its API under /wx."""

from collections.abc import Callable
from typing import Any

from ..exchanges import Handler
from . import accounts, acts, codes, credentials, media, notices, sending, signing_in, stage, subscribing

ROUTES: dict[tuple[str, str], Handler] = {
    route: handler
    for part in (credentials, sending, media, codes, notices, signing_in, stage, subscribing)
    for route, handler in part.ROUTES.items()
}
KINDS: dict[str, Callable[..., Any]] = {"wechat": accounts.open_account}
PUSHES: dict[str, Callable[..., Any]] = {"wechat": acts.act}
