"""企业微信: 微信客服, application messages, robots and mass sending, under /qy."""

from collections.abc import Callable
from typing import Any

from .corps import Corp, Desk, Robot
from .customers import push
from .doors import ROUTES

KINDS: dict[str, Callable[..., Any]] = {"corp": Corp, "kf": Desk, "robot": Robot}
PUSHES: dict[str, Callable[..., Any]] = {"kf": push}

__all__ = ["KINDS", "PUSHES", "ROUTES"]
