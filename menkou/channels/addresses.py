"""Which outside addresses may be called, and a call to the very address that was checked: no door into our own network.

Whoever gives us an address (a browser that wants to be pushed to, an officer who sets up a gateway) may name a machine
inside. So an address is read by one strict form, its name is resolved once, all that it resolves to is judged, and the
call goes to one of those numbers: a name that answers otherwise a moment later (DNS rebinding) gains nothing. The
certificate has to show the name all the same. Redirects are not followed (calling.py).

Not covered: a public address that the operator's own router leads back inside.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from menkou.channels import calling
from menkou.channels.errors import Later, Wrong

FORM = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<rest>[/?][!$-;=?-\[\]_a-z~%&]*)?",  # printable, without space " # < > \ ^ ` { | }
    re.I,
)
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
LONGEST = 2048  # characters of an address
HTTPS = 443
GLOBAL_6 = ipaddress.ip_network("2000::/3")  # all that is given out of IPv6
TUNNELS_6 = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))  # addresses of IPv4 inside
MOST_TRIED = 3

WORDS = {
    "form": "网址写得不对，请照“https://主机名/路径”填写：不要带用户名、空格、#号或中文域名。",
    "scheme": "网址必须以 https:// 开头。",
    "port": "只能用 443 端口。确需用别的端口，请运维人员把“主机名:端口”列入许可。",
    "inside": "这个网址指向单位内部网络，不能使用。确需使用，请运维人员把“主机名”列入许可。",
}
Resolve = Callable[[str, int], list[str]]


class NotAllowed(Wrong):
    """不许可的网址: `code` says which rule it breaks, `words` says it to an officer."""

    @property
    def words(self) -> str:
        return WORDS[str(self.code)]


@dataclass(frozen=True)
class Permits:
    """许可: what the operator of this installation allows beside public hosts over https; never what a district says.

    `hosts` are `name` (for 443) or `name:port`, which may lie inside; `demo` lets those be called without TLS.
    """

    hosts: frozenset[str] = frozenset()
    demo: bool = False

    def lists(self, host: str, port: int) -> bool:
        """Whether the operator named this host with this port."""
        return f"{host}:{port}" in self.hosts or (port == HTTPS and host in self.hosts)


NONE = Permits()


@dataclass(frozen=True)
class Target:
    """An address in parts, its form and name judged; what the name resolves to is not judged yet."""

    scheme: str
    host: str  # in small letters; IPv6 without brackets
    port: int
    rest: str
    listed: bool

    @property
    def authority(self) -> str:
        """The Host header: the name as it was given, with the port where it is not the scheme's own."""
        shown = _bracketed(self.host)
        return shown if self.port == (HTTPS if self.scheme == "https" else 80) else f"{shown}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a push service's token names it."""
        return f"{self.scheme}://{self.authority}"

    def at(self, number: str) -> str:
        """The same address with a number in place of the name."""
        return f"{self.scheme}://{_bracketed(number)}:{self.port}{self.rest}"


def parse(call: str, url: str, permits: Permits = NONE) -> Target:
    """Read and judge an address without asking anybody. Raises NotAllowed."""
    found = FORM.fullmatch(url) if len(url) <= LONGEST else None
    if not found:
        raise NotAllowed(call, "form")
    scheme, host = found["scheme"].lower(), found["host"].lower().strip("[]")
    port = int(found["port"] or (HTTPS if scheme == "https" else 80))
    number = _number(host)
    if port > 65535 or (number is None and not _is_name(host)):
        raise NotAllowed(call, "form")
    listed = permits.lists(found["host"].lower(), port)
    if scheme != "https" and not (listed and permits.demo):
        raise NotAllowed(call, "scheme")
    if port != HTTPS and not listed:
        raise NotAllowed(call, "port")
    if not listed and (("." not in host and ":" not in host) or (number and not is_public(host))):
        raise NotAllowed(call, "inside")
    rest = found["rest"] or "/"
    return Target(scheme, host, port, rest if rest.startswith("/") else "/" + rest, listed)


def is_public(number: str) -> bool:
    """Whether a number leads into the public network and nowhere else."""
    one = ipaddress.ip_address(number)
    if isinstance(one, ipaddress.IPv6Address):
        return one in GLOBAL_6 and one.is_global and not any(one in net for net in TUNNELS_6)
    return one.is_global and not one.is_multicast and not one.is_reserved


def resolve(host: str, port: int) -> list[str]:
    """What the system says a name's numbers are, in its order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def settle(call: str, target: Target, resolve: Resolve = resolve) -> list[str]:
    """The numbers that a call may go to. Raises Later where the name is not known, NotAllowed where one lies inside."""
    if _number(target.host):
        return [target.host]
    try:
        numbers = resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise Later(call, type(error).__name__) from None
    if not numbers:
        raise Later(call, "no address")
    if not target.listed and not all(is_public(one) for one in numbers):
        raise NotAllowed(call, "inside")
    return numbers[:MOST_TRIED]


def send(
    call: str, method: str, url: str, permits: Permits = NONE, *, resolve: Resolve = resolve, **how: Any
) -> calling.Received:
    """calling.send to an outside address. Raises NotAllowed beside what that raises.

    The next number is tried only where the one before was surely not reached.
    """
    target = parse(call, url, permits)
    numbers = settle(call, target, resolve)
    headers = {**(how.pop("headers", None) or {}), "Host": target.authority}
    certified = target.host if target.scheme == "https" and not _number(target.host) else None
    for left, number in enumerate(numbers, 1 - len(numbers)):
        try:
            return calling.send(call, method, target.at(number), headers=headers, certified=certified, **how)
        except Later:
            if left == 0:
                raise
    raise Later(call, "no address")


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)  # four plain decimals or IPv6, nothing else
    except ValueError:
        return None


def _is_name(host: str) -> bool:
    """A name of letters; one that ends in a digit is a number in disguise (2130706433, 0x7f.1, 127.1)."""
    labels = host.split(".")
    plain = len(host) <= 253 and all(LABEL.fullmatch(label) for label in labels)
    return plain and not labels[-1][0].isdigit()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
