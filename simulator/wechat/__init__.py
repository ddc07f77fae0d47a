"""服务号: a service account of WeChat: pushes to its callback, and its API under /wx."""

from collections.abc import Callable
from typing import Any

from ..exchanges import Handler

ROUTES: dict[tuple[str, str], Handler] = {}
KINDS: dict[str, Callable[..., Any]] = {}
PUSHES: dict[str, Callable[..., Any]] = {}
