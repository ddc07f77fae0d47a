"""短信: the gateways of Tencent, Aliyun and a province, under /sms."""

from collections.abc import Callable
from typing import Any

from .doors import ROUTES
from .gateways import LIMITS, Gateway

KINDS: dict[str, Callable[..., Any]] = dict.fromkeys(LIMITS, Gateway)
PUSHES: dict[str, Callable[..., Any]] = {}

__all__ = ["KINDS", "PUSHES", "ROUTES"]
