"""企业微信: 微信客服, application messages, robots and mass sending, under /qy."""

from collections.abc import Callable
from typing import Any

from ..exchanges import Handler

ROUTES: dict[tuple[str, str], Handler] = {}
KINDS: dict[str, Callable[..., Any]] = {}  # kind of account -> (world, facts) -> account
PUSHES: dict[str, Callable[..., Any]] = {}  # kind of account -> (world, account, facts) -> what /sim/push answers
