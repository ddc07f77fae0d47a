"""Whether the parts of a running installation answer."""

import errno
import http.client
import os
import socket
from urllib.parse import urlsplit

from menkou.command.problems import Problem

HEARTBEAT = """
select at >= coalesce(%s, now() - interval '60 seconds') and at <= now() + interval '60 seconds', now() - at
  from core_heartbeat where name = %s
"""  # one of the future was written before the clock was put back
WORKER = "worker"


def demand_free(host: str, port: int) -> None:
    """Make sure that the web server can have its port. Raises Problem."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, port))
            taken.listen()
        except PermissionError as error:
            raise Problem(f"没有权限使用端口 {port}，请换一个 1024 以上的，例如 PORT=8001。") from error
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8001
                raise Problem(f"端口 {port} 已被别的程序占用，请换一个，例如 make run PORT={other}。") from error
            raise Problem(f"不能在 {host} 的端口 {port} 上提供服务，请检查 --host 与 --port。") from error


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could have the port."""
    try:
        demand_free(host, port)
    except Problem:
        return False
    return True


def web_answers(host: str, port: int, name: str, patience_s: float = 2) -> bool:
    """Tell whether /healthz answers 200 when it is asked for under its public name."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=patience_s)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def public_name() -> str:
    """Return a name that the web server lets itself be called by."""
    named = os.environ.get("MENKOU_HOSTS", "*").split(",")[0]
    return urlsplit(os.environ["MENKOU_PUBLIC_URL"]).netloc if named in ("", "*") else named.lstrip(".")


def reachable(host: str) -> str:
    """Return an address of this machine at which a server bound to the host answers."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def worker_lives(connection, since=None) -> bool:
    """Tell whether the worker has said that it lives, since a moment or within a minute."""
    found = connection.execute(HEARTBEAT, [since, WORKER]).fetchone()
    return bool(found and found[0])
